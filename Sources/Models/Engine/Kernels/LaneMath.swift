import CLanes

// Our own exp, log and tanh: at most 4 units in the last place from the correctly rounded value over the whole range of
// Float, and the same bits on every machine, which the C library's do not promise. The tests look at every 257th Float
// and at all around the special points; with EXHAUSTIVE=1 they look at every Float.

/// tanh(x) by doubling: with tanh(x / 2) = p / (2 q), tanh(x) = p q / (q^2 + p^2 / 4), at most one.
///
/// The doubling damps the errors of p and q where tanh is flat, so that a small rational function does
/// (`Tests/Reference/engine_tanh.py`). At the limit the value is one; tiny x come out unchanged.
@inline(__always)
func tanh(_ x: Lanes) -> Lanes {
  let limit: Float = 9.1
  // In this order of operands a NaN, for which every comparison is false, stays a NaN.
  let c = lanes_min(splat(limit), lanes_max(splat(-limit), x))
  let x2 = c * c
  var p = fma(x2, splat(1.142_529_6e-04), splat(2.977_377_5e-02))
  p = fma(c * x2, p, c)
  // q - 1 instead of q keeps the sums near one accurate.
  var u = fma(x2, splat(1.228_974_3e-06), splat(1.206_545_76e-03))
  u = fma(x2, u, splat(0.113_107_07))
  u = x2 * u
  let squares = fma(u, u + splat(2), fma(p * splat(0.25), p, splat(1)))
  return fma(p, u, p) / squares
}

/// exp(x): 2^n times a polynomial on [-ln 2 / 2, ln 2 / 2]; zero and infinity beyond the range, gradual underflow.
@inline(__always)
func exp(_ x: Lanes) -> Lanes {
  let c = lanes_min(lanes_max(x, splat(-104.5)), splat(89.5))
  // Adding and subtracting 1.5 * 2^23 rounds to the nearest integer, ties to even.
  let magic = splat(12_582_912)
  let n = fma(c, splat(1.442_695_04), magic) - magic
  var r = fma(n, splat(-0.693_145_75), c)
  r = fma(n, splat(-1.428_606_8e-06), r)
  var p = splat(1.388_888_9e-03)
  p = fma(p, r, splat(8.333_333_8e-03))
  p = fma(p, r, splat(4.166_666_8e-02))
  p = fma(p, r, splat(0.166_666_67))
  p = fma(p, r, splat(0.5))
  p = fma(p, r, splat(1))
  p = fma(p, r, splat(1))
  // Two factors, so that results below the normal range are rounded once, by the last multiplication.
  let half = lanes_truncate(n) &>> 1
  let rest = lanes_truncate(n) &- half
  let scaled = p * powerOfTwo(half) * powerOfTwo(rest)
  return lanes_select(lanes_equal(x, x), scaled, x)
}

@inline(__always)
private func powerOfTwo(_ n: SIMD16<Int32>) -> Lanes {
  unsafeBitCast((n &+ 127) &<< 23, to: Lanes.self)
}

/// log(x): exponent plus a polynomial of the mantissa on [sqrt(1/2), sqrt(2)] (Cephes' logf); -inf at zero, NaN below.
@inline(__always)
func log(_ x: Lanes) -> Lanes {
  let subnormal = lanes_greater(splat(.leastNormalMagnitude), x)
  let scaled = lanes_select(subnormal, x * splat(8_388_608), x)
  let bits = unsafeBitCast(scaled, to: SIMD16<Int32>.self)
  // Subtracting the bits of sqrt(1/2) puts the mantissa into [sqrt(1/2), sqrt(2)) whatever the exponent.
  let offset = bits &- 0x3F35_04F3
  let exponent = offset &>> 23
  let mantissa = unsafeBitCast((offset & 0x007F_FFFF) &+ 0x3F35_04F3, to: Lanes.self)
  let shift = lanes_select(subnormal, splat(-23), .zero)
  let e = lanes_from_ints(exponent) + shift
  let f = mantissa - splat(1)
  let f2 = f * f
  var p = splat(7.037_683_6e-02)
  p = fma(p, f, splat(-1.151_461_0e-01))
  p = fma(p, f, splat(1.167_699_9e-01))
  p = fma(p, f, splat(-1.242_014_1e-01))
  p = fma(p, f, splat(1.424_932_3e-01))
  p = fma(p, f, splat(-1.666_805_7e-01))
  p = fma(p, f, splat(2.000_071_5e-01))
  p = fma(p, f, splat(-2.499_999_4e-01))
  p = fma(p, f, splat(3.333_333_1e-01))
  var y = p * f * f2
  y = fma(e, splat(-2.121_944_4e-04), y)
  y = fma(f2, splat(-0.5), y)
  var result = f + y
  result = fma(e, splat(0.693_359_375), result)
  let infinity = splat(.infinity)
  result = lanes_select(lanes_equal(x, infinity), infinity, result)
  result = lanes_select(lanes_equal(x, .zero), -infinity, result)
  let valid = lanes_greater(x, splat(-.leastNonzeroMagnitude))
  return lanes_select(valid, result, splat(.nan))
}
