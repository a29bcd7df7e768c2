import Foundation
import TestSupport
import Testing

/// What bad input gets: one clear message, a status other than zero, and nothing left behind.
@Suite struct MessageTests {
  struct Case: CustomStringConvertible, Sendable {
    var name: String
    var arguments: [String]
    var status: Int32
    /// Parts of the message, in any order.
    var says: [String]
    var sweep: String?
    var description: String { name }
  }

  static let head = "method: random\nmetric: {name: val_accuracy, goal: maximize}\nparameters:\n"

  static let cases: [Case] = [
    Case(name: "nothing to run", arguments: ["run"], status: 64, says: ["--all", "sweep files"]),
    Case(name: "both", arguments: ["run", "--all", "x.yaml"], status: 64, says: ["either --all or sweep files"]),
    Case(
      name: "unknown family", arguments: ["run", "--all", "--family", "resnet"], status: 64,
      says: ["resnet", "lenet5", "padocanet"]),
    Case(name: "unknown method", arguments: ["run", "--all", "--method", "tpe"], status: 64, says: ["tpe", "bayes"]),
    Case(name: "no workers", arguments: ["run", "--all", "--jobs", "0"], status: 64, says: ["--jobs 0"]),
    Case(
      name: "no threads", arguments: ["run", "--all", "--threads", "0"], status: 64, says: ["--threads 0", "1 to 4"]),
    Case(
      name: "more threads than slots", arguments: ["run", "--all", "--threads", "5"], status: 64,
      says: ["--threads 5", "1 to 4", "--jobs"]),
    Case(
      name: "missing sweep", arguments: ["run", "nowhere.yaml"], status: 1, says: ["nowhere.yaml", "--sweeps"]),
    Case(
      name: "missing settings", arguments: ["run", "SWEEP", "--settings", "nofile.yaml"], status: 1,
      says: ["the settings file 'nofile.yaml' cannot be read: there is no such file"],
      sweep: head + "  epochs: {value: 1}\n"),
    Case(
      name: "every bad value", arguments: ["run", "SWEEP", "--family", "lenet5"], status: 1,
      says: [
        ":4:33: error: parameters.activation.values[1]: 'activation' cannot be 'tahn'", "did you mean 'tanh'?",
        ":4:39: error: parameters.activation.values[2]: 'activation' cannot be 'swish'",
        ":5:22: error: parameters.optimizer.value: 'optimizer' cannot be 'adamm'", "did you mean 'adam'?",
        ":6:24: note: parameters.pooling.values[1]: max means the same as 1",
        ":7:33: error: parameters.padding.values[1]: 'padding' cannot be 'valid,smae'", "did you mean 'same'?",
      ],
      sweep: head + "  activation: {values: [relu, tahn, swish]}\n  optimizer: {value: adamm}\n"
        + "  pooling: {values: [1, max]}\n  padding: {values: [[same], [valid, smae]]}\n"),
    Case(
      name: "missing data", arguments: ["run", "SWEEP", "--data", "/nowhere"], status: 1, says: ["/nowhere"],
      sweep: head + "  epochs: {value: 1}\n---\nfamily: lenet5\n"),
    Case(
      name: "malformed YAML", arguments: ["run", "SWEEP"], status: 1, says: ["study.yaml:", "malformed YAML"],
      sweep: "method: random\nparameters:\n  a: {values: [1, 2\n"),
    Case(
      name: "no family", arguments: ["run", "SWEEP"], status: 1, says: ["no family to train", "--family"],
      sweep: head + "  epochs: {value: 1}\n"),
    Case(
      name: "unknown parameter", arguments: ["run", "SWEEP", "--family", "lenet5"], status: 1,
      says: ["parameters.filtres", "did you mean 'filters'"], sweep: head + "  filtres: {values: [4, 6]}\n"),
    Case(
      name: "bad value", arguments: ["run", "SWEEP", "--family", "lenet5"], status: 1,
      says: ["'activation' cannot be 'swish'", "tanh, relu"], sweep: head + "  activation: {values: [tanh, swish]}\n"),
    Case(
      name: "two faults", arguments: ["run", "SWEEP", "--family", "lenet5"], status: 1,
      says: ["parameters.epoch", "'dropout' cannot be '1.5'"],
      sweep: head + "  epoch: {value: 3}\n  dropout: {values: [0.5, 1.5]}\n"),
    Case(
      name: "unknown metric", arguments: ["run", "SWEEP", "--family", "lenet5"], status: 1,
      says: ["'auc' is not reported", "val_accuracy"],
      sweep: "method: random\nmetric: {name: auc}\nparameters:\n  epochs: {value: 1}\n"),
    Case(
      name: "early termination", arguments: ["run", "SWEEP", "--family", "lenet5"], status: 1,
      says: ["no band: max_iter divided by eta is below 1"],
      sweep: head + "  epochs: {value: 1}\nearly_terminate: {type: hyperband, max_iter: 2, s: 1}\n"),
    Case(
      name: "unwritable output", arguments: ["run", "SWEEP", "--output", "/proc/run"], status: 1,
      says: ["cannot write to '/proc/run'", "--output"], sweep: head + "  epochs: {value: 1}\n---\nfamily: lenet5\n"),
    Case(
      name: "two names of a parameter", arguments: ["run", "SWEEP", "--family", "lenet5"], status: 1,
      says: ["'learn_rate' and 'learning_rate' are two names"],
      sweep: head + "  learn_rate: {values: [0.1, 0.2]}\n  learning_rate: {value: 0.3}\n"),
    Case(
      name: "the same file twice", arguments: ["run", "SWEEP", "SWEEP"], status: 1,
      says: ["another sweep of this run is called 'study'"], sweep: head + "  epochs: {value: 1}\n---\nfamily: lenet5\n"
    ),
    Case(
      name: "two seeds", arguments: ["run", "SWEEP", "--seed", "2"], status: 1,
      says: ["asks for seed 5", "--seed is 2"],
      sweep: head + "  epochs: {value: 1}\n---\nfamily: lenet5\nseed: 5\n"),
    Case(name: "a folder as a sweep", arguments: ["run", "sweeps"], status: 1, says: ["'sweeps' is a folder"]),
    Case(
      name: "a setting twice", arguments: ["model", "lenet5", "lr=0.1", "learning_rate=0.2"], status: 64,
      says: ["two names of the same parameter"]),
    Case(
      name: "several bad settings", arguments: ["model", "lenet5", "foo=1", "kernel_size=99"], status: 64,
      says: ["unknown parameter 'foo'", "'kernel_size' cannot be '99'"]),
    Case(name: "an empty element", arguments: ["model", "lenet5", "filters=6,,16"], status: 64, says: ["'filters'"]),
    Case(
      name: "an enormous image", arguments: ["model", "lenet5", "--image-size", "4000000000"], status: 64,
      says: ["--image-size 4000000000"]),
    Case(name: "no run", arguments: ["resume", "/tmp"], status: 1, says: ["'/tmp' holds no run"]),
    Case(name: "unknown setting", arguments: ["model", "lenet5", "kernel_sise=3"], status: 64, says: ["kernel_size"]),
    Case(name: "no setting", arguments: ["model", "lenet5", "kernel"], status: 64, says: ["key=value"]),
    Case(
      name: "infeasible model", arguments: ["model", "lenet5", "conv_layer=3", "padding=valid"], status: 1,
      says: ["conv3", "does not fit"]),
  ]

