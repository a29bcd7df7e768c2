/// The value below which a share of the sample lies, by linear interpolation between order statistics.
///
/// This is type 7 of Hyndman and Fan (1996), the default of NumPy and R. `nil` for an empty array and when a value is
/// not a number.
///
/// - Precondition: `share` lies within 0 and 1.
public func quantile(_ share: Double, of values: [Double]) -> Double? {
  quantiles([share], of: values)?[0]
}

/// Several quantiles of type 7 from one sort; `nil` for an empty array and when a value is not a number.
///
/// - Precondition: every share lies within 0 and 1.
public func quantiles(_ shares: [Double], of values: [Double]) -> [Double]? {
  guard !values.isEmpty, !values.contains(where: \.isNaN) else { return nil }
  return quantiles(shares, ofSorted: values.sorted())
}

/// The middle value, or the mean of the two middle ones; `nil` as for ``quantile(_:of:)``.
public func median(of values: [Double]) -> Double? {
  quantile(0.5, of: values)
}

func quantiles(_ shares: [Double], ofSorted sorted: [Double]) -> [Double] {
  shares.map { share in
    precondition((0...1).contains(share), "a quantile's share lies within 0 and 1, got \(share)")
    let position = share * Double(sorted.count - 1)
    let lower = min(Int(position), sorted.count - 1)
    let upper = min(lower + 1, sorted.count - 1)
    let weight = position - Double(lower)
    // Equal neighbours, infinite ones included, need no interpolation.
    return sorted[lower] == sorted[upper] || weight == 0
      ? sorted[lower] : sorted[lower] + weight * (sorted[upper] - sorted[lower])
  }
}
