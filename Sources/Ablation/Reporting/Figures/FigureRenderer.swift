import Dispatch
import Foundation
import PlotScripts
import Synchronization

/// Draws the figures of a run, several at a time: each is a gnuplot of its own.
struct FigureRenderer {
  /// The run's folder; pictures appear in its folder `plots`.
  let folder: URL
  /// The line under each title.
  let note: String

  /// The pictures that were drawn, in the order of the drawings, and what went wrong with the others.
  func draw(_ drawings: [Drawing]) -> (names: [String], failures: [String]) {
    let failures = Mutex<[Int: String]>([:])
    DispatchQueue.concurrentPerform(iterations: drawings.count) { index in
      do {
        try draw(drawings[index])
      } catch {
        failures.withLock { $0[index] = "\(drawings[index].name): \(error)" }
      }
    }
    let failed = failures.withLock { $0 }
    return (
      drawings.indices.filter { failed[$0] == nil }.map { drawings[$0].name },
      failed.sorted { $0.key < $1.key }.map(\.value)
    )
  }

  private func draw(_ drawing: Drawing) throws {
    var variables = drawing.variables
    variables[.note] = note
    for file in [PlotVariable.csv, .pixels, .seeds] {
      variables[file] = variables[file].map { folder.appending(path: $0).path }
    }
    try PlotScripts.render(
      drawing.figure, variables: variables, to: folder.appending(path: "plots").appending(path: drawing.name))
  }
}
