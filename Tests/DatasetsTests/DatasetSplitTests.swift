import Datasets
import Seeding
import Testing

struct DatasetSplitTests {
  static let labels: [UInt8] = {
    // MNIST's class counts, in a mixed order.
    let counts = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    var labels = counts.enumerated().flatMap { [UInt8](repeating: UInt8($0.offset), count: $0.element) }
    var generator = SeedSequence(root: 1).generator()
    generator.shuffle(&labels)
    return labels
  }()

  func split(_ count: Int, seed: UInt64) -> DatasetSplit {
    .stratified(
      labels: Self.labels, classCount: 10, validationCount: count, seed: SeedSequence(root: seed).child("split"))
  }

  @Test(
    "the split has the exact size, covers all images once and is ascending", arguments: [0, 1, 7, 5000, 59_999, 60_000])
  func sizes(_ count: Int) {
    let split = split(count, seed: 3)
    #expect(split.validationIndices.count == count)
    #expect(split.trainingIndices.count == 60_000 - count)
    #expect((split.trainingIndices + split.validationIndices).sorted() == Array(0..<60_000))
    #expect(split.trainingIndices == split.trainingIndices.sorted())
    #expect(split.validationIndices == split.validationIndices.sorted())
  }

  @Test("each class is within one image of its exact share", arguments: [1, 7, 100, 5000, 12_345])
  func stratification(_ count: Int) {
    let split = split(count, seed: 3)
    for label in UInt8(0)..<10 {
      let share = Double(Self.labels.count { $0 == label }) * Double(count) / 60_000
      let drawn = split.validationIndices.count { Self.labels[$0] == label }
      #expect(abs(Double(drawn) - share) < 1, "class \(label)")
    }
  }

  @Test("the default keeps back one twelfth, rounded", arguments: [(60_000, 5000), (124_800, 10_400), (2, 1), (18, 2)])
  func defaultCount(imageCount: Int, expected: Int) {
    #expect(DatasetSplit.defaultValidationCount(imageCount: imageCount) == expected)
  }

  @Test("the same seed gives the same split, another seed another one")
  func seeds() {
    #expect(split(5000, seed: 3) == split(5000, seed: 3))
    #expect(split(5000, seed: 3) != split(5000, seed: 4))
    // Pinned: the split of a stored study must never change.
    #expect(Array(split(5000, seed: 3).validationIndices.prefix(6)) == [17, 36, 62, 74, 76, 77])
  }

  @Test("ties go to the lower class, empty classes stay empty")
  func ties() {
    let split = DatasetSplit.stratified(
      labels: [1, 1, 2, 2, 4, 4], classCount: 6, validationCount: 2, seed: SeedSequence(root: 0))
    let labels: [UInt8] = [1, 1, 2, 2, 4, 4]
    #expect(split.validationIndices.map { labels[$0] } == [1, 2])
  }

  @Test("a larger validation set contains the smaller one")
  func nesting() {
    #expect(Set(split(5000, seed: 3).validationIndices).isSubset(of: split(12_345, seed: 3).validationIndices))
  }

  @Test("a subset is stratified and stays on its side of the split")
  func subset() {
    let split = split(5000, seed: 3)
    let seed = SeedSequence(root: 9)
    let small = split.subset(
      trainingCount: 1000, validationCount: 200, labels: Self.labels, classCount: 10, seed: seed)
    #expect(small.trainingIndices.count == 1000)
    #expect(small.validationIndices.count == 200)
    #expect(Set(small.trainingIndices).isSubset(of: split.trainingIndices))
    #expect(Set(small.validationIndices).isSubset(of: split.validationIndices))
    for label in UInt8(0)..<10 {
      let share = Double(split.trainingIndices.count { Self.labels[$0] == label }) / 55
      #expect(abs(Double(small.trainingIndices.count { Self.labels[$0] == label }) - share) < 1)
    }
    let all = split.subset(
      trainingCount: 99_999, validationCount: 99_999, labels: Self.labels, classCount: 10, seed: seed)
    #expect(all == split)
  }
}

struct LabeledImagesTests {
  @Test("a subset copies images and labels in the order asked for")
  func subset() {
    let images = LabeledImages(
      height: 1, width: 2, classCount: 3, pixels: [1, 2, 3, 4, 5, 6], labels: [0, 1, 2])
    let subset = images.subset([2, 0, 2])
    #expect(subset.pixels == [5, 6, 1, 2, 5, 6])
    #expect(subset.labels == [2, 0, 2])
    #expect(subset.classCount == 3)
    #expect(Array(images.image(at: 1)) == [3, 4])
    #expect(images.subset([]).count == 0)
  }
}
