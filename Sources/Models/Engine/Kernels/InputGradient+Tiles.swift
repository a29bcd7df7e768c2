// The register tiles that exist: one function a kernel side, a case a number of columns.

extension InputGradient {
  @inline(__always)
  static func tile(
    _ kernel: Int, _ width: Int, gradient: LanePointer, gradientPlane: Int, gradientRow: Int, weights: FloatPointer,
    weightStride: Int, channels: Int, rows: Int, target: LanePointer, first: Int, last: Int
  ) {
    switch kernel {
    case 3:
      kernel3(width, gradient, gradientPlane, gradientRow, weights, weightStride, channels, rows, target, first, last)
    case 5:
      kernel5(width, gradient, gradientPlane, gradientRow, weights, weightStride, channels, rows, target, first, last)
    default:
      kernel7(width, gradient, gradientPlane, gradientRow, weights, weightStride, channels, rows, target, first, last)
    }
  }

  @inline(never)
  private static func kernel3(
    _ width: Int, _ gradient: LanePointer, _ gradientPlane: Int, _ gradientRow: Int, _ weights: FloatPointer,
    _ weightStride: Int, _ channels: Int, _ rows: Int, _ target: LanePointer, _ first: Int, _ last: Int
  ) {
    switch width {
    case 9:
      InputGradientTile<11, 9, 3>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 8:
      InputGradientTile<10, 8, 3>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 7:
      InputGradientTile<9, 7, 3>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 6:
      InputGradientTile<8, 6, 3>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 5:
      InputGradientTile<7, 5, 3>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 4:
      InputGradientTile<6, 4, 3>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 3:
      InputGradientTile<5, 3, 3>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 2:
      InputGradientTile<4, 2, 3>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    default:
      InputGradientTile<3, 1, 3>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    }
  }

  @inline(never)
  private static func kernel5(
    _ width: Int, _ gradient: LanePointer, _ gradientPlane: Int, _ gradientRow: Int, _ weights: FloatPointer,
    _ weightStride: Int, _ channels: Int, _ rows: Int, _ target: LanePointer, _ first: Int, _ last: Int
  ) {
    switch width {
    case 14:
      InputGradientTile<18, 14, 5>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 13:
      InputGradientTile<17, 13, 5>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 12:
      InputGradientTile<16, 12, 5>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 11:
      InputGradientTile<15, 11, 5>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 10:
      InputGradientTile<14, 10, 5>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 9:
      InputGradientTile<13, 9, 5>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 8:
      InputGradientTile<12, 8, 5>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 7:
      InputGradientTile<11, 7, 5>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 6:
      InputGradientTile<10, 6, 5>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 5:
      InputGradientTile<9, 5, 5>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 4:
      InputGradientTile<8, 4, 5>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 3:
      InputGradientTile<7, 3, 5>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 2:
      InputGradientTile<6, 2, 5>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    default:
      InputGradientTile<5, 1, 5>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    }
  }

  @inline(never)
  private static func kernel7(
    _ width: Int, _ gradient: LanePointer, _ gradientPlane: Int, _ gradientRow: Int, _ weights: FloatPointer,
    _ weightStride: Int, _ channels: Int, _ rows: Int, _ target: LanePointer, _ first: Int, _ last: Int
  ) {
    switch width {
    case 14:
      InputGradientTile<20, 14, 7>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 13:
      InputGradientTile<19, 13, 7>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 12:
      InputGradientTile<18, 12, 7>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 11:
      InputGradientTile<17, 11, 7>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 10:
      InputGradientTile<16, 10, 7>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 9:
      InputGradientTile<15, 9, 7>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 8:
      InputGradientTile<14, 8, 7>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 7:
      InputGradientTile<13, 7, 7>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 6:
      InputGradientTile<12, 6, 7>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 5:
      InputGradientTile<11, 5, 7>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 4:
      InputGradientTile<10, 4, 7>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 3:
      InputGradientTile<9, 3, 7>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    case 2:
      InputGradientTile<8, 2, 7>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    default:
      InputGradientTile<7, 1, 7>.run(
        gradient: gradient, gradientPlane: gradientPlane, gradientRow: gradientRow, weights: weights,
        weightStride: weightStride, channels: channels, rows: rows, target: target, first: first, last: last)
    }
  }
}
