/// The three families that the harness compares.
///
/// Each is a preset of one `ModelConfiguration`.
public enum ModelFamily: String, Codable, Sendable, CaseIterable {
  /// LeNet-5 with tanh and average pooling (LeCun, Bottou, Bengio and Haffner 1998).
  case lenet5
  /// The same network trained on randomly transformed digits.
  case lenet5Augmented = "lenet5_augmented"
  /// LeNet-5 with batch normalisation, dropout, rectifiers, max and average pooling and augmentation.
  case padocanet

  /// The family's name in titles and tables.
  public var title: String {
    switch self {
    case .lenet5: return "LeNet-5"
    case .lenet5Augmented: return "LeNet-5 augmented"
    case .padocanet: return "PadocaNet"
    }
  }
}
