import Foundation

/// Why a file is no record that can be compared.
public enum RecordError: Error, Hashable, Sendable, CustomStringConvertible {
  case unreadable(file: String, reason: String)
  case notARecord(file: String, reason: String)
  case newerFormat(file: String, found: Int)
  case noSeries(file: String)
  case repeatedSeries(file: String, series: String)
  case emptySeries(file: String, series: String)
  /// Rounds that do not add up to the samples.
  case badRounds(file: String, series: String)
  /// A sample that is not a positive, finite number, so that no ratio can be formed; `round` counts from 1.
  case badSample(file: String, series: String, round: Int, value: Double)

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason): "cannot read '\(file)': \(reason)"
    case .notARecord(let file, let reason):
      "'\(file)' is not a benchmark record: \(reason) - records are what 'bench train --json FILE' writes"
    case .newerFormat(let file, let found):
      "'\(file)' has format \(found), this program reads up to \(BenchmarkRecord.currentFormat) - compare with the "
        + "newer program"
    case .noSeries(let file): "'\(file)' holds no series - measure again"
    case .repeatedSeries(let file, let series): "'\(file)' has two series named '\(series)' - measure again"
    case .emptySeries(let file, let series): "'\(file)': the series '\(series)' has no samples - measure again"
    case .badRounds(let file, let series):
      "'\(file)': the rounds of the series '\(series)' do not add up to its samples - measure again"
    case .badSample(let file, let series, let round, let value):
      "'\(file)': the series '\(series)' has \(value) in round \(round), but a ratio needs positive, finite samples - "
        + "measure again"
    }
  }
}

extension BenchmarkRecord {
  /// Reads and checks a record: a known format, at least one series, unique names, and positive, finite samples.
  ///
  /// - Throws: `RecordError`.
  public static func read(_ file: URL) throws(RecordError) -> BenchmarkRecord {
    let path = file.relativePath
    let data: Data
    do {
      data = try Data(contentsOf: file)
    } catch {
      throw .unreadable(file: path, reason: Self.reason(error))
    }
    return try decode(data, from: path)
  }

  /// Decodes and checks a record.
  ///
  /// - Parameter path: what errors call it.
  public static func decode(_ data: Data, from path: String) throws(RecordError) -> BenchmarkRecord {
    struct Head: Decodable { var format: Int }
    var record: BenchmarkRecord
    do {
      // The format first, because a newer record may lack what this program expects.
      let head = try JSONDecoder().decode(Head.self, from: data)
      if head.format > currentFormat { throw RecordError.newerFormat(file: path, found: head.format) }
      guard head.format >= 1 else {
        throw RecordError.notARecord(file: path, reason: "there is no format \(head.format)")
      }
      record = try JSONDecoder().decode(BenchmarkRecord.self, from: data)
    } catch let error as RecordError {
      throw error
    } catch {
      throw .notARecord(file: path, reason: Self.reason(error))
    }
    try record.check(path)
    record.divideSingleImages()
    return record
  }

  private func check(_ path: String) throws(RecordError) {
    if series.isEmpty { throw .noSeries(file: path) }
    var names: Set<String> = []
    for series in series {
      guard names.insert(series.name).inserted else { throw .repeatedSeries(file: path, series: series.name) }
      if series.samples.isEmpty { throw .emptySeries(file: path, series: series.name) }
      if let rounds = series.samplesOfRounds {
        guard !rounds.isEmpty, rounds.allSatisfy({ $0 > 0 }), rounds.reduce(0, +) == series.samples.count else {
          throw .badRounds(file: path, series: series.name)
        }
      }
      for (index, value) in series.samples.enumerated() where !(value.isFinite && value > 0) {
        throw .badSample(file: path, series: series.name, round: index + 1, value: value)
      }
    }
  }

  /// Records of earlier versions do not say which single image belongs to which round: every round took each R-th image of
  /// R rounds, as many as it has peaks.
  private mutating func divideSingleImages() {
    for index in series.indices where series[index].samplesOfRounds == nil {
      guard let place = series[index].name.range(of: "/single_image"),
        let peaks = series.first(where: { $0.name == "\(series[index].name[..<place.lowerBound])/peak" })
      else { continue }
      let (rounds, count) = (peaks.samples.count, series[index].samples.count)
      guard count > rounds else { continue }
      series[index].samplesOfRounds = (0..<rounds).map { (count - $0 + rounds - 1) / rounds }
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      "'\((context.codingPath + [key]).map(\.stringValue).joined(separator: "."))' is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' has another type"
    case DecodingError.dataCorrupted: "it is not valid JSON"
    default: (error as NSError).localizedDescription.trimmingCharacters(in: CharacterSet(charactersIn: "."))
    }
  }
}
