import Statistics

/// One component's column of a table of runs.
struct ComponentColumn {
  let name: String
  /// The form in each row; `on` and `off` however they were written.
  let values: [String]
  /// The distinct forms, a form that says "without" first, then in the order of the rows.
  let forms: [String]
  let emptyCell: CSVText.Cell?

  private static let on = ["on", "true", "1", "yes"]
  private static let off = ["off", "false", "0", "no"]

  init(_ name: String, cells: [CSVText.Cell]) {
    self.name = name
    emptyCell = cells.first(where: \.text.isEmpty)
    let isSwitch = cells.allSatisfy { (Self.on + Self.off).contains($0.text.lowercased()) }
    values = cells.map { cell in
      isSwitch ? (Self.on.contains(cell.text.lowercased()) ? "on" : "off") : cell.text
    }
    var forms: [String] = []
    for value in values where !forms.contains(value) { forms.append(value) }
    let bare = forms.first { ["off", "none", "without"].contains($0.lowercased()) }
    self.forms = (bare.map { [$0] } ?? []) + forms.filter { $0 != bare }
  }

  /// The component as a factor: the bare form first, which is never the full model's.
  func factor(fullForm: String?) -> Factor {
    var levels = forms
    if let fullForm, levels[0] == fullForm { levels.swapAt(0, 1) }
    return Factor(name: name, levels: levels, fullLevel: fullForm.flatMap { levels.firstIndex(of: $0) })
  }

  /// Names for arms from their components: `full`, `bare`, `no dropout`, `only dropout`, else what is on, or every form.
  static func armNames(_ components: [ComponentColumn], rows: Int) -> [String] {
    (0..<rows).map { row in
      let areSwitches = components.allSatisfy { $0.forms == ["off", "on"] }
      guard areSwitches else { return components.map { "\($0.name)=\($0.values[row])" }.joined(separator: " ") }
      let on = components.filter { $0.values[row] == "on" }.map { $0.name.replacing("_", with: " ") }
      let off = components.filter { $0.values[row] == "off" }.map { $0.name.replacing("_", with: " ") }
      if off.isEmpty { return "full" }
      if on.isEmpty { return "bare" }
      return off.count == 1 ? "no \(off[0])" : on.count == 1 ? "only \(on[0])" : on.joined(separator: " + ")
    }
  }
}
