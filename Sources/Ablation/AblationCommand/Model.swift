import ArgumentParser
import Datasets
import Engine
import Foundation
import Training

/// Prints the layer table of a family.
struct ModelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "Print a family's layers: shapes, parameters, multiply-adds and bytes.",
    discussion: "Settings change the original network, for example: ablation model padocanet conv_layer=3 padding=same")

  @Argument(help: "\(ModelFamily.allCases.map(\.rawValue).joined(separator: ", ")).")
  var family: ModelFamily

  @Argument(help: "Settings as key=value, such as kernel_size=3 or filters=6,16.")
  var settings: [String] = []

  @Option(help: "Height and width of the images, pixels.")
  var imageSize: Int = 28

  @Option(help: "Number of classes.")
  var classes: Int = 10

  func validate() throws {
    guard (1...4096).contains(imageSize), (2...256).contains(classes) else {
      throw ValidationError(
        "--image-size \(imageSize) must be from 1 to 4096 pixels and --classes \(classes) from 2 to 256")
    }
  }

  func run() async throws {
    var configuration = ModelConfiguration(family)
    do throws(SettingError) {
      try configuration.apply(SettingValue.settings(arguments: settings))
    } catch {
      throw ValidationError(error.description)
    }
    let network = configuration.network(
      input: Shape(channels: 1, height: imageSize, width: imageSize), classes: classes)
    let layers = try network.summarise()
    print(ModelTable(layers, input: network.input).text)
    print("\nsettings")
    for setting in configuration.settings { print("  \(setting.name) = \(setting.value)") }
  }
}

/// A network's layers as an aligned table.
struct ModelTable {
  private let layers: [LayerSummary]
  private let input: Shape

  init(_ layers: [LayerSummary], input: Shape) {
    self.layers = layers
    self.input = input
  }

  var text: String {
    var rows = [["layer", "kind", "output", "parameters", "multiply-adds", "output bytes"]]
    rows.append(["input", "", "\(input)", "0", "0", "\(input.count * 4)"])
    for summary in layers {
      rows.append([
        summary.layer.name, Self.kind(summary.layer), "\(summary.output)", "\(summary.parameters)",
        "\(summary.multiplyAdds)", "\(summary.outputBytes)",
      ])
    }
    rows.append([
      "total", "", "", "\(layers.reduce(0) { $0 + $1.parameters })", "\(layers.reduce(0) { $0 + $1.multiplyAdds })",
      "\(layers.reduce(input.count * 4) { $0 + $1.outputBytes })",
    ])
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column < 3 ? cell + space : space + cell
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private static func kind(_ layer: LayerDescription) -> String {
    switch layer {
    case .convolution(_, let filters, let kernel, let padding, let activation):
      return "convolution \(filters) x \(kernel)x\(kernel) \(padding.rawValue), \(activation.rawValue)"
    case .batchNorm: return "batch normalisation"
    case .pool(_, let kind, let size): return "\(kind.rawValue) pooling \(size)x\(size)"
    case .dropout(_, let rate): return "dropout \(rate)"
    case .dense(_, let units, let activation):
      return activation == .identity ? "dense \(units), softmax" : "dense \(units), \(activation.rawValue)"
    }
  }
}
