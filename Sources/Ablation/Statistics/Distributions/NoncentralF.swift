import Foundation

/// Fisher's F distribution around another ratio than 1: what the F statistic of an analysis of variance follows where
/// the groups' means differ.
///
/// A Poisson mixture of central ones (Johnson, Kotz and Balakrishnan 1995, section 30.2), to about 1e-12 absolute.
struct NoncentralF {
  let numerator: Double
  let denominator: Double
  let noncentrality: Double

  /// The probability of a value of at most `f`.
  func cumulative(_ f: Double) -> Double {
    guard f > 0 else { return 0 }
    let ratio = numerator / denominator * f
    let (x, complement) = (ratio / (1 + ratio), 1 / (1 + ratio))
    let half = 0.5 * noncentrality
    func term(_ index: Int) -> Double {
      let j = Double(index)
      let logWeight = (half > 0 ? j * log(half) : 0) - half - GammaFunction.logarithm(j + 1)
      return exp(logWeight)
        * IncompleteBeta.regularized(x: x, complement: complement, a: 0.5 * numerator + j, b: 0.5 * denominator)
    }
    guard half > 0 else { return term(0) }
    // From the largest Poisson weight outwards: far from it the terms vanish faster than any power.
    let middle = Int(half)
    let reach = Int(12 * half.squareRoot()) + 60
    return (max(0, middle - reach)...middle + reach).reduce(0) { $0 + term($1) }
  }

  /// The noncentrality at which `f` has the probability `share` below it; 0 where even the central distribution has less.
  static func noncentrality(numerator: Double, denominator: Double, of f: Double, share: Double) -> Double {
    func below(_ noncentrality: Double) -> Double {
      NoncentralF(numerator: numerator, denominator: denominator, noncentrality: noncentrality).cumulative(f)
    }
    guard below(0) > share else { return 0 }
    var (lower, upper) = (0.0, 1.0)
    while below(upper) > share { (lower, upper) = (upper, 2 * upper) }
    for _ in 0..<60 {
      let middle = 0.5 * (lower + upper)
      if below(middle) > share { lower = middle } else { upper = middle }
    }
    return 0.5 * (lower + upper)
  }
}
