import Datasets
import Engine
import Experiments
import Seeding
import Studies
import Training

/// Training digits beside random draws of the augmentation that a family's best configuration was trained with.
enum AugmentedDigitsTable {
  static let columns = ["family", "tile", "label", "variant", "row", "column", "value"]
  /// Digits on a sheet, each of another class.
  static let mostImages = 10
  /// The original and the draws beside it.
  static let variants = 10

  /// `nil` for a family whose best configuration has no augmentation, or that has none.
  static func make(_ family: ModelFamily, _ facts: RunFacts, training: TrainingFiles) throws -> CSVTable? {
    guard let study = facts.best(of: family), let trial = study.best else { return nil }
    let augmentation = try study.prepared.modelConfiguration(trial.configuration).augmentation
    guard !augmentation.isIdentity else { return nil }
    let images = training.images
    let seed = SeedSequence(root: facts.plan.seed).child("augmented digits")
    var table = CSVTable(columns: columns)
    for (place, index) in chosen(images, seed: seed).enumerated() {
      let original = Array(images.image(at: index))
      for variant in 0..<variants {
        let pixels =
          variant == 0
          ? original
          : augmentation.preview(
            original, height: images.height, width: images.width, seed: seed.child(place).child(variant))
        let rows = (0..<images.height).map { Array(pixels[($0 * images.width)..<(($0 + 1) * images.width)]) }
        table.appendPixels(
          rows,
          key: [
            .text(family.rawValue), .count(place * variants + variant),
            .text(facts.classNames[Int(images.labels[index])].plainLabel), .count(variant),
          ])
      }
    }
    return table
  }

  /// One image of each of the first classes that have any; the same for every family, so that sheets can be compared.
  private static func chosen(_ images: LabeledImages, seed: SeedSequence) -> [Int] {
    (0..<images.classCount).compactMap { label in
      let members = images.labels.indices.filter { Int(images.labels[$0]) == label }
      guard !members.isEmpty else { return nil }
      var generator = seed.child("image").child(label).generator()
      return members[generator.uniform(below: members.count)]
    }.prefix(mostImages).map { $0 }
  }
}