  @Test(arguments: cases)
  func badInputGetsOneClearMessage(_ test: Case) throws {
    let folder = try TemporaryFolder()
    var arguments = test.arguments
    if let sweep = test.sweep {
      let path = try folder.write(sweep, to: "study.yaml")
      arguments = arguments.map { $0 == "SWEEP" ? path : $0 }
    }
    if arguments.first == "run", !arguments.contains("--output") {
      arguments += ["--output", folder.url.appending(path: "run").path]
    }
    let outcome = try Program.ablation.run(arguments)
    #expect(outcome.status == test.status, "\(outcome.errors)")
    for part in test.says { #expect(outcome.errors.contains(part), "'\(part)' is not in: \(outcome.errors)") }
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "run").path))
  }

  @Test func aSweepFilesNameMustNotLie() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(
      "method: random\nmetric: {name: val_accuracy, goal: maximize}\nparameters: {epochs: {value: 1}}\n",
      to: "padocanet-grid.yaml")
    let outcome = try Program.ablation.run([
      "run", "--all", "--family", "padocanet", "--method", "grid", "--sweeps", folder.url.path, "--output",
      folder.url.appending(path: "run").path,
    ])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("says padocanet, random, but its name promises padocanet, grid"))
  }

  @Test func aMissingGnuplotIsFoundOutBeforeTraining() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.ablation.run(
      ["run", "--all", "--budget", "quick", "--output", folder.url.appending(path: "run").path],
      environment: ["PATH": folder.url.path])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("sudo apt-get install gnuplot-nox"))
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "run").path))
  }

  @Test func theModelTableCountsWhatThePaperCounts() throws {
    let outcome = try Program.ablation.run(["model", "lenet5"])
    #expect(outcome.status == 0)
    // LeNet-5: 61,706 parameters and 416,520 multiply-adds.
    #expect(outcome.output.contains("61706"))
    #expect(outcome.output.contains("416520"))
    #expect(outcome.output.contains("conv2   convolution 16 x 5x5 valid, tanh  16 x 10 x 10"))
  }

  @Test(arguments: [
    ["peak"], ["layers"], ["roofline"], ["train"], ["augment"], ["infer"], ["scale"], ["start"], ["samplers"],
    ["peers", "--python", "x"],
    ["compare", "--baseline", "HEAD"],
  ])
  func benchmarksRefuseADebugBuild(_ command: [String]) throws {
    #if DEBUG
      let outcome = try Program.bench.run(command)
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("debug build"))
    #endif
  }

  static let samplerFaults: [(arguments: [String], says: String)] = [
    (["--problem", "rastrigin"], "no such function; give judged, tuning, branin"), (["--seeds", "0"], "--seeds 0"),
    (["--lag", "101"], "--lag 101"), (["--json", "/nowhere/runs.jsonl"], "the folder /nowhere does not exist"),
    (["--peers", "/nowhere.jsonl"], "/nowhere.jsonl: no such file"), (["--sampler", "grid"], "no grid can list"),
    (["--sampler", "cma"], "tpe"),
  ]

  @Test(arguments: samplerFaults) func samplerBenchmarksNameTheFault(arguments: [String], says: String) throws {
    let outcome = try Program.bench.run(["samplers"] + arguments)
    #expect(outcome.status == 64 && outcome.output.isEmpty)
    #expect(outcome.errors.contains(says), "\(outcome.errors)")
  }
}
