/// Sums over arrays in eight lanes: the same order, and so the same bits, whatever the machine's vector width.
enum Lanes {
  static let count = 8

  /// The sum of the products of two arrays of `count` numbers.
  @inline(__always)
  static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int) -> Double {
    var index = 0
    var total = 0.0
    if count >= Lanes.count {
      var sums = SIMD8<Double>.zero
      while index + Lanes.count <= count {
        sums += load(a + index) * load(b + index)
        index += Lanes.count
      }
      let halves = sums.lowHalf + sums.highHalf
      let quarters = halves.lowHalf + halves.highHalf
      total = quarters[0] + quarters[1]
    }
    while index < count {
      total += a[index] * b[index]
      index += 1
    }
    return total
  }

  /// Adds a multiple of one array to another.
  @inline(__always)
  static func add(_ factor: Double, times a: UnsafePointer<Double>, to b: UnsafeMutablePointer<Double>, count: Int) {
    var index = 0
    while index + Lanes.count <= count {
      let sum = load(b + index) + factor * load(a + index)
      UnsafeMutableRawPointer(b + index).storeBytes(of: sum, as: SIMD8<Double>.self)
      index += Lanes.count
    }
    while index < count {
      b[index] += factor * a[index]
      index += 1
    }
  }

  /// Eight consecutive numbers.
  @inline(__always)
  static func load(_ a: UnsafePointer<Double>) -> SIMD8<Double> {
    UnsafeRawPointer(a).loadUnaligned(as: SIMD8<Double>.self)
  }
}
