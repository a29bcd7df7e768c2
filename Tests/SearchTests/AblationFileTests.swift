import Testing

@testable import Search

/// Files that describe ablation studies.
@Suite struct AblationFileTests {
  private let words = AblationFile.Words(
    families: ["lenet5", "padocanet"], designs: ["factorial", "leave-one-out"], modes: ["frozen", "retuned", "both"],
    intervals: ["student", "bca-from-15"])

  private func lines(_ text: String) -> [String] {
    do throws(SweepFileError) {
      _ = try AblationFile.parse(text: text, fileName: "a.yaml", words: words)
      return []
    } catch {
      return error.diagnostics.filter { $0.severity == .error }.map(\.description)
    }
  }

  @Test func aFamilysFile() throws {
    let file = try AblationFile.parse(
      text: """
        family: padocanet
        data: fashion-mnist
        components: [batch_norm, dropout]
        design: leave-one-out
        seeds: 12
        seed: 3
        margin: 0.002
        metric: val_loss
        epochs: 4
        images: 5000
        parameters:
          learning_rate: 0.002
          batch_size: {value: 32}
        tuning:
          mode: both
          trials: 5
          parameters:
            learning_rate: {distribution: log_uniform_values, min: 0.0001, max: 0.01}
        """, fileName: "a.yaml", words: words)
    #expect(file.family == "padocanet" && file.data == "fashion-mnist" && file.components == ["batch_norm", "dropout"])
    #expect(file.design == "leave-one-out" && file.seeds == 12 && file.seed == 3 && file.margin == 0.002)
    #expect(file.metric == "val_loss" && file.epochs == 4 && file.images == 5000 && !file.isProgram)
    #expect(file.parameters == ["learning_rate": .double(0.002), "batch_size": .int(32)])
    #expect(file.tuning.mode == "both" && file.tuning.trials == 5)
    #expect(file.tuning.space?.parameters.map(\.name) == ["learning_rate"])
  }

  @Test func aProgramsFile() throws {
    let file = try AblationFile.parse(
      text: """
        program: train.py
        command: ["${env}", python3, "${program}", "${args}", "--seed", "${seed}"]
        components:
          scaling: {on: true, off: false}
          kernel: {on: rbf, off: linear}
        parameters: {C: 2.0}
        metric: {name: accuracy, goal: maximize}
        timeout_seconds: 60
        tuning:
          mode: retuned
          metric: {name: val_accuracy, goal: maximize}
          parameters: {C: {distribution: log_uniform_values, min: 0.1, max: 10.0}}
        """, fileName: "a.yaml", words: words)
    #expect(file.isProgram && file.metric == "accuracy" && file.goal == .maximize)
    #expect(file.switches.map(\.name) == ["scaling", "kernel"])
    #expect(file.switches[1].on == .string("rbf") && file.switches[1].off == .string("linear"))
    let sweep = try #require(file.sweep)
    #expect(sweep.space["C"]?.distribution == .constant(.double(2)))
    #expect(sweep.space["kernel"]?.distribution == .categorical([.string("linear"), .string("rbf")]))
    #expect(sweep.settings.timeoutSeconds == 60 && file.tuning.metric?.name == "val_accuracy")
  }

  @Test func allFaultsAreReportedAtOnceWithPlaces() {
    let found = lines(
      """
      famly: padocanet
      design: factorail
      seeds: none
      margin: 0
      components: batch_norm
      timeout_seconds: 3
      tuning: {mode: retuend, trails: 3}
      """)
    #expect(
      found.map { String($0.prefix { $0 != ";" }) } == [
        "a.yaml:1:1: error: famly: unknown key 'famly'",
        "a.yaml:2:9: error: design: unknown design 'factorail'",
        "a.yaml:3:8: error: seeds: 'seeds' is none",
        "a.yaml:4:9: error: margin: the margin is 0",
        "a.yaml:5:13: error: components: 'components' must be a list of names",
        "a.yaml:6:1: error: timeout_seconds: 'timeout_seconds' is for programs",
        "a.yaml:7:16: error: tuning.mode: unknown tuning.mode 'retuend'",
        "a.yaml:7:25: error: tuning.trails: unknown key 'trails'",
      ])
    #expect(found[0].contains("did you mean 'family'?") && found[1].contains("did you mean 'factorial'?"))
  }

  @Test(arguments: [
    (
      "program: a.py\nfamily: lenet5\n",
      ["'family' is for built-in families", "'components' is missing", "needs a metric"]
    ),
    (
      "program: a.py\nmetric: accuracy\ncomponents: {a: {on: 1, off: 0}}\n", ["needs a metric and its better direction"]
    ),
    (
      "program: a.py\nmetric: {name: m, goal: maximize}\ncomponents: {a: {on: 1}, b: {on: 2, off: 2}}\n",
      ["needs its parameter's value with it and without it", "'b' is 2 with and without it"]
    ),
    (
      "program: a.py\nmetric: {name: m, goal: maximize}\ncomponents: {a: {on: 1, off: 0}}\nparameters: {a: 1}\n",
      ["'a' is a component and a fixed parameter"]
    ),
    (
      "program: a.py\nmetric: {name: m, goal: maximize}\ncomponents: {a: {on: 1, off: 0}}\n"
        + "tuning: {mode: both, parameters: {c: {min: 0.1, max: 1.0}}}\n",
      ["the tuned 'c' has no value for frozen arms"]
    ),
    ("family: lenet5\nfrom: results/x\n", ["'family' and 'from' both"]), ("study: x\n", ["together with 'from'"]),
    ("", ["the file is empty"]), ("- 1\n", ["expected a mapping"]), ("seeds: 3\n---\nseed: 1\n", ["a second document"]),
    ("parameters: {lr: {min: 0.1, max: 1.0}}\n", ["an ablation's parameter is fixed"]),
  ])
  func faultyFiles(_ text: String, _ expected: [String]) {
    let found = lines(text).joined(separator: "\n")
    for part in expected { #expect(found.contains(part), "\(found)") }
  }
}
