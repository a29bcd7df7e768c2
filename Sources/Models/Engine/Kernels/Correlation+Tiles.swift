// The register tiles that exist, one function a tile height: a switch over the widths keeps every trip count inside a
// tile constant, which is what lets the compiler hold the accumulators in registers.

extension Correlation {
  @inline(never)
  static func row1(
    _ g: CorrelationGeometry, _ widths: UnsafeBufferPointer<Int>, _ input: LanePointer, _ weights: FloatPointer,
    _ bias: FloatPointer?, _ output: LanePointer, _ rows: Int
  ) {
    var x = 0
    for width in widths {
      let i = input + x
      let o = output + x
      switch width {
      case 12: CorrelationTile<12, 1, 12>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 11: CorrelationTile<11, 1, 11>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 10: CorrelationTile<10, 1, 10>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 9: CorrelationTile<9, 1, 9>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 8: CorrelationTile<8, 1, 8>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 7: CorrelationTile<7, 1, 7>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 6: CorrelationTile<6, 1, 6>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 5: CorrelationTile<5, 1, 5>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 4: CorrelationTile<4, 1, 4>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 3: CorrelationTile<3, 1, 3>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 2: CorrelationTile<2, 1, 2>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      default: CorrelationTile<1, 1, 1>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      }
      x += width
    }
  }

  @inline(never)
  static func row2(
    _ g: CorrelationGeometry, _ widths: UnsafeBufferPointer<Int>, _ input: LanePointer, _ weights: FloatPointer,
    _ bias: FloatPointer?, _ output: LanePointer, _ rows: Int
  ) {
    var x = 0
    for width in widths {
      let i = input + x
      let o = output + x
      switch width {
      case 10: CorrelationTile<20, 2, 10>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 9: CorrelationTile<18, 2, 9>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 8: CorrelationTile<16, 2, 8>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 7: CorrelationTile<14, 2, 7>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 6: CorrelationTile<12, 2, 6>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 5: CorrelationTile<10, 2, 5>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 4: CorrelationTile<8, 2, 4>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 3: CorrelationTile<6, 2, 3>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 2: CorrelationTile<4, 2, 2>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      default: CorrelationTile<2, 2, 1>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      }
      x += width
    }
  }

  @inline(never)
  static func row3(
    _ g: CorrelationGeometry, _ widths: UnsafeBufferPointer<Int>, _ input: LanePointer, _ weights: FloatPointer,
    _ bias: FloatPointer?, _ output: LanePointer, _ rows: Int
  ) {
    var x = 0
    for width in widths {
      let i = input + x
      let o = output + x
      switch width {
      case 7: CorrelationTile<21, 3, 7>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 6: CorrelationTile<18, 3, 6>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 5: CorrelationTile<15, 3, 5>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 4: CorrelationTile<12, 3, 4>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 3: CorrelationTile<9, 3, 3>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 2: CorrelationTile<6, 3, 2>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      default: CorrelationTile<3, 3, 1>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      }
      x += width
    }
  }

  @inline(never)
  static func row4(
    _ g: CorrelationGeometry, _ widths: UnsafeBufferPointer<Int>, _ input: LanePointer, _ weights: FloatPointer,
    _ bias: FloatPointer?, _ output: LanePointer, _ rows: Int
  ) {
    var x = 0
    for width in widths {
      let i = input + x
      let o = output + x
      switch width {
      case 6: CorrelationTile<24, 4, 6>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 5: CorrelationTile<20, 4, 5>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 4: CorrelationTile<16, 4, 4>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 3: CorrelationTile<12, 4, 3>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 2: CorrelationTile<8, 4, 2>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      default: CorrelationTile<4, 4, 1>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      }
      x += width
    }
  }

  @inline(never)
  static func row6(
    _ g: CorrelationGeometry, _ widths: UnsafeBufferPointer<Int>, _ input: LanePointer, _ weights: FloatPointer,
    _ bias: FloatPointer?, _ output: LanePointer, _ rows: Int
  ) {
    var x = 0
    for width in widths {
      let i = input + x
      let o = output + x
      switch width {
      case 4: CorrelationTile<24, 6, 4>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 3: CorrelationTile<18, 6, 3>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      case 2: CorrelationTile<12, 6, 2>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      default: CorrelationTile<6, 6, 1>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      }
      x += width
    }
  }

  @inline(never)
  static func row8(
    _ g: CorrelationGeometry, _ widths: UnsafeBufferPointer<Int>, _ input: LanePointer, _ weights: FloatPointer,
    _ bias: FloatPointer?, _ output: LanePointer, _ rows: Int
  ) {
    var x = 0
    for width in widths {
      let i = input + x
      let o = output + x
      switch width {
      case 2: CorrelationTile<16, 8, 2>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      default: CorrelationTile<8, 8, 1>.run(g, input: i, weights: weights, bias: bias, output: o, kernelRows: rows)
      }
      x += width
    }
  }
}
