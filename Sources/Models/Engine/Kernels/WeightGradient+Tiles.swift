// The register tiles that exist: one function a number of kernel columns, a case a number of output channels.

extension WeightGradient {
  static func tile(
    _ columns: Int, _ height: Int, _ g: WeightGradientGeometry, input: LanePointer, gradient: LanePointer, rows: Int,
    sums: LanePointer, weightStride: Int, accumulate: Bool
  ) {
    switch columns {
    case 1: columns1(height, g, input, gradient, rows, sums, weightStride, accumulate)
    case 2: columns2(height, g, input, gradient, rows, sums, weightStride, accumulate)
    case 3: columns3(height, g, input, gradient, rows, sums, weightStride, accumulate)
    case 4: columns4(height, g, input, gradient, rows, sums, weightStride, accumulate)
    case 5: columns5(height, g, input, gradient, rows, sums, weightStride, accumulate)
    case 6: columns6(height, g, input, gradient, rows, sums, weightStride, accumulate)
    default: columns7(height, g, input, gradient, rows, sums, weightStride, accumulate)
    }
  }

  @inline(never)
  private static func columns1(
    _ height: Int, _ g: WeightGradientGeometry, _ input: LanePointer, _ gradient: LanePointer, _ rows: Int,
    _ sums: LanePointer, _ weightStride: Int, _ accumulate: Bool
  ) {
    switch height {
    case 8:
      WeightGradientTile<8, 8, 1>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    case 4:
      WeightGradientTile<4, 4, 1>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    case 2:
      WeightGradientTile<2, 2, 1>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    default:
      WeightGradientTile<1, 1, 1>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    }
  }

  @inline(never)
  private static func columns2(
    _ height: Int, _ g: WeightGradientGeometry, _ input: LanePointer, _ gradient: LanePointer, _ rows: Int,
    _ sums: LanePointer, _ weightStride: Int, _ accumulate: Bool
  ) {
    switch height {
    case 8:
      WeightGradientTile<16, 8, 2>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    case 4:
      WeightGradientTile<8, 4, 2>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    case 2:
      WeightGradientTile<4, 2, 2>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    default:
      WeightGradientTile<2, 1, 2>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    }
  }

  @inline(never)
  private static func columns3(
    _ height: Int, _ g: WeightGradientGeometry, _ input: LanePointer, _ gradient: LanePointer, _ rows: Int,
    _ sums: LanePointer, _ weightStride: Int, _ accumulate: Bool
  ) {
    switch height {
    case 6:
      WeightGradientTile<18, 6, 3>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    case 4:
      WeightGradientTile<12, 4, 3>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    case 3:
      WeightGradientTile<9, 3, 3>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    case 2:
      WeightGradientTile<6, 2, 3>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    default:
      WeightGradientTile<3, 1, 3>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    }
  }

  @inline(never)
  private static func columns4(
    _ height: Int, _ g: WeightGradientGeometry, _ input: LanePointer, _ gradient: LanePointer, _ rows: Int,
    _ sums: LanePointer, _ weightStride: Int, _ accumulate: Bool
  ) {
    switch height {
    case 6:
      WeightGradientTile<24, 6, 4>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    case 4:
      WeightGradientTile<16, 4, 4>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    case 3:
      WeightGradientTile<12, 3, 4>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    case 2:
      WeightGradientTile<8, 2, 4>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    default:
      WeightGradientTile<4, 1, 4>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    }
  }

  @inline(never)
  private static func columns5(
    _ height: Int, _ g: WeightGradientGeometry, _ input: LanePointer, _ gradient: LanePointer, _ rows: Int,
    _ sums: LanePointer, _ weightStride: Int, _ accumulate: Bool
  ) {
    switch height {
    case 4:
      WeightGradientTile<20, 4, 5>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    case 3:
      WeightGradientTile<15, 3, 5>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    case 2:
      WeightGradientTile<10, 2, 5>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    default:
      WeightGradientTile<5, 1, 5>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    }
  }

  @inline(never)
  private static func columns6(
    _ height: Int, _ g: WeightGradientGeometry, _ input: LanePointer, _ gradient: LanePointer, _ rows: Int,
    _ sums: LanePointer, _ weightStride: Int, _ accumulate: Bool
  ) {
    switch height {
    case 4:
      WeightGradientTile<24, 4, 6>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    case 3:
      WeightGradientTile<18, 3, 6>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    case 2:
      WeightGradientTile<12, 2, 6>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    default:
      WeightGradientTile<6, 1, 6>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    }
  }

  @inline(never)
  private static func columns7(
    _ height: Int, _ g: WeightGradientGeometry, _ input: LanePointer, _ gradient: LanePointer, _ rows: Int,
    _ sums: LanePointer, _ weightStride: Int, _ accumulate: Bool
  ) {
    switch height {
    case 3:
      WeightGradientTile<21, 3, 7>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    case 2:
      WeightGradientTile<14, 2, 7>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    default:
      WeightGradientTile<7, 1, 7>.run(
        g, input: input, gradient: gradient, rows: rows, sums: sums, weightStride: weightStride, accumulate: accumulate)
    }
  }
}
