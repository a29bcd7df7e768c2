import Seeding

/// A seeded, class-stratified division of the training images into those to learn from and those to choose by.
///
/// The split is a function of the labels, the counts and the seed alone. Each class shuffles its own images with a
/// stream of its own, `seed.child(purpose).child(class)`, so that it is the same on every machine, for any number of
/// workers, and one class's images do not shift another's. With the same seed a larger validation set of a class
/// contains the smaller one.
public struct DatasetSplit: Hashable, Sendable, Codable {
  /// Indices of the images to train on, ascending.
  public let trainingIndices: [Int]
  /// Indices of the images to validate on, ascending; disjoint from the training indices.
  public let validationIndices: [Int]

  /// Takes a split as it is.
  public init(trainingIndices: [Int], validationIndices: [Int]) {
    self.trainingIndices = trainingIndices
    self.validationIndices = validationIndices
  }

  /// The validation images that a data set keeps back unless told otherwise: one twelfth of the training files'
  /// images, rounded, and at least 1 (MNIST: 5,000 of 60,000).
  public static func defaultValidationCount(imageCount: Int) -> Int {
    max(1, (imageCount + 6) / 12)
  }

  /// Divides all images such that exactly `validationCount` are for validation, each class with its share.
  ///
  /// A class's share is its exact proportion rounded down or up: those with the largest remainders are rounded up, the
  /// lower class first when they are equal.
  ///
  /// - Precondition: `0 <= validationCount <= labels.count`, every label below `classCount`.
  public static func stratified(
    labels: [UInt8], classCount: Int, validationCount: Int, seed: SeedSequence
  ) -> DatasetSplit {
    let validation = draw(
      validationCount, from: Array(labels.indices), labels: labels, classCount: classCount,
      seed: seed.child("validation"))
    var isValidation = [Bool](repeating: false, count: labels.count)
    for index in validation { isValidation[index] = true }
    return DatasetSplit(
      trainingIndices: labels.indices.filter { !isValidation[$0] }, validationIndices: validation)
  }

  /// A smaller split for quick runs: stratified draws from the training and from the validation images.
  ///
  /// A count above what there is takes all of it. The labels are those of all images, as for the split itself.
  public func subset(
    trainingCount: Int, validationCount: Int, labels: [UInt8], classCount: Int, seed: SeedSequence
  ) -> DatasetSplit {
    DatasetSplit(
      trainingIndices: DatasetSplit.draw(
        min(trainingCount, trainingIndices.count), from: trainingIndices, labels: labels, classCount: classCount,
        seed: seed.child("training subset")),
      validationIndices: DatasetSplit.draw(
        min(validationCount, validationIndices.count), from: validationIndices, labels: labels,
        classCount: classCount, seed: seed.child("validation subset")))
  }

  /// Draws `count` of `indices` without replacement, stratified by class, ascending.
  private static func draw(
    _ count: Int, from indices: [Int], labels: [UInt8], classCount: Int, seed: SeedSequence
  ) -> [Int] {
    precondition(0...indices.count ~= count, "cannot draw \(count) of \(indices.count) images")
    var members = [[Int]](repeating: [], count: classCount)
    for index in indices { members[Int(labels[index])].append(index) }
    let shares = allocate(count, inProportionTo: members.map(\.count))
    var drawn: [Int] = []
    drawn.reserveCapacity(count)
    for (classIndex, share) in shares.enumerated() {
      var generator = seed.child(classIndex).generator()
      generator.shuffle(&members[classIndex])
      drawn.append(contentsOf: members[classIndex].prefix(share))
    }
    return drawn.sorted()
  }

  /// Hamilton's method of the largest remainder, in exact integer arithmetic.
  static func allocate(_ total: Int, inProportionTo weights: [Int]) -> [Int] {
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return weights }
    var shares = weights.map { $0 * total / sum }
    let order = weights.indices.sorted { left, right in
      let (leftRemainder, rightRemainder) = (weights[left] * total % sum, weights[right] * total % sum)
      return leftRemainder == rightRemainder ? left < right : leftRemainder > rightRemainder
    }
    for index in order.prefix(total - shares.reduce(0, +)) { shares[index] += 1 }
    return shares
  }
}
