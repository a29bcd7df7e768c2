import Seeding

/// Random affine augmentation with the ranges and meanings of Keras' `ImageDataGenerator`.
public struct Augmentation: Hashable, Sendable, Codable {
  /// Rotation is uniform in [-rotation, rotation] degrees.
  public var rotationDegrees: Double
  /// The horizontal shift is uniform in [-widthShift, widthShift] of the width.
  public var widthShift: Double
  /// The vertical shift is uniform in [-heightShift, heightShift] of the height.
  public var heightShift: Double
  /// Shear is uniform in [-shear, shear] degrees.
  public var shearDegrees: Double
  /// Rows and columns are zoomed by independent factors, uniform in [1 - zoom, 1 + zoom].
  public var zoom: Double

  /// Ranges of zero switch a transform off.
  public init(
    rotationDegrees: Double = 0, widthShift: Double = 0, heightShift: Double = 0, shearDegrees: Double = 0,
    zoom: Double = 0
  ) {
    self.rotationDegrees = rotationDegrees
    self.widthShift = widthShift
    self.heightShift = heightShift
    self.shearDegrees = shearDegrees
    self.zoom = zoom
  }

  /// Whether every transform is off.
  public var isIdentity: Bool {
    rotationDegrees == 0 && widthShift == 0 && heightShift == 0 && shearDegrees == 0 && zoom == 0
  }

  /// The transform of one sample in one epoch, drawn from a stream of its own: neither the batch order nor the other
  /// samples move it.
  ///
  /// Every draw is made whatever the ranges, so that switching one transform off leaves the others.
  public func draw(height: Int, width: Int, seed: SeedSequence) -> AffineTransform {
    var generator = seed.generator()
    func symmetric(_ range: Double) -> Double { range * (2 * generator.uniform() - 1) }
    return AffineTransform(
      rotationDegrees: symmetric(rotationDegrees), rowShift: symmetric(heightShift) * Double(height),
      columnShift: symmetric(widthShift) * Double(width), shearDegrees: symmetric(shearDegrees),
      rowZoom: 1 + symmetric(zoom), columnZoom: 1 + symmetric(zoom))
  }
}

/// The parameters of one image's transform, before they become a matrix.
public struct AffineTransform: Hashable, Sendable, Codable {
  /// Degrees.
  public var rotationDegrees: Double
  /// Pixels.
  public var rowShift: Double
  /// Pixels.
  public var columnShift: Double
  /// Degrees.
  public var shearDegrees: Double
  /// Factor on row coordinates: above one, the picture gets smaller.
  public var rowZoom: Double
  /// Factor on column coordinates.
  public var columnZoom: Double

  /// A transform with the given parameters; the defaults are the identity.
  public init(
    rotationDegrees: Double = 0, rowShift: Double = 0, columnShift: Double = 0, shearDegrees: Double = 0,
    rowZoom: Double = 1, columnZoom: Double = 1
  ) {
    self.rotationDegrees = rotationDegrees
    self.rowShift = rowShift
    self.columnShift = columnShift
    self.shearDegrees = shearDegrees
    self.rowZoom = rowZoom
    self.columnZoom = columnZoom
  }

  /// The map from output (row, column) to input (row, column): rotation, shift, shear and zoom multiplied in this
  /// order, about the image centre, as `keras_preprocessing.image.affine_transformations` composes them.
  func matrix(height: Int, width: Int) -> (rr: Double, rc: Double, cr: Double, cc: Double, r: Double, c: Double) {
    let (sine, cosine) = Trigonometry.sineAndCosine(rotationDegrees * .pi / 180)
    let (shearSine, shearCosine) = Trigonometry.sineAndCosine(shearDegrees * .pi / 180)
    // Rotation times shear times zoom; the shift is rotated with the rest.
    let rr = cosine * rowZoom
    let rc = (-cosine * shearSine - sine * shearCosine) * columnZoom
    let cr = sine * rowZoom
    let cc = (-sine * shearSine + cosine * shearCosine) * columnZoom
    let shiftRow = cosine * rowShift - sine * columnShift
    let shiftColumn = sine * rowShift + cosine * columnShift
    let centreRow = Double(height) / 2 - 0.5
    let centreColumn = Double(width) / 2 - 0.5
    return (
      rr, rc, cr, cc, centreRow + shiftRow - rr * centreRow - rc * centreColumn,
      centreColumn + shiftColumn - cr * centreRow - cc * centreColumn
    )
  }
}
