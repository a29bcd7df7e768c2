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

  /// One sweep for each family and method, in this order.
  func sources(
    families: [ModelFamily], methods: [SweepMethod], options: SweepFileOptions
  ) throws -> [SweepSource] {
    try families.flatMap { family in
      try methods.map { method in
        let file = url.appending(path: "\(family.rawValue)-\(method.rawValue).yaml")
        let source = try Self.read(file: file.relativePath, options: options, fallback: family)
        guard case .family(let chosen) = source.trainee else { throw SweepFolderError.mixed(file: source.fileName) }
        guard source.sweep.method == method, chosen == family else {
          throw SweepFolderError.mismatch(
            file: source.fileName, says: "\(chosen.rawValue), \(source.sweep.method.rawValue)",
            expected: "\(family.rawValue), \(method.rawValue)")
        }
        return source
      }
    }
  }

  /// Reads and checks one sweep file for what it trains: the family given, its own, or its program.
  static func read(
    file: String, options: SweepFileOptions = SweepFileOptions(), family: ModelFamily? = nil,
    fallback: ModelFamily? = nil, isExplaining: Bool = false
  ) throws -> SweepSource {
    let text = try read(URL(filePath: file))
    let settings = try options.settings.map { (name: $0, text: try read(settings: $0)) }
    var trainee = SweepSource.Trainee.nothing
    let sweep = try SweepFile.parse(text: text, fileName: file, settings: settings, options: options.reading) {
      reading in
      let choice = SweepSource.Trainee.choose(reading, given: family, fallback: fallback, isExplaining: isExplaining)
      trainee = choice.trainee
      return choice.findings
    }
    for diagnostic in sweep.diagnostics { Console.say("\(diagnostic)") }
    // What is stored is one text, with the settings as its second document.
    let whole = settings.map { text + (text.hasSuffix("\n") ? "" : "\n") + "---\n" + $0.text } ?? text
    return SweepSource(
      fileName: file, text: whole, allowsDeprecated: options.allowDeprecated, sweep: sweep, trainee: trainee)
  }

  private static func read(settings path: String) throws -> String {
    do {
      return try read(URL(filePath: path))
    } catch let error as SweepFolderError {
      switch error {
      case .missing: throw SweepFolderError.settings(path, reason: "there is no such file")
      case .folder: throw SweepFolderError.settings(path, reason: "it is a folder")
      case .unreadable: throw SweepFolderError.settings(path, reason: "it is not UTF-8 text, or not yours to read")
      default: throw error
      }
    }
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
  case differentSeeds([(file: String, seed: UInt64)])
  case mismatch(file: String, says: String, expected: String)
  case mixed(file: String)
  case settings(String, reason: String)
  case severalPrograms([String])

  var description: String {
    switch self {
    case .missing(let paths):
      return "no sweep file or folder '\(paths.joined(separator: "', '"))': run from the project's folder, or name "
        + "the folder with the nine sweep files by --sweeps"
    case .folder(let path):
      return "'\(path)' is a folder: name sweep files, or use --all with --sweeps '\(path)'"
    case .twoSeeds(let file, let own, let given):
      return "\(file): the file asks for seed \(own), but --seed is \(given): give one of them"
    case .differentSeeds(let seeds):
      return "a run has one seed, but the files ask for several ("
        + seeds.map { "\($0.file): \($0.seed)" }.joined(separator: ", ")
        + "): run them one by one, or give them the same"
    case .mismatch(let file, let says, let expected):
      return "\(file): the file says \(says), but its name promises \(expected): change one of them"
    case .unreadable(let path):
      return "'\(path)' cannot be read as UTF-8 text"
    case .mixed(let file):
      return "\(file): a run trains built-in families or programs, not both: run this file alone"
    case .settings(let path, let reason):
      return "the settings file '\(path)' cannot be read: \(reason); name a file with the sweep's settings by "
        + "--settings, or leave the option out"
    case .severalPrograms(let files):
      return "\(files.joined(separator: ", ")): each runs a program, and a run takes one program's sweep: start "
        + "'ablation run' once for each file"
    }
  }
}
