import Search
import Testing

/// One line of the acceptance table of the sweep format.
struct AcceptanceRow: CustomTestStringConvertible {
  enum Verdict {
    /// Refused, with one error that contains the text.
    case error(String)
    /// Accepted without a warning.
    case accepted
    /// Accepted, with one warning that contains the text.
    case warning(String)
  }

  var number: Int
  var yaml: String
  var verdict: Verdict
  var check: @Sendable (SweepDefinition) -> Bool = { _ in true }
  var testDescription: String { "\(number): \(yaml.prefix(80))" }

  /// A random sweep over one parameter `x`.
  static func parameter(
    _ number: Int, _ form: String, _ verdict: Verdict, _ expected: Distribution? = nil
  ) -> AcceptanceRow {
    AcceptanceRow(number: number, yaml: "method: random\nparameters:\n  x: \(form)\n", verdict: verdict) { sweep in
      expected == nil || sweep.space["x"]?.distribution == expected
    }
  }

  /// A sweep with top-level lines beside a parameter.
  static func top(
    _ number: Int, _ lines: String, _ verdict: Verdict,
    check: @escaping @Sendable (SweepDefinition) -> Bool = { _ in true }
  ) -> AcceptanceRow {
    let method = lines.contains("method:") ? "" : "method: random\n"
    let parameters = lines.contains("parameters:") ? "" : "parameters: {x: {values: [1, 2]}}\n"
    return AcceptanceRow(number: number, yaml: method + parameters + lines + "\n", verdict: verdict, check: check)
  }

  static func grid(_ number: Int, _ form: String, _ verdict: Verdict, _ points: [ParameterValue]) -> AcceptanceRow {
    AcceptanceRow(number: number, yaml: "method: grid\nparameters:\n  x: \(form)\n", verdict: verdict) { sweep in
      guard let grid = try? GridSampler(space: sweep.space), grid.count == points.count else { return false }
      return (0..<grid.count).allSatisfy { index in
        guard let found = grid.configuration(at: index)["x"] else { return false }
        if let number = found.asDouble, let expected = points[index].asDouble { return abs(number - expected) < 1e-12 }
        return found == points[index]
      }
    }
  }

  static let bayes = "method: bayes\nmetric: {name: loss}\n"

