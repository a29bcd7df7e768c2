import Search
import Testing

/// One fault of a sweep file hides no other, and none is reported twice.
@Suite struct AllFaultsTests {
  private func errors(_ yaml: String) -> [String] {
    do {
      _ = try SweepFile.parse(text: yaml, fileName: "s")
      return []
    } catch {
      return error.diagnostics.filter { $0.severity == .error }.map(\.description)
    }
  }

  @Test func duplicateKeysHideNothing() {
    let found = errors(
      """
      method: grdi
      parameters:
        'a': {values: []}
        b: {min: 1, max: 2, min: 3}
        a: {min: 2, max: 1}
        c: {vlue: 1}
        a: {min: .nan, max: 5}
      ---
      seed: 1
      "seed": x
      """)
    #expect(
      found == [
        "s:1:9: error: method: unknown method 'grdi'; allowed: grid, random, bayes; did you mean 'grid'?",
        "s:3:3: error: parameters.a: the key 'a' stands 3 times, at lines 3, 5 and 7; allowed: each key once",
        "s:4:6: error: parameters.b: min 3 is not below max 2; allowed: min < max",
        "s:4:7: error: parameters.b.min: the key 'min' stands twice, on line 4 at columns 7 and 23; "
          + "allowed: each key once",
        "s:6:7: error: parameters.c.vlue: unknown key 'vlue'; allowed: value, values, probabilities, distribution, "
          + "min, max, q, mu, sigma, a, b, parameters; did you mean 'value'?",
        "s:7:12: error: parameters.a.min: '.nan' is not a finite number; allowed: finite numbers",
        "s:9:1: error: seed: the key 'seed' stands twice, at lines 9 and 10; allowed: each key once",
        "s:10:9: error: seed: the seed is x; allowed: integers from 0",
      ], "\(found.joined(separator: "\n"))")
  }

  /// Keys that the reader does not write anew: an anchor before the name.
  @Test func unusualDuplicateKeysAreRefusedToo() {
    let found = errors("method: grid\nparameters:\n  &x a: {value: 1}\n  a: {value: 2}\n")
    #expect(found.count == 1 && found[0].contains("s:3:3: error: the key 'a' stands more than once"), "\(found)")
  }

  @Test func everyExpressionThatFailsIsReportedOnce() {
    let found = errors(
      """
      method: grid
      parameters:
        filters: {values: [[4, 8], [6, 16]]}
        rate: {values: [0, 1]}
        broken: {values: []}
        other: {values: [1, 2]}
      ---
      when:
        rate: filters[2] > 1
        other: filters[5] == 3
      constraints:
        - filters[3] < 9
        - rate / 0 > 1
        - 1 / (len(filters) - 2) > 0
        - broken > 3
        - filters[
      """)
    func count(_ place: String) -> Int { found.count { $0.contains(place) } }
    for place in ["s:5:21:", "s:9:9:", "s:10:10:", "s:12:5:", "s:14:5:", "s:16:5:"] {
      #expect(count(place) == 1, "\(place): \(found.joined(separator: "\n"))")
    }
    // Whether 'rate' is active is not known, and 'broken' has no values.
    #expect(found.count == 6, "\(found.joined(separator: "\n"))")
  }

  @Test(arguments: [
    "{min: 0, max: .inf}", "{min: .nan, max: 1.0}", "{values: [1, .inf]}", "{value: .nan}", "{min: !!int x, max: 3}",
    "{values: [1, 2], probabilities: [.nan, 1]}", "{distribution: normal, sigma: .inf}", "{distribution: !!int x}",
  ]) func whatCannotBeReadHasOneError(form: String) {
    let found = errors("method: random\nmetric: {name: loss}\nparameters: {x: \(form)}\n")
    #expect(found.count == 1, "\(found)")
  }

  @Test func settingsThatCannotBeReadHaveOneError() {
    let found = errors(
      "method: random\nrun_cap: .inf\nmetric: {name: loss, target: .nan}\nparameters: {x: {value: 1}}\n"
        + "---\ntimeout_seconds: .inf\nseed: .nan\n")
    #expect(found.count == 4 && found.allSatisfy { $0.contains("not a finite number") }, "\(found)")
  }
}
