import Engine

/// The parts of an augmentation, so that the cost of each can be told.
public enum AugmentationVariants {
  /// `none`, each transform alone at its own range, and `all`; transforms that are off are left out.
  ///
  /// `none` alone where all are off.
  public static func of(_ all: Augmentation) -> [(name: String, augmentation: Augmentation)] {
    var result = [(name: "none", augmentation: Augmentation())]
    guard !all.isIdentity else { return result }
    let parts = [
      ("rotation", Augmentation(rotationDegrees: all.rotationDegrees)),
      ("width_shift", Augmentation(widthShift: all.widthShift)),
      ("height_shift", Augmentation(heightShift: all.heightShift)),
      ("shear", Augmentation(shearDegrees: all.shearDegrees)),
      ("zoom", Augmentation(zoom: all.zoom)),
    ]
    result += parts.filter { !$0.1.isIdentity }.map { (name: $0.0, augmentation: $0.1) }
    return result + [(name: "all", augmentation: all)]
  }
}
