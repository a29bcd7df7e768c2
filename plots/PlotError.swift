import Foundation

/// Why a figure could not be drawn.
///
/// No case leaves a picture behind.
public enum PlotError: Error, Equatable, CustomStringConvertible, LocalizedError {
  /// No `gnuplot` lies on the search path.
  case gnuplotNotFound
  /// The script is not where the build put it.
  case scriptNotFound(script: String, folder: String)
  /// Variables that the figure needs were not given.
  case variablesMissing(script: String, names: [String])
  /// Variables were given that the figure does not know.
  case variablesUnknown(script: String, names: [String], known: [String])
  /// gnuplot ended with an error, `message` being its own words.
  case scriptFailed(script: String, status: Int, message: String)
  /// gnuplot could not be started, or wrote no picture.
  case drawingFailed(script: String, reason: String)
  /// The finished picture could not be put at its place.
  case unwritable(png: String, reason: String)

  /// What is wrong and what to do about it.
  public var description: String {
    switch self {
    case .gnuplotNotFound:
      "gnuplot is not installed - the figures need it: sudo apt-get install gnuplot-nox"
    case .scriptNotFound(let script, let folder):
      "the plot script '\(script)' is missing - it belongs into '\(folder)', beside the program: build again, or copy "
        + "that folder along with the program"
    case .variablesMissing(let script, let names):
      "the plot script '\(script)' needs \(names.joined(separator: ", "))"
    case .variablesUnknown(let script, let names, let known):
      "the plot script '\(script)' does not take \(names.joined(separator: ", ")) - it takes "
        + known.joined(separator: ", ")
    case .scriptFailed(let script, let status, let message):
      "gnuplot failed on '\(script)' (status \(status)): \(message)"
    case .drawingFailed(let script, let reason):
      "'\(script)' drew no picture: \(reason)"
    case .unwritable(let png, let reason):
      "cannot write the picture '\(png)': \(reason)"
    }
  }

  /// The same text as `description`.
  public var errorDescription: String? { description }
}
