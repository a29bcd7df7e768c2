import Experiments
import Foundation
import Machine
import Search
import Training

/// The folder with the nine sweep files, named `<family>-<method>.yaml`.
struct SweepFolder {
  let url: URL

  /// The folder given, or `sweeps` in the working directory, or in one of the folders above the program.
  static func locate(_ given: String?) throws -> SweepFolder {
    if let given {
      guard FileManager.default.fileExists(atPath: given) else {
        throw SweepFolderError.missing([given])
      }
      return SweepFolder(url: URL(filePath: given))
    }
    var candidates = [URL(filePath: "sweeps")]
    var above = ProgramFile.folder
    // .build/<triple>/<configuration>/ablation lies four levels below the package.
    for _ in 0..<4 {
      candidates.append(above.appending(path: "sweeps"))
      above.deleteLastPathComponent()
    }
    for candidate in candidates where FileManager.default.fileExists(atPath: candidate.path) {
      return SweepFolder(url: candidate)
    }
    throw SweepFolderError.missing(["sweeps"])
  }

  /// One study for each family and method, in this order.
  func studies(families: [ModelFamily], methods: [SweepMethod]) throws -> [StudyPlan] {
    try families.flatMap { family in
      try methods.map { method in
        let file = url.appending(path: "\(family.rawValue)-\(method.rawValue).yaml")
        let plan = try Self.study(file: file.relativePath, family: nil, fallback: family)
        let sweep = try SweepFile.parse(text: plan.text, fileName: plan.fileName)
        guard sweep.method == method, plan.family == family else {
          throw SweepFolderError.mismatch(
            file: plan.fileName, says: "\(plan.family.rawValue), \(sweep.method.rawValue)",
            expected: "\(family.rawValue), \(method.rawValue)")
        }
        return plan
      }
    }
  }

  /// The study of one sweep file.
  ///
  /// The family is the one given, or the file's own.
  ///
  /// - Parameter fallback: the family where neither says one.
  static func study(file: String, family: ModelFamily?, fallback: ModelFamily? = nil) throws -> StudyPlan {
    let url = URL(filePath: file)
    let text = try read(url)
    let sweep = try SweepFile.parse(text: text, fileName: file)
    for diagnostic in sweep.diagnostics {
      Console.say("\(diagnostic)")
    }
    let known = ModelFamily.allCases.map(\.rawValue).joined(separator: ", ")
    var chosen = family
    if chosen == nil, let name = sweep.settings.family {
      guard let own = ModelFamily(rawValue: name) else {
        throw SweepFolderError.unknownFamily(file: file, name: name, known: known)
      }
      chosen = own
    }
    guard let chosen = chosen ?? fallback else { throw SweepFolderError.noFamily(file: file, known: known) }
    // One of the nine is the same study whether it is run alone or by --all.
    let stem = url.deletingPathExtension().lastPathComponent
    let isOneOfNine = stem == "\(chosen.rawValue)-\(sweep.method.rawValue)"
    return StudyPlan(
      name: isOneOfNine ? "\(chosen.rawValue)/\(sweep.method.rawValue)" : stem, family: chosen, fileName: file,
      text: text)
  }

  private static func read(_ url: URL) throws -> String {
    guard FileManager.default.fileExists(atPath: url.path) else { throw SweepFolderError.missing([url.relativePath]) }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
      throw SweepFolderError.folder(url.relativePath)
    }
    guard let data = FileManager.default.contents(atPath: url.path), let text = String(data: data, encoding: .utf8)
    else { throw SweepFolderError.unreadable(url.relativePath) }
    return text
  }
}

/// Why there is no sweep to run.
enum SweepFolderError: Error, CustomStringConvertible {
  case missing([String])
  case unreadable(String)
  case folder(String)
  case twoSeeds(file: String, own: UInt64, given: UInt64)
  case mismatch(file: String, says: String, expected: String)
  case noFamily(file: String, known: String)
  case unknownFamily(file: String, name: String, known: String)

  var description: String {
    switch self {
    case .missing(let paths):
      return "no sweep file or folder '\(paths.joined(separator: "', '"))': run from the project's folder, or name "
        + "the folder with the nine sweep files by --sweeps"
    case .folder(let path):
      return "'\(path)' is a folder: name sweep files, or use --all with --sweeps '\(path)'"
    case .twoSeeds(let file, let own, let given):
      return "\(file): the file asks for seed \(own), but --seed is \(given): give one of them"
    case .mismatch(let file, let says, let expected):
      return "\(file): the file says \(says), but its name promises \(expected): change one of them"
    case .unreadable(let path):
      return "'\(path)' cannot be read as UTF-8 text"
    case .noFamily(let file, let known):
      return "\(file): no family to train: add --family, or a second document with 'family: lenet5' (one of \(known))"
    case .unknownFamily(let file, let name, let known):
      return "\(file): unknown family '\(name)': it must be one of \(known)"
    }
  }
}
