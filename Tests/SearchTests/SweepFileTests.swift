import Testing

@testable import Search

@Suite struct SweepFileTests {
  @Test func aWholeFile() throws {
    let sweep = try SweepFile.parse(
      text: """
        name: lenet
        description: first try
        program: train.py
        method: bayes
        metric: {name: val_accuracy, goal: maximize, target: 0.995, impute: latest}
        run_cap: 30
        early_terminate: {type: hyperband, min_iter: 3, eta: 2, strict: false}
        parameters:
          learning_rate: {distribution: log_uniform_values, min: 0.0001, max: 0.1}
          batch_size: {values: [16, 32, 64]}
          epochs: {value: 10}
          opt:
            parameters:
              beta: {min: 0.1, max: 0.9}
              Adam: {values: [on, off]}
        ---
        seed: 7
        family: lenet5
        """, fileName: "sweep.yaml")
    #expect(sweep.name == "lenet" && sweep.description == "first try" && sweep.method == .bayes)
    #expect(sweep.metric == SweepMetric(name: "val_accuracy", goal: .maximize, target: 0.995, impute: .latest))
    #expect(sweep.runCap == 30 && sweep.settings == StudySettings(seed: 7, family: "lenet5"))
    #expect(
      sweep.earlyTermination == .hyperband(HyperbandSettings(ladder: .from(3), eta: 2, isStrict: false)))
    #expect(sweep.space.parameters.map(\.name) == ["batch_size", "epochs", "learning_rate", "opt.Adam", "opt.beta"])
    #expect(sweep.space["opt.Adam"]?.distribution == .categorical([true, false]))
    #expect(sweep.metadata["program"] == "train.py")
  }

  @Test func allFaultsAreReportedAtOnceWithPlaces() {
    let text = """
      method: bayess
      metric:
        nmae: loss
      parameters:
        a: {min: 3, max: 1}
        b:
          distribution: unifrom
          min: 0
          max: 1
        c: 3
      ---
      sead: 4
      """
    let error = #expect(throws: SweepFileError.self) { try SweepFile.parse(text: text, fileName: "s.yaml") }
    let lines = (error?.diagnostics ?? []).map(\.description)
    let expected = [
      "s.yaml:1:9: error: method: unknown method 'bayess'; allowed: grid, random, bayes; did you mean 'bayes'?",
      "s.yaml:3:3: error: metric: the metric needs a name; allowed: a name that trials report",
      "s.yaml:3:3: error: metric.nmae: unknown key 'nmae'; allowed: name, goal, target, impute, impute_while_running; "
        + "did you mean 'name'?",
      "s.yaml:5:6: error: parameters.a: min 3 is not below max 1; allowed: min < max",
      "s.yaml:10:6: error: parameters.c: a parameter must be a mapping, got integer; allowed: for example {value: 3}",
      "s.yaml:12:1: error: sead: unknown key 'sead'; allowed: constraints, early_termination, family, lag, "
        + "reduction, replicates, sampler, seed, timeout_seconds, when; did you mean 'seed'?",
    ]
    for line in expected { #expect(lines.contains(line), "\(lines)") }
    let unknown = "s.yaml:7:19: error: parameters.b.distribution: unknown distribution 'unifrom'"
    #expect(lines.contains { $0.hasPrefix(unknown) && $0.hasSuffix("did you mean 'uniform'?") })
    #expect(lines.count == 7)
  }

  @Test(arguments: [
    ("{name: val_accuracy}", true), ("{name: test.Acc}", true), ("{name: val_accuracy, goal: minimize}", false),
    ("{name: val_accuracy, goal: maximize}", false), ("{name: val_loss}", false),
  ])
  func anAccuracyWithoutAGoalIsAskedAbout(metric: String, isWarned: Bool) throws {
    let sweep = try SweepFile.parse(
      text: "method: random\nmetric: \(metric)\nparameters: {a: {values: [1, 2]}}\n", fileName: "s")
    let warnings = sweep.diagnostics.filter { $0.severity == .warning && $0.keyPath == "metric" }.map(\.problem)
    #expect(warnings.contains { $0.contains("default is minimize") && $0.contains("goal: maximize") } == isWarned)
    #expect(sweep.metric?.goal == (metric.contains("maximize") ? .maximize : .minimize))
  }

  static let malformed: [(yaml: String, message: String)] = [
    ("method: [grid\nparameters: x", "s:2:11: error: malformed YAML"),
    ("method: grid\n\tparameters: {}", "s:2:1: error: malformed YAML"),
    ("", "the file is empty"),
    ("- a\n- b", "expected a mapping, got list"),
    (
      "method: grid\nparameters:\n  a: {value: 1}\n  b: {value: 1}\n  a: {value: 2}",
      "'a' stands twice, at lines 3 and 5"
    ),
    ("method: grid\nparameters: {a: {value: !!float x}}", "cannot be read as !!float"),
    ("method: grid\nparameters: {a: {value: !mine x}}", "is not supported"),
    ("method: grid\nparameters: {a: *nowhere}", "undefined alias"),
    ("method: grid\nparameters: {a.b: {value: 1}, a: {parameters: {b: {value: 1}}}}", "already taken"),
    ("method: grid\nparameters: {a: {value: 1}}\n---\n{}\n---\n{}", "third document"),
    ("method: grid\nparameters: {a: {vlaues: [1]}}", "did you mean 'values'?"),
    ("method: grid\nparameters: {a: {}}", "the parameter is empty"),
    ("method: grid\nparameters: {a: {mu: 0, sigma: 1}}", "add distribution: normal"),
    ("method: grid\nparameters: {a: {min: 1}}", "stands alone"),
  ]

  @Test(arguments: malformed)
  func unusableFilesGiveClearErrors(yaml: String, message: String) {
    let error = #expect(throws: SweepFileError.self) { try SweepFile.parse(text: yaml, fileName: "s") }
    #expect(error?.description.contains(message) ?? false, "\(error?.description ?? "")")
  }

  /// A command line writes "Error:" before the text, which a warning must not follow.
  @Test func errorsStandBeforeWarnings() throws {
    let text = "method: grid\nmetric: {name: val_accuracy}\nparameters: {a: {min: 3, max: 1}}\n"
    let error = #expect(throws: SweepFileError.self) { try SweepFile.parse(text: text, fileName: "s") }
    #expect(error?.diagnostics.map(\.severity) == [.warning, .error])
    let lines = (error?.description ?? "").split(separator: "\n")
    #expect(lines.count == 2 && lines[0].hasPrefix("s:3:") && lines[0].contains(": error: "), "\(lines)")
    #expect(lines[1].hasPrefix("s:2:") && lines[1].contains(": warning: "), "\(lines)")
  }

  @Test func theSecondDocumentNamesASampler() throws {
    func sampler(_ method: String, _ name: String?) throws -> SamplerName {
      let settings = name.map { "---\nsampler: \($0)\n" } ?? ""
      return try SweepFile.parse(
        text: "method: \(method)\nmetric: {name: val_loss}\nparameters: {a: {values: [1, 2]}}\n" + settings,
        fileName: "s"
      ).sampler
    }
    #expect(try sampler("grid", nil) == .grid && sampler("random", nil) == .random && sampler("bayes", nil) == .gp)
    for name in SamplerName.allCases { #expect(try sampler(name.method.rawValue, name.rawValue) == name) }
    for (method, name, message) in [
      ("random", "tpe", "sampler 'tpe' needs method 'bayes', not 'random'"),
      ("bayes", "sobol", "allowed: tpe, gp with method 'bayes'"), ("bayes", "tpee", "unknown sampler 'tpee'"),
    ] {
      let error = #expect(throws: SweepFileError.self) { try sampler(method, name) }
      #expect(error?.description.contains(message) ?? false, "\(error?.description ?? "")")
    }
  }

  /// A study of ten trials spends three of them on start-up, not all.
  @Test func shortStudiesHaveFewStartUpTrials() throws {
    let space = SearchSpace([Parameter("x", .continuous(.uniform(min: 0, max: 1)))])
    for (budget, count) in [(nil, 12), (10, 3), (4, 2), (60, 12), (1, 2)] as [(Int?, Int)] {
      let sampler = try GaussianProcessSampler(space: space, goal: .minimize, seed: 0, trialBudget: budget)
      #expect(sampler.startUpTrials == count)
    }
  }

  static let scalars: [(text: String, value: ParameterValue, remark: String?)] = [
    ("1e-4", 1e-4, "as text"), ("1E5", 1e5, "as text"), ("1.0e4", 1e4, "as text"), ("1.0e-4", 1e-4, nil),
    ("1.e-4", 1e-4, nil), (".5", 0.5, nil), ("5.", 5.0, nil), ("+1", 1, nil), ("-3", -3, nil),
    ("!!float 1e-4", 1e-4, nil),
    ("!!float 1", 1.0, nil), ("1_000", 1000, nil), ("0x10", 16, nil), ("0b11", 3, nil), ("010", 8, "octal"),
    ("08", "08", "text"), ("1:30", 90, "base 60"), ("-1:30.5", -90.5, "base 60"),
    ("2020-01-01", "2020-01-01", "as a date"), ("2020-1-1", "2020-1-1", nil), ("-.5", -0.5, "as text"),
    ("yes", true, "true"), ("Off", false, "false"), ("true", true, nil),
    ("y", "y", nil), ("n", "n", nil), ("~", .null, nil), ("null", .null, nil), ("", .null, nil), ("\"1\"", "1", nil),
    ("'yes'", "yes", nil), ("!!str 1", "1", nil), ("adam", "adam", nil), ("1e", "1e", nil), (".", ".", nil),
    ("1-2", "1-2", nil),
    ("0", 0, nil), ("-0.0", -0.0, nil), ("99999999999999999999", 1e20, nil),
  ]

  @Test(arguments: scalars)
  func scalarsAreReadAsDocumented(text: String, value: ParameterValue, remark: String?) throws {
    let sweep = try SweepFile.parse(
      text: "method: random\nparameters:\n  x:\n    value: \(text)\n", fileName: "s")
    #expect(sweep.space["x"]?.distribution == .constant(value))
    let remarks = sweep.diagnostics.filter { $0.keyPath == "parameters.x.value" }.map(\.problem)
    if let remark { #expect(remarks.contains { $0.contains(remark) }) } else { #expect(remarks.isEmpty) }
  }

  @Test func anchorsAndMergeKeys() throws {
    let sweep = try SweepFile.parse(
      text: """
        method: random
        parameters:
          a: &range {min: 0.0, max: 1.0}
          b: *range
          c: {<<: *range, max: 2.0}
        """, fileName: "s")
    #expect(sweep.space["b"]?.distribution == .continuous(.uniform(min: 0, max: 1)))
    #expect(sweep.space["c"]?.distribution == .continuous(.uniform(min: 0, max: 2)))
  }

  static let bands: [(HyperbandSettings, [Int])] = [
    (HyperbandSettings(ladder: .from(3)), [3, 9, 27, 81]),
    (HyperbandSettings(ladder: .from(3), eta: 2), [3, 6, 12, 24, 48, 96]),
    (HyperbandSettings(ladder: .from(1), eta: 1.5), [1, 1, 2, 3, 5, 7, 11, 17, 25, 38, 57, 86]),
    (HyperbandSettings(ladder: .below(27, count: 2)), [3, 9]),
    (HyperbandSettings(ladder: .below(27, count: 10)), [1, 3, 9]),
    (HyperbandSettings(ladder: .below(100, count: 3)), [3, 11, 33]),
    (HyperbandSettings(ladder: .below(15, count: 2)), [1, 5]),
    (HyperbandSettings(ladder: .below(18, count: 2)), [2, 6]),
    (HyperbandSettings(ladder: .below(81, count: 3)), [3, 9, 27]),
    (HyperbandSettings(ladder: .below(5, count: 2), eta: 2), [1, 2]),
    (HyperbandSettings(ladder: .below(2, count: 2)), []),
  ]

  @Test(arguments: bands) func bandsAreThoseOfWandb(settings: HyperbandSettings, expected: [Int]) {
    #expect(settings.bands(upTo: 100) == expected)
  }
}
