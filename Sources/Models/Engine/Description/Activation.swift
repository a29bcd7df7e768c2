/// The elementwise non-linearities that a layer can apply.
public enum Activation: String, Codable, Sendable, CaseIterable {
  case tanh
  case relu
  case sigmoid
  case leakyReLU = "leaky_relu"
  case identity

  /// The slope of the leaky rectifier for negative inputs (Maas, Hannun & Ng 2013).
  public static let leakyReLUSlope: Float = 0.01
}
