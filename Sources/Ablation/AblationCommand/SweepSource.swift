import ArgumentParser
import Experiments
import Foundation
import Search
import Training

/// How sweep files are read.
struct SweepFileOptions: ParsableArguments {
  @Option(help: "A file with the settings that would otherwise be the sweep file's second document.")
  var settings: String?

  @Flag(help: "Refuse whatever W&B would refuse or read in another way.")
  var strictWandb = false

  @Flag(help: "Take log_uniform and its kin, whose bounds are exponents.")
  var allowDeprecated = false

  /// For reading again what has passed.
  var lenient: SweepFile.Options { SweepFile.Options(allowDeprecated: allowDeprecated) }

  var reading: SweepFile.Options { SweepFile.Options(strictWandb: strictWandb, allowDeprecated: allowDeprecated) }
}

/// A sweep file, read and checked, and what it trains.
struct SweepSource {
  let fileName: String
  /// The sweep, and the settings as its second document.
  let text: String
  let allowsDeprecated: Bool
  let sweep: SweepDefinition
  let trainee: Trainee

  /// What a sweep trains.
  enum Trainee: Equatable {
    case family(ModelFamily)
    case program
    /// Neither is named.
    case nothing
  }

  /// The seed of a run of some sweeps: the one given, the one that files ask for, or 1.
  static func seed(given: UInt64?, _ sources: [SweepSource]) throws -> UInt64 {
    let own = sources.compactMap { source in source.sweep.settings.seed.map { (file: source.fileName, seed: $0) } }
    if let given, let other = own.first(where: { $0.seed != given }) {
      throw SweepFolderError.twoSeeds(file: other.file, own: other.seed, given: given)
    }
    guard own.allSatisfy({ $0.seed == own.first?.seed }) else { throw SweepFolderError.differentSeeds(own) }
    return given ?? own.first?.seed ?? 1
  }

  /// The sweep's name: the file's.
  var stem: String { URL(filePath: fileName).deletingPathExtension().lastPathComponent }

  /// The plan of its study, if it trains a family.
  var plan: StudyPlan? {
    guard case .family(let family) = trainee else { return nil }
    return plan(training: family)
  }

  /// The plan of a study that trains a family.
  func plan(training family: ModelFamily) -> StudyPlan {
    // One of the nine is the same study whether it is run alone or by --all.
    let isOneOfNine = stem == "\(family.rawValue)-\(sweep.method.rawValue)"
    return StudyPlan(
      name: isOneOfNine ? "\(family.rawValue)/\(sweep.method.rawValue)" : stem, family: family, fileName: fileName,
      text: text, allowsDeprecated: allowsDeprecated ? true : nil)
  }
}

extension SweepSource.Trainee {
  /// The family given, the file's own, its program, or the fallback, with what is wrong for that choice.
  static func choose(
    _ reading: SweepReading, given: ModelFamily?, fallback: ModelFamily?, isExplaining: Bool
  ) -> (trainee: SweepSource.Trainee, findings: [SweepFinding]) {
    if let given { return (.family(given), FamilyCheck.findings(reading, family: given)) }
    let names = ModelFamily.allCases.map(\.rawValue)
    if let name = reading.settings.family {
      if let family = ModelFamily(rawValue: name) {
        return (.family(family), FamilyCheck.findings(reading, family: family))
      }
      let finding = SweepFinding(
        .setting("family"), "unknown family '\(name)'", allowed: names.joined(separator: ", "),
        nearest: NearestSpelling.of(name, among: names))
      return (.nothing, [finding])
    }
    if reading.hasKey("program") || reading.hasKey("command") {
      return (.program, ProgramCheck.findings(reading))
    }
    if let fallback {
      return (.family(fallback), FamilyCheck.findings(reading, family: fallback))
    }
    guard !isExplaining else { return (.nothing, []) }
    let finding = SweepFinding(
      .key([]), "no family to train, and no program",
      allowed: "--family (\(names.joined(separator: ", "))), 'family:' in a second document, 'program:' or 'command:'")
    return (.nothing, [finding])
  }
}
