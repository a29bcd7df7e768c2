import Datasets
import Seeding

/// Which images a run trains, validates and tests on, as a value that every worker resolves in the same way.
public struct DataPlan: Hashable, Sendable, Codable {
  /// The data set.
  public var source: DatasetSource
  /// The root of the split's streams.
  public var splitSeed: UInt64

  /// Names a data set and the seed of its validation split.
  public init(source: DatasetSource, splitSeed: UInt64) {
    self.source = source
    self.splitSeed = splitSeed
  }
}

/// The training files of a plan and their split, read once a process.
///
/// The test files stay closed.
public struct LoadedData: Sendable {
  /// The training files.
  public let training: TrainingFiles
  /// Training and validation indices.
  public let split: DatasetSplit
  /// What it was read from.
  public let plan: DataPlan

  /// Reads and checks the training files.
  ///
  /// - Parameter loaded: something loaded before, whose files are taken if they are the plan's.
  public init(_ plan: DataPlan, reusing loaded: LoadedData? = nil) throws {
    self.plan = plan
    if let loaded, loaded.plan.source == plan.source {
      training = loaded.training
    } else {
      training = try plan.source.loadTraining()
    }
    let images = training.images
    split = DatasetSplit.stratified(
      labels: images.labels, classCount: images.classCount,
      validationCount: DatasetSplit.defaultValidationCount(imageCount: images.count),
      seed: SeedSequence(root: plan.splitSeed).child("split"))
  }

  /// A class-stratified part of the split; `nil` takes all.
  func part(training count: Int?, validation validationCount: Int?) -> DatasetSplit {
    guard count != nil || validationCount != nil else { return split }
    return split.subset(
      trainingCount: count ?? split.trainingIndices.count,
      validationCount: validationCount ?? split.validationIndices.count, labels: training.images.labels,
      classCount: training.images.classCount, seed: SeedSequence(root: plan.splitSeed).child("subset"))
  }
}
