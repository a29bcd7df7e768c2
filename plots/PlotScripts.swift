import Foundation
import Machine

/// The gnuplot scripts that this folder carries: where they lie, and drawing one figure with them.
public enum PlotScripts {
  /// The folder with the scripts, beside the running program (its real path, whatever link it was started by).
  ///
  /// The build puts `ablation_PlotScripts.resources` there, for test binaries too; the folder must travel with an
  /// installed binary. It is not checked to exist: `render` names the file that is missing.
  public static var folder: URL {
    ProgramFile.folder.appending(path: "ablation_PlotScripts.resources/scripts")
  }

  /// The script that draws `figure`, whether or not it exists.
  public static func url(of figure: Figure) -> URL {
    folder.appending(path: figure.scriptName)
  }
}
