/// Pearson's correlation coefficient of two samples of equal length.
///
/// `nil` with fewer than two pairs, when either sample is constant, and when a value is not finite.
public func pearsonCorrelation(_ left: [Double], _ right: [Double]) -> Double? {
  precondition(left.count == right.count, "a correlation needs pairs, got \(left.count) and \(right.count) values")
  guard let leftMean = mean(of: left), let rightMean = mean(of: right), isVaried(left), isVaried(right) else {
    return nil
  }
  // Scaled by the largest deviation, so that neither tiny nor huge units under- or overflow.
  let leftScale = left.reduce(0) { max($0, abs($1 - leftMean)) }
  let rightScale = right.reduce(0) { max($0, abs($1 - rightMean)) }
  var (products, leftSquares, rightSquares) = (0.0, 0.0, 0.0)
  for (x, y) in zip(left, right) {
    let (dx, dy) = ((x - leftMean) / leftScale, (y - rightMean) / rightScale)
    products += dx * dy
    leftSquares += dx * dx
    rightSquares += dy * dy
  }
  let correlation = products / (leftSquares * rightSquares).squareRoot()
  return correlation.isFinite ? min(1, max(-1, correlation)) : nil
}

/// Spearman's rank correlation: Pearson's of the mid-ranks; `nil` as for ``pearsonCorrelation(_:_:)``.
public func spearmanCorrelation(_ left: [Double], _ right: [Double]) -> Double? {
  precondition(left.count == right.count, "a correlation needs pairs, got \(left.count) and \(right.count) values")
  guard isVaried(left), isVaried(right) else { return nil }
  return pearsonCorrelation(midRanks(of: left), midRanks(of: right))
}

/// The rank of each value, counted from 1; equal values share the mean of their ranks.
///
/// - Precondition: no value is NaN.
public func midRanks(of values: [Double]) -> [Double] {
  precondition(!values.contains(where: \.isNaN), "NaN has no rank")
  let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  var ranks = [Double](repeating: 0, count: values.count)
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
    for position in start..<end {
      ranks[order[position]] = Double(start + 1 + end) / 2
    }
    start = end
  }
  return ranks
}

/// The share of a metric's variance that lies between categories, from 0 to 1: eta squared.
///
/// Categories are any integers. `nil` with fewer than two categories or values, when the metric is constant, and when a
/// value is not finite. It overstates small effects in small samples, as every value of eta squared does.
public func etaSquared(_ values: [Double], categories: [Int]) -> Double? {
  precondition(
    values.count == categories.count, "eta squared needs pairs, got \(values.count) and \(categories.count) values")
  guard let grandMean = mean(of: values), isVaried(values), Set(categories).count > 1 else { return nil }
  var groups: [Int: Moments] = [:]
  for (value, category) in zip(values, categories) {
    groups[category, default: Moments()].add(value)
  }
  // Summed in the order of the categories, because the order of a dictionary differs between runs.
  let between = groups.sorted { $0.key < $1.key }.reduce(0) { sum, group in
    let deviation = (group.value.mean ?? grandMean) - grandMean
    return sum + Double(group.value.count) * deviation * deviation
  }
  let total = values.reduce(0) { $0 + ($1 - grandMean) * ($1 - grandMean) }
  let share = between / total
  return share.isFinite ? min(1, share) : nil
}

/// Whether every value is finite and not all are equal.
func isVaried(_ values: [Double]) -> Bool {
  guard let first = values.first else { return false }
  return values.allSatisfy(\.isFinite) && values.contains { $0 != first }
}