  static let loading: [AcceptanceRow] = [
    parameter(1, "{min: 0, max: 1}", .warning("only 0 and 1"), .integerUniform(min: 0, max: 1)),
    parameter(2, "{min: 0, max: 1.0}", .accepted, .continuous(.uniform(min: 0, max: 1))),
    parameter(2, "{min: 0.0, max: 1}", .accepted, .continuous(.uniform(min: 0, max: 1))),
    parameter(3, "{min: 1e-4, max: 0.1}", .warning("as text"), .continuous(.uniform(min: 1e-4, max: 0.1))),
    parameter(4, "{min: 1, max: 1}", .error("not below")),
    parameter(4, "{min: 2, max: 1}", .error("not below")),
    parameter(4, "{min: 2.0, max: 1.5}", .error("not below")),
    parameter(5, "{min: 0, max: 1.0, distribution: int_uniform}", .error("distribution: uniform")),
    parameter(6, "{min: 0, max: 1, distribution: uniform}", .accepted, .continuous(.uniform(min: 0, max: 1))),
    parameter(7, "{min: 0, max: 10, q: 2}", .error("q_uniform")),
    parameter(8, "{distribution: q_uniform, min: 0, max: 10, q: 0}", .error("above 0")),
    parameter(8, "{distribution: q_uniform, min: 0, max: 10, q: -1}", .error("above 0")),
    parameter(
      9, "{distribution: q_uniform, min: 1, max: 10, q: 4}", .warning("0 lies outside [1.0, 10.0]"),
      .quantized(.uniform(min: 1, max: 10), step: QuantizationStep(4))),
    parameter(10, "{distribution: log_uniform_values, min: 0, max: 1}", .error("cannot start at 0")),
    parameter(10, "{distribution: log_uniform_values, min: -1, max: 1}", .error("cannot start at -1")),
    parameter(
      11, "{distribution: log_uniform, min: -5, max: 0}",
      .error("distribution: log_uniform_values, min: 0.006737946999085467, max: 1.0")),
    parameter(11, "{distribution: q_log_uniform, min: 0, max: 5, q: 2}", .error("q_log_uniform_values")),
    parameter(
      11, "{distribution: inv_log_uniform, min: 0, max: 5}",
      .error("inv_log_uniform_values, min: 0.006737946999085467, max: 1.0")),
    parameter(12, "{values: []}", .error("an empty list")),
    parameter(12, "{values: 3}", .error("must be a list")),
    parameter(
      13, "{values: [null, 1, [1, 2], {a: 1}]}", .accepted, .categorical([.null, 1, [1, 2], .map(["a": 1])])),
    parameter(14, "{values: [1, 2], probabilities: [1]}", .error("1 probabilities for 2 values")),
    parameter(14, "{values: [1, 2], probabilities: [0.5, 0.4]}", .error("sum to 0.9")),
    parameter(14, "{values: [1, 2], probabilities: [1.5, -0.5]}", .error("not a probability")),
    parameter(15, "{values: [1, 2], probabilities: [0.5, 0.500000001]}", .accepted),
    parameter(
      16, "{values: [1, 2], probabilities: [0.5, 0.5], distribution: categorical}", .warning("W&B refuses"),
      .categorical([1, 2], probabilities: [0.5, 0.5])),
    top(17, "method: grid\nparameters: {x: {min: 0.0, max: 1.0}}", .error("grid search cannot list")),
    top(17, "method: grid\nparameters: {x: {values: [1, 2], probabilities: [0.5, 0.5]}}", .error("grid search cannot")),
    top(18, "method: bayes", .error("needs a metric")),
    top(19, bayes + "parameters: {x: {value: 1}}", .error("not constant")),
    top(20, bayes + "parameters: {x: {values: [1, 2], probabilities: [0.5, 0.5]}}", .warning("W&B's bayes fails")),
    top(21, bayes + "parameters: {x: {values: [true, false]}}", .accepted) { sweep in
      sweep.space.encode(["x": true]) != sweep.space.encode(["x": false])
    },
    top(22, "paramters: {}", .error("did you mean 'parameters'?")),
    top(22, "method: Bayes", .error("did you mean 'bayes'?")),
    top(23, "metric: {name: loss, goal: minimise}", .error("did you mean 'minimize'?")),
    top(24, "metric: {name: loss, impute_while_running: false}", .warning("boolean")),
    top(24, "metric: {name: loss, impute_while_running: \"false\"}", .accepted),
    top(25, "metric: {name: loss}\nearly_terminate: hyperband", .error("must be a mapping")),
    top(26, "metric: {name: loss}\nearly_terminate: {type: hyperband, max_iter: 27}", .error("needs 's'")),
    top(26, "metric: {name: loss}\nearly_terminate: {type: hyperband, s: 2}", .error("no bands")),
    top(26, "metric: {name: loss}\nearly_terminate: {type: hyperband}", .error("no bands")),
    top(27, "metric: {name: loss}\nearly_terminate: {type: hyperband, max_iter: 27, min_iter: 4}", .error("needs 's'")),
    top(27, "metric: {name: loss}\nearly_terminate: {type: hyperband, max_iter: 10, s: 2.5}", .error("'s' is 2.5")),
    top(28, "early_terminate: {type: hyperband, min_iter: 3}", .error("needs a metric")),
    top(29, "metric: {name: loss}\nearly_terminate: {type: hyperband, min_iter: 0}", .error("integers from 1")),
    top(29, "metric: {name: loss}\nearly_terminate: {type: hyperband, min_iter: 1.5}", .error("integers from 1")),
    top(29, "metric: {name: loss}\nearly_terminate: {type: hyperband, min_iter: 1, eta: 1}", .error("above 1")),
    top(29, "metric: {name: loss}\nearly_terminate: {type: hyperband, max_iter: 2, s: 2}", .error("no band")),
    top(30, "run_cap: 0", .error("integers from 1")),
    top(30, "run_cap: -1", .error("integers from 1")),
    top(30, "run_cap: 1.5", .error("integers from 1")),
    top(30, "run_cap: \"5\"", .error("the text '5'")),
    top(30, "run_cap: 1.0", .accepted) { $0.runCap == 1 },
    top(31, "command: \"python x.py\"", .error("must be a list")),
    top(32, "parameters: {a b: {value: 1}}", .error("cannot be used")),
    top(32, "parameters: {1a: {value: 1}}", .error("cannot be used")),
    top(32, "parameters: {é: {value: 1}}", .error("cannot be used")),
    top(32, "parameters: {a/b: {value: 1}}", .error("cannot be used")),
    top(32, "parameters: {a.b-c: {value: 1}}", .accepted),
    top(33, "parameters: {g: {parameters: {x: {min: 5, max: 3}}}}", .error("parameters.g.parameters.x: min 5")),
    top(
      34, "parameters: {g: {parameters: {x: {distribution: log_uniform, min: -5, max: 0}}}}", .error("deprecated")),
    grid(35, "{values: [1, 1.0, 2]}", .warning("repeats 1"), [1.0, 2]),
    grid(36, "{values: [1, true]}", .accepted, [1, true]),
    grid(36, "{values: [1, \"1\"]}", .accepted, [1, "1"]),
    grid(
      37, "{distribution: q_uniform, min: 0, max: 1, q: 0.25}", .warning("max is excluded"), [0, 0.25, 0.5, 0.75]),
    grid(
      37, "{distribution: q_uniform, min: 0.1, max: 0.4, q: 0.1}", .warning("max is included by rounding"),
      [0.1, 0.2, 0.3, 0.4]),
    top(
      38, "method: grid\nparameters: {b: {value: 1}, g: {parameters: {y: {values: [1, 2]}, B: {values: [3, 4]}}}}",
      .accepted
    ) { sweep in
      let points = try? sweep.firstPoints(9, seed: 1)
      return points?.map(\.jsonText) == [
        #"{"b":1,"g.B":3,"g.y":1}"#, #"{"b":1,"g.B":3,"g.y":2}"#, #"{"b":1,"g.B":4,"g.y":1}"#,
        #"{"b":1,"g.B":4,"g.y":2}"#,
      ]
    },
    top(41, "parameters: {x: {values: [1, 2, 3]}, y: {values: [true, false]}}", .accepted) { sweep in
      guard let points = try? sweep.firstPoints(50, seed: 3) else { return false }
      return points.count == 6 && Set(points.map(\.canonicalKey)).count == 6
    },
    parameter(40, "{distribution: normal, sigma: 0}", .error("above 0")),
    parameter(40, "{min: .nan, max: 1.0}", .error("not a finite number")),
    parameter(40, "{min: 0.0, max: .inf}", .error("not a finite number")),
    parameter(40, "{distribution: beta, a: 0}", .error("above 0")),
    top(43, "method: bayes\nmetrics: [{name: a}, {name: b}]", .error("requires `method: custom`")),
    top(
      44, "metric: {name: l}\nscheduler: {engine: wandb}\nearly_terminate: {type: hyperband, min_iter: 1}",
      .error("cannot stand beside")),
    top(44, "scheduler: {engine: wandb}\ncontroller: {type: local}", .error("cannot stand beside")),
  ]

