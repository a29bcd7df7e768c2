import Foundation
import Studies

extension MetricReport {
  /// Reads a line of a program's standard output; `nil` for one that is no JSON object with a number in it.
  ///
  /// Numbers in nested objects get dotted names; `NaN`, `Infinity` and `-Infinity`, which Python writes, are numbers;
  /// truth values and texts are left out. `epoch` and `step` are the report's place, not metrics.
  init?(line: Data, number: Int) {
    guard line.first(where: { $0 != UInt8(ascii: " ") }) == UInt8(ascii: "{") else { return nil }
    guard let object = Self.object(line) ?? Self.object(Self.quotingNonFinite(line)) else { return nil }
    var metrics: [String: Double] = [:]
    Self.collect(object, prefix: "", into: &metrics)
    func whole(_ name: String) -> Int? { metrics.removeValue(forKey: name).flatMap { Int(exactly: $0.rounded()) } }
    let epoch = whole("epoch")
    let step = whole("step")
    guard !metrics.isEmpty else { return nil }
    self.init(number: number, epoch: epoch, step: step, metrics: metrics)
  }

  private static func object(_ line: Data) -> [String: Field]? {
    try? JSONDecoder().decode([String: Field].self, from: line)
  }

  /// Python's bare words for numbers that JSON does not have, as texts.
  private static func quotingNonFinite(_ line: Data) -> Data {
    let text = String(decoding: line, as: UTF8.self)
    return Data(text.replacing(/([:\[,]\s*)(NaN|-?Infinity)/) { "\($0.1)\"\($0.2)\"" }.utf8)
  }

  private static func collect(_ fields: [String: Field], prefix: String, into metrics: inout [String: Double]) {
    for (name, field) in fields {
      switch field {
      case .number(let value): metrics[prefix + name] = value
      case .object(let inner): collect(inner, prefix: prefix + name + ".", into: &metrics)
      case .other: continue
      }
    }
  }

  private enum Field: Decodable {
    case number(Double)
    case object([String: Field])
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if (try? container.decode(Bool.self)) != nil {
        self = .other
      } else if let value = try? container.decode(Double.self) {
        self = .number(value)
      } else if let text = try? container.decode(String.self) {
        switch text {
        case "NaN": self = .number(.nan)
        case "Infinity": self = .number(.infinity)
        case "-Infinity": self = .number(-.infinity)
        default: self = .other
        }
      } else if let inner = try? container.decode([String: Field].self) {
        self = .object(inner)
      } else {
        self = .other
      }
    }
  }
}
