import Experiments
import Foundation

/// Everything that a run leaves in its folder for people and other programs: tables and figures, made from the store.
public struct RunReport {
  private let run: Run

  /// A report on a run, whether finished or not.
  public init(_ run: Run) {
    self.run = run
  }

  /// Writes every table and figure.
  public func write(progress: (String) -> Void) throws {
    progress("report: \(run.folder.path)")
  }
}