  /// Row 45: files that are read here but not by W&B are refused in strict mode.
  static let strict: [AcceptanceRow] = [
    parameter(3, "{min: 1e-4, max: 0.1}", .error("as text")),
    parameter(16, "{values: [1, 2], probabilities: [0.5, 0.5], distribution: categorical}", .error("W&B refuses")),
    top(20, bayes + "parameters: {x: {values: [1, 2], probabilities: [0.5, 0.5]}}", .error("W&B's bayes fails")),
    top(24, "metric: {name: loss, impute_while_running: false}", .error("boolean")),
    parameter(1, "{min: 0, max: 1}", .warning("only 0 and 1")),
    parameter(11, "{distribution: log_uniform, min: -5, max: 0}", .error("deprecated")),
    top(33, "parameters: {g: {parameters: {x: {min: 5, max: 3}}}}", .error("not below")),
    parameter(13, "{values: [null, 1]}", .accepted),
    parameter(3, "{value: 2020-01-01}", .error("reads '2020-01-01' as a date")),
    parameter(3, "{value: -.5}", .error("write it as -0.5")),
    parameter(3, "{value: 1:30.5}", .warning("base 60 as 90.5"), .constant(90.5)),
    top(22, "---\nseed: 3", .error("files of one document")),
  ]
}

@Suite struct SweepAcceptanceTests {
  @Test(arguments: AcceptanceRow.loading) func loading(row: AcceptanceRow) { check(row, options: .init()) }

  @Test(arguments: AcceptanceRow.strict) func strictMode(row: AcceptanceRow) {
    check(row, options: .init(strictWandb: true))
  }

  private func check(_ row: AcceptanceRow, options: SweepFile.Options) {
    do {
      let sweep = try SweepFile.parse(text: row.yaml, fileName: "sweep.yaml", options: options)
      let warnings = sweep.diagnostics.filter { $0.severity == .warning }.map(\.description)
      switch row.verdict {
      case .error(let text): Issue.record("accepted, but should say '\(text)'")
      case .accepted: #expect(warnings.isEmpty)
      case .warning(let text): #expect(warnings.contains { $0.contains(text) }, "\(warnings)")
      }
      #expect(row.check(sweep))
    } catch {
      guard case .error(let text) = row.verdict else {
        Issue.record("refused: \(error)")
        return
      }
      let errors = error.diagnostics.filter { $0.severity == .error }
      #expect(errors.contains { $0.description.contains(text) }, "\(error)")
    }
  }

  @Test func deprecatedDistributionsAreTakenOnRequest() throws {
    let yaml = "method: random\nparameters: {x: {distribution: log_uniform, min: -9, max: -2}}"
    let sweep = try SweepFile.parse(text: yaml, fileName: "s", options: .init(allowDeprecated: true))
    #expect(sweep.space["x"]?.distribution.name == "log_uniform_values")
  }
}
