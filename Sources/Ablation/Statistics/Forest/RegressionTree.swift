/// A binary regression tree grown by least squares and not pruned, after Breiman and others (1984).
struct RegressionTree {
  private struct Node {
    var feature = -1
    var threshold = 0.0
    var left = -1
    var right = -1
    var value = 0.0
  }

  private var nodes: [Node] = []

  /// Grows a tree on the rows with a positive weight; no leaf has less weight than `minimumLeaf`.
  ///
  /// Of features that split equally well the first one in `sequence` is taken.
  init(_ features: FeatureMatrix, targets: [Double], weights: [Int], minimumLeaf: Int, sequence: [Int]) {
    // Each feature keeps its rows sorted; a split partitions all of them stably, so that nothing is sorted again.
    var order = features.order.map { rows in rows.filter { weights[$0] > 0 } }
    let rows = targets.indices.filter { weights[$0] > 0 }
    var goesLeft = [Bool](repeating: false, count: targets.count)
    var moved = [Int](repeating: 0, count: rows.count)
    var pending = [(node: 0, range: 0..<rows.count, rows: rows)]
    nodes.append(Node())
    while let (node, range, rows) = pending.popLast() {
      var (weight, sum) = (0, 0.0)
      for row in rows {
        weight += weights[row]
        sum += Double(weights[row]) * targets[row]
      }
      nodes[node].value = sum / Double(weight)
      guard weight >= 2 * minimumLeaf else { continue }
      var best: (gain: Double, feature: Int, threshold: Double)?
      // Small nodes are often split alike by several features. Differences at the level of rounding must not choose
      // between them, or a tree would depend on the units of the metric.
      let rounding = 1e-12 * rows.reduce(0) { $0 + Double(weights[$1]) * targets[$1] * targets[$1] }
      let unsplit = sum * sum / Double(weight)
      for feature in sequence {
        let values = features.values[feature]
        guard values[order[feature][range.lowerBound]] < values[order[feature][range.upperBound - 1]] else { continue }
        var (leftWeight, leftSum) = (0, 0.0)
        for position in range.dropLast() {
          let row = order[feature][position]
          leftWeight += weights[row]
          leftSum += Double(weights[row]) * targets[row]
          let next = values[order[feature][position + 1]]
          guard values[row] < next, leftWeight >= minimumLeaf else { continue }
          let rightWeight = weight - leftWeight
          if rightWeight < minimumLeaf { break }
          let rightSum = sum - leftSum
          let gain = leftSum * leftSum / Double(leftWeight) + rightSum * rightSum / Double(rightWeight)
          if gain > (best?.gain ?? unsplit) + rounding {
            best = (gain, feature, RegressionTree.threshold(between: values[row], and: next))
          }
        }
      }
      guard let best else { continue }
      for row in rows {
        goesLeft[row] = features.values[best.feature][row] <= best.threshold
      }
      let leftRows = rows.filter { goesLeft[$0] }
      for feature in order.indices { Self.partition(&order[feature], range, goesLeft, &moved) }
      nodes[node].feature = best.feature
      nodes[node].threshold = best.threshold
      nodes[node].left = nodes.count
      nodes[node].right = nodes.count + 1
      nodes.append(Node())
      nodes.append(Node())
      let middle = range.lowerBound + leftRows.count
      pending.append((nodes[node].left, range.lowerBound..<middle, leftRows))
      pending.append((nodes[node].right, middle..<range.upperBound, rows.filter { !goesLeft[$0] }))
    }
  }

  /// Puts the rows that go left before the others, without changing their order otherwise.
  private static func partition(_ rows: inout [Int], _ range: Range<Int>, _ goesLeft: [Bool], _ moved: inout [Int]) {
    var (left, right) = (range.lowerBound, 0)
    for position in range {
      let row = rows[position]
      if goesLeft[row] {
        rows[left] = row
        left += 1
      } else {
        moved[right] = row
        right += 1
      }
    }
    for index in 0..<right { rows[left + index] = moved[index] }
  }

  /// The mean target of the leaf that the given feature values lead to.
  func predict(_ value: (_ feature: Int) -> Double) -> Double {
    var node = nodes[0]
    while node.feature >= 0 {
      node = nodes[value(node.feature) <= node.threshold ? node.left : node.right]
    }
    return node.value
  }

  private static func threshold(between lower: Double, and upper: Double) -> Double {
    guard lower.isFinite, upper.isFinite else { return lower }
    let middle = lower + 0.5 * (upper - lower)
    return middle < upper ? middle : lower
  }
}
