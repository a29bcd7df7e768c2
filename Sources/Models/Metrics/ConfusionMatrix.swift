/// Counts of images by true and predicted class.
public struct ConfusionMatrix: Hashable, Sendable {
  /// The number of classes.
  public let classCount: Int
  /// The counts, `counts[truth][predicted]`, shape `[classCount, classCount]`.
  public private(set) var counts: [[Int]]

  /// A matrix of zeros.
  ///
  /// - Precondition: `classCount > 0`.
  public init(classCount: Int) {
    precondition(classCount > 0, "a confusion matrix needs a class, got \(classCount)")
    self.classCount = classCount
    counts = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
  }

  /// The matrix of classified images; `truth` and `predicted` are parallel.
  ///
  /// - Precondition: equally many, each in `0 ..< classCount`.
  public init(
    classCount: Int, truth: some Collection<some BinaryInteger>, predicted: some Collection<some BinaryInteger>
  ) {
    precondition(truth.count == predicted.count, "\(truth.count) labels and \(predicted.count) predictions")
    self.init(classCount: classCount)
    for (label, prediction) in zip(truth, predicted) { record(truth: Int(label), predicted: Int(prediction)) }
  }

  /// Counts one image.
  ///
  /// - Precondition: both classes are in `0 ..< classCount`.
  public mutating func record(truth: Int, predicted: Int) {
    counts[truth][predicted] += 1
  }

  /// Adds the counts of another matrix, as of another part of the images or another seed.
  ///
  /// - Precondition: as many classes.
  public mutating func merge(_ other: ConfusionMatrix) {
    precondition(classCount == other.classCount, "\(classCount) classes cannot take in \(other.classCount)")
    for truth in 0..<classCount {
      for predicted in 0..<classCount { counts[truth][predicted] += other.counts[truth][predicted] }
    }
  }

  /// The number of images counted.
  public var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }

  /// The number of images whose prediction is right.
  public var correct: Int { (0..<classCount).reduce(0) { $0 + counts[$1][$1] } }

  /// The share of right predictions, 0 to 1; 0 without images.
  public var accuracy: Double { total == 0 ? 0 : Double(correct) / Double(total) }
}

extension ConfusionMatrix: Codable {
  private enum CodingKeys: String, CodingKey { case counts }

  /// Decodes `{"counts": [[…], …]}`; rows must form a square and counts may not be negative.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let counts = try container.decode([[Int]].self, forKey: .counts)
    guard !counts.isEmpty, counts.allSatisfy({ $0.count == counts.count && $0.allSatisfy { $0 >= 0 } }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .counts, in: container, debugDescription: "a confusion matrix is a square of counts from 0")
    }
    self.counts = counts
    classCount = counts.count
  }

  /// Encodes `{"counts": [[…], …]}`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(counts, forKey: .counts)
  }
}
