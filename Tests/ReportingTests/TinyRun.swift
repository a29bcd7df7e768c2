import Experiments
import Foundation
import Search
import Studies
import Training

@testable import Reporting

/// A run whose store is filled by hand: two studies on twelve images of three classes.
enum TinyRun {
  /// How a run came about; nothing of it may show outside the timings.
  struct Circumstances {
    var isReversed = false
    var worker = "0"
    var seconds = 1.5
  }

  static let randomSweep = """
    method: random
    metric: {name: val_accuracy, goal: maximize}
    parameters:
      epochs: {value: 2}
      dense_units: {values: [[120, 84], [32]]}
      filters: {values: [16, 4]}
      learn_rate: {distribution: log_uniform_values, min: 0.001, max: 0.1}
      batch_normalization: {values: [true, false]}
      activation: {values: [tanh, relu, sigmoid]}
    """

  static let augmentedSweep = """
    method: random
    metric: {name: val_loss, goal: minimize}
    parameters:
      rotation_range: {values: [20, 30]}
    """

  static func begin(
    in folder: URL, studies: [StudyPlan]? = nil, circumstances: Circumstances = Circumstances()
  ) throws -> Run {
    let data = folder.deletingLastPathComponent().appending(path: "tiny")
    try writeImages(to: data)
    let plan = RunPlan(
      seed: 3, budget: Budget(.quick), data: DataPlan(source: try .init(argument: data.path), splitSeed: 3),
      studies: studies ?? [
        StudyPlan(name: "lenet5/random", family: .lenet5, fileName: "lenet5-random.yaml", text: randomSweep),
        StudyPlan(
          name: "lenet5_augmented/random", family: .lenet5Augmented, fileName: "augmented.yaml", text: augmentedSweep),
      ])
    let run = try Run.begin(plan, in: folder, metadata: ["command": "ablation run --all"])
    for study in run.studies { try run.store.register(study.definition) }
    return run
  }

  /// A run with trials of every kind, confirmations and mistakes.
  static func filled(in folder: URL, circumstances: Circumstances = Circumstances()) throws -> Run {
    let run = try begin(in: folder, circumstances: circumstances)
    let timing = TrialTiming(
      durationSeconds: circumstances.seconds, imagesPerSecond: 1_000, worker: circumstances.worker)
    let saved = circumstances.isReversed ? Array(trials.reversed()) : trials
    for trial in saved { try run.store.save(trial, ofStudy: "lenet5/random", timing: timing) }
    try run.store.save(
      complete(0, accuracy: 0.75, loss: 0.5, ["rotation_range": 20], value: 0.5), ofStudy: "lenet5_augmented/random",
      timing: timing)
    let replicates = circumstances.isReversed ? [1, 0] : [0, 1]
    for replicate in replicates {
      try run.store.recordTestOpening(
        study: "lenet5/random", configuration: trials[1].configuration, replicate: replicate, purpose: "confirmation")
      try run.store.save(confirmation(replicate), ofStudy: "lenet5/random", timing: timing)
    }
    try run.store.setMetadata(mistakes, forKey: Run.mistakesKey("lenet5/random"))
    try run.store.setMetadata("abc", forKey: Run.testDigestKey)
    return run
  }

  static let trials = [
    complete(0, accuracy: 0.5, loss: 1.25, point(units: [120, 84], filters: 4, rate: 0.001, norm: true, "tanh")),
    complete(1, accuracy: 0.875, loss: 0.25, point(units: [32], filters: 16, rate: 0.01, norm: false, "relu")),
    Trial(
      number: 2, configuration: point(units: [32], filters: 16, rate: 0.1, norm: true, "relu"), seed: 2,
      state: .diverged, detail: "the loss was not finite in epoch 1, step 2",
      epochs: [EpochRecord(epoch: 1, learningRate: 0.1, trainLoss: .nan, trainAccuracy: 0.25)]),
    Trial(
      number: 3, configuration: point(units: [32], filters: 4, rate: 0.02, norm: true, "tanh"), seed: 3,
      state: .infeasible, detail: "the image, 6 x 5, is too small"),
    complete(4, accuracy: 0.75, loss: 0.5, point(units: [120, 84], filters: 16, rate: 0.1, norm: true, "sigmoid")),
    complete(5, accuracy: 0.75, loss: 0.75, point(units: [32], filters: 4, rate: 0.001, norm: false, "tanh")),
  ]

  private static func point(
    units: [Int], filters: Int, rate: Double, norm: Bool, _ activation: String
  ) -> Search.Configuration {
    [
      "epochs": 2, "dense_units": .list(units.map { .int($0) }), "filters": .int(filters), "learn_rate": .double(rate),
      "batch_normalization": .bool(norm), "activation": .string(activation),
    ]
  }

  private static func complete(
    _ number: Int, accuracy: Double, loss: Double, _ configuration: Search.Configuration, value: Double? = nil
  ) -> Trial {
    Trial(
      number: number, configuration: configuration, seed: UInt64(number), state: .complete, value: value ?? accuracy,
      epochs: [
        EpochRecord(
          epoch: 1, learningRate: 0.001, trainLoss: 2, trainAccuracy: 0.25, validationLoss: loss,
          validationAccuracy: accuracy)
      ], bestEpoch: 1, attempts: 1, parameterCount: 100, multiplyAdds: 200)
  }

  private static func confirmation(_ replicate: Int) -> Confirmation {
    Confirmation(
      trial: 1, replicate: replicate, seed: 7, state: .complete,
      epochs: [EpochRecord(epoch: 1, learningRate: 0.001, trainLoss: 1, trainAccuracy: 0.5)],
      testMetrics: [
        "accuracy": replicate == 0 ? 0.75 : 0.5, "precision_weighted": 0.5, "recall_weighted": 0.5, "f1_weighted": 0.5,
        "precision_macro": 0.5, "recall_macro": 0.5, "f1_macro": 0.5,
      ], confusion: replicate == 0 ? [[1, 0, 0], [0, 1, 0], [1, 0, 1]] : [[1, 0, 0], [1, 0, 0], [1, 0, 1]])
  }

  private static let mistakes = """
    [{"image":4,"trueClass":2,"predictedClass":0,"confidence":0.5,"trueClassConfidence":0.25,\
    "pixels":[[0,9],[0,0]]}]
    """

  private static func writeImages(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for part in ["train", "t10k"] {
      let count: UInt8 = part == "train" ? 12 : 4
      let labels = (0..<count).map { $0 % 3 }
      let pixels = (0..<Int(count) * 30).map { UInt8($0 * 37 % 251) }
      try Data([0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 6, 0, 0, 0, 5] + pixels).write(
        to: folder.appending(path: "\(part)-images-idx3-ubyte"))
      try Data([0, 0, 8, 1, 0, 0, 0, count] + labels).write(to: folder.appending(path: "\(part)-labels-idx1-ubyte"))
    }
  }
}

/// A fresh folder, removed when the body has ended; in memory where the system has such a place, because every write
/// of a store waits for the disk.
func withTemporaryFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
  let memory = URL(filePath: "/dev/shm")
  let parent =
    FileManager.default.isWritableFile(atPath: memory.path) ? memory : FileManager.default.temporaryDirectory
  let folder = parent.appending(path: "reporting-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
