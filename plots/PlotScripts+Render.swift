import Foundation
import Gnuplot

extension PlotScripts {
  /// Whether a `gnuplot` can be started.
  ///
  /// - Parameter searchPath: colon-separated folders to look in; by default those of the environment.
  public static func isGnuplotInstalled(searchPath: String? = nil) -> Bool {
    gnuplot_available(searchPath) == 1
  }

  /// Draws `figure` and waits for it; the picture appears at `png` complete or not at all.
  ///
  /// The folder of `png` is made if need be. Any picture that lies at `png` already is replaced on success and kept on
  /// failure. May be called from several threads at once; each call starts one gnuplot process.
  ///
  /// - Parameters:
  ///   - figure: what to draw.
  ///   - variables: the figure's required and optional variables. Paths may be relative to the working directory.
  ///   - png: where the picture is to lie.
  ///   - searchPath: where to look for `gnuplot`; by default in the folders of the environment.
  ///   - folder: where the scripts lie; by default beside the executable.
  /// - Throws: `PlotError`.
  public static func render(
    _ figure: Figure, variables: [PlotVariable: String], to png: URL, searchPath: String? = nil,
    scripts folder: URL = folder
  ) throws {
    try check(variables, for: figure)
    let script = folder.appending(path: figure.scriptName)
    guard FileManager.default.isReadableFile(atPath: script.path) else {
      throw PlotError.scriptNotFound(script: figure.scriptName, folder: folder.path)
    }

    let parent = png.deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    } catch {
      throw PlotError.unwritable(png: png.path, reason: error.localizedDescription)
    }
    // In the same folder, so that the rename cannot cross into another file system.
    let unfinished = parent.appending(path: ".\(png.lastPathComponent).\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: unfinished) }

    var texts = Dictionary(uniqueKeysWithValues: variables.map { ($0.key.rawValue, $0.value) })
    texts["png"] = unfinished.path
    try run(script, texts, searchPath)

    let size = (try? FileManager.default.attributesOfItem(atPath: unfinished.path)[.size]) as? Int ?? 0
    guard size > 0 else {
      throw PlotError.drawingFailed(script: figure.scriptName, reason: "gnuplot ended well but wrote nothing")
    }
    guard rename(unfinished.path, png.path) == 0 else {
      throw PlotError.unwritable(png: png.path, reason: String(cString: strerror(errno)))
    }
  }

  private static func check(_ variables: [PlotVariable: String], for figure: Figure) throws {
    let missing = figure.requiredVariables.filter { variables[$0] == nil }
    guard missing.isEmpty else {
      throw PlotError.variablesMissing(script: figure.scriptName, names: missing.map(\.rawValue))
    }
    let known = figure.requiredVariables + figure.optionalVariables
    let unknown = PlotVariable.allCases.filter { variables[$0] != nil && !known.contains($0) }
    guard unknown.isEmpty else {
      throw PlotError.variablesUnknown(
        script: figure.scriptName, names: unknown.map(\.rawValue), known: known.map(\.rawValue))
    }
  }

  private static func run(_ script: URL, _ variables: [String: String], _ searchPath: String?) throws {
    // The bridge reads C strings that must outlive the call; they are copied and released here.
    var pairs = variables.sorted { $0.key < $1.key }.map { name, value in
      gnuplot_variable(name: UnsafePointer(strdup(name)), value: UnsafePointer(strdup(value)))
    }
    defer {
      for pair in pairs {
        free(UnsafeMutableRawPointer(mutating: pair.name))
        free(UnsafeMutableRawPointer(mutating: pair.value))
      }
    }
    var message = [CChar](repeating: 0, count: 16_384)
    var exitStatus: Int32 = -1
    let status = gnuplot_run_script(
      searchPath, script.path, &pairs, pairs.count, &message, message.count, &exitStatus)
    let text = String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)

    let name = script.lastPathComponent
    switch status {
    case GNUPLOT_SUCCEEDED: return
    case GNUPLOT_NOT_FOUND: throw PlotError.gnuplotNotFound
    case GNUPLOT_SCRIPT_FAILED:
      throw PlotError.scriptFailed(script: name, status: Int(exitStatus), message: essence(of: text))
    default: throw PlotError.drawingFailed(script: name, reason: essence(of: text))
    }
  }

  /// gnuplot's message without its warnings, which come before the error and hide it; with them where all are warnings.
  private static func essence(of message: String) -> String {
    let lines = message.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    let errors = lines.filter { !$0.contains("warning:") }
    return (errors.isEmpty ? lines : errors).joined(separator: "\n")
  }
}
