import Foundation
import SamplerProblems

/// One sampler's path on one problem with one seed; a line of the same JSON format as the stored peers' results.
public struct SamplerRecord: Codable, Sendable {
  /// Who was measured.
  public let peer: String
  /// On which function.
  public let problem: String
  /// The seed of the sampler and of the noise.
  public let seed: Int
  /// How many configurations were asked for.
  public let evaluations: Int
  /// The least value of the function.
  public let minimum: Double
  /// Processor time of all suggestions.
  public let askSeconds: Double
  /// Observed values in the order of the trials.
  public let observed: [Double]
  /// The values without noise, where there is noise.
  public let noiseless: [Double]?

  enum CodingKeys: String, CodingKey {
    case peer, problem, seed
    case evaluations = "n"
    case minimum = "f_star"
    case askSeconds = "ask_s"
    case observed = "ys"
    case noiseless = "ts"
  }

  /// The regret of the best observation among the first trials.
  public func regret(after trials: Int) -> Double {
    SamplerTrace.regret(observed: observed, values: noiseless ?? observed, after: trials, minimum: minimum)
  }

  /// One line of JSON, keys in alphabetical order.
  public func line() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// The records of a file of JSON lines.
  ///
  /// - Throws: What reading or decoding throws, with the number of the line.
  public static func read(_ file: URL) throws -> [SamplerRecord] {
    let decoder = JSONDecoder()
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").enumerated().map { index, line in
      do {
        return try decoder.decode(SamplerRecord.self, from: Data(line.utf8))
      } catch {
        throw SamplerRecordError(file: file.relativePath, line: index + 1)
      }
    }
  }
}

/// A line that is not a record of a sampler.
public struct SamplerRecordError: Error, CustomStringConvertible {
  let file: String
  let line: Int

  /// What is wrong and what is allowed.
  public var description: String {
    "\(file), line \(line): not a sampler's record; allowed: lines that 'bench samplers --json FILE' writes"
  }
}
