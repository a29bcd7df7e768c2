/// Sine and cosine in Double, defined to the last bit here instead of by the C library's version.
///
/// The kernels of FreeBSD's msun (Sun Microsystems 1993) after a reduction by pi/2 in three terms; within 1 ulp for |x| up
/// to 1000.
public enum Trigonometry {
  /// sin(x) and cos(x), x in radians.
  ///
  /// - Precondition: |x| <= 1000; augmentation angles and schedules are far smaller.
  public static func sineAndCosine(_ x: Double) -> (sine: Double, cosine: Double) {
    require(x.magnitude <= 1000, "angle \(x) is outside [-1000, 1000] radians")
    let n = (x * 0.636_619_772_367_581_343_08).rounded(.toNearestOrEven)
    // Three times 33 bits of pi/2, whose products with small n are exact, and the rest: what cancels next to a multiple
    // of pi/2 is replaced by further bits. `r + tail` is the reduced angle to twice the precision of a Double.
    let first = x - n * 1.570_796_326_734_125_614_17
    let part2 = n * 6.077_100_506_303_965_976_60e-11
    let second = first - part2
    let part3 = n * 2.022_266_248_711_166_455_80e-21
    let third = second - part3
    let lost = n * 8.478_427_660_368_899_569_97e-32 - ((second - third) - part3) - ((first - second) - part2)
    let r = third - lost
    let tail = (third - r) - lost
    let z = r * r
    let s = sineKernel(r, tail, z)
    let c = cosineKernel(r, tail, z)
    switch Int(n) & 3 {
    case 0: return (s, c)
    case 1: return (c, -s)
    case 2: return (-s, -c)
    default: return (-c, s)
    }
  }

  private static func sineKernel(_ r: Double, _ tail: Double, _ z: Double) -> Double {
    var p = 1.589_690_995_211_550_102_21e-10
    p = p * z - 2.505_076_025_340_686_341_95e-08
    p = p * z + 2.755_731_370_707_006_767_89e-06
    p = p * z - 1.984_126_982_985_794_931_34e-04
    p = p * z + 8.333_333_333_322_489_461_24e-03
    let cube = z * r
    return r - ((z * (0.5 * tail - cube * p) - tail) + cube * 1.666_666_666_666_663_243_48e-01)
  }

  private static func cosineKernel(_ r: Double, _ tail: Double, _ z: Double) -> Double {
    var p = -1.135_964_755_778_819_482_65e-11
    p = p * z + 2.087_572_321_298_174_827_90e-09
    p = p * z - 2.755_731_435_139_066_330_35e-07
    p = p * z + 2.480_158_728_947_672_941_78e-05
    p = p * z - 1.388_888_888_887_410_957_49e-03
    p = p * z + 4.166_666_666_666_660_190_37e-02
    let half = 0.5 * z
    let w = 1 - half
    return w + (((1 - w) - half) + (z * z * p - r * tail))
  }
}
