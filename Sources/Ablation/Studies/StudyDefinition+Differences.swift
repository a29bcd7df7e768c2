import Search

extension StudyDefinition {
  /// A field in which two definitions of the same study disagree.
  public struct Difference: Hashable, Sendable {
    /// The field's name; an entry of ``StudyDefinition/fields`` goes by its key.
    public let field: String
    /// The value in the stored definition; `nil` where it has none.
    public let stored: String?
    /// The value in the definition asked for; `nil` where it has none.
    public let requested: String?

    /// Describes a disagreement.
    public init(field: String, stored: String?, requested: String?) {
      self.field = field
      self.stored = stored
      self.requested = requested
    }
  }

  /// The fields in which `requested` disagrees with this stored definition, the named ones first, then by key.
  public func differences(from requested: StudyDefinition) -> [Difference] {
    let stored = entries
    let other = requested.entries
    let otherValues = Dictionary(other, uniquingKeysWith: { first, _ in first })
    let storedNames = Set(stored.map(\.0))
    var differences = stored.compactMap { name, value in
      otherValues[name] == value ? nil : Difference(field: name, stored: value, requested: otherValues[name])
    }
    for (name, value) in other where !storedNames.contains(name) {
      differences.append(Difference(field: name, stored: nil, requested: value))
    }
    return differences
  }

  /// A short name of the definition: 32 hexadecimal digits, equal for equal definitions.
  ///
  /// It is the 128-bit FNV-1a hash of every field. It is not cryptographic: whether two definitions agree is decided
  /// by comparing their fields, and the digest merely labels them in tables.
  public var digest: String {
    var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
    for (name, value) in entries {
      // The lengths keep ("a", "bc") and ("ab", "c") apart.
      for byte in "\(name.utf8.count):\(name)=\(value.utf8.count):\(value);".utf8 {
        hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
      }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }

  /// Every field as text, in a fixed order.
  private var entries: [(String, String)] {
    var entries = [
      ("name", name), ("family", family), ("method", method), ("metric", metric), ("goal", goal.rawValue),
      ("trialBudget", trialBudget.map(String.init) ?? "none"), ("lag", String(lag)), ("seed", String(seed)),
    ]
    for key in fields.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      entries.append(("fields.\(key)", fields[key, default: ""]))
    }
    return entries
  }
}
