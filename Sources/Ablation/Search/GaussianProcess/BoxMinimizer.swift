/// Minimises a smooth function in a box by projected limited-memory BFGS (Liu and Nocedal 1989) with backtracking.
struct BoxMinimizer {
  let lower: [Double]
  let upper: [Double]
  var iterations = 50
  var memory = 8
  /// Ends when no free gradient component is larger.
  var tolerance = 1e-6

  /// The best point found and its value.
  func minimize(
    from start: [Double], _ function: ([Double]) -> (value: Double, gradient: [Double])
  ) -> (point: [Double], value: Double) {
    var x = projected(start)
    var (value, gradient) = function(x)
    guard value.isFinite else { return (x, value) }
    var steps: [[Double]] = []
    var changes: [[Double]] = []
    for iteration in 0..<iterations {
      let isFree = x.indices.map { i in
        !(x[i] <= lower[i] && gradient[i] > 0) && !(x[i] >= upper[i] && gradient[i] < 0)
      }
      let largest = x.indices.reduce(0.0) { isFree[$1] ? max($0, abs(gradient[$1])) : $0 }
      if largest <= tolerance { break }
      var direction = direction(gradient, isFree, steps, changes)
      var slope = dot(direction, gradient)
      if !(slope < 0) {
        steps.removeAll()
        changes.removeAll()
        direction = x.indices.map { isFree[$0] ? -gradient[$0] : 0 }
        slope = dot(direction, gradient)
      }
      // Without curvature yet, the first step is a fifth of the box's usual unit at most.
      var length = iteration == 0 || steps.isEmpty ? min(1, 0.2 / largest) : 1.0
      var accepted: (point: [Double], value: Double, gradient: [Double])?
      for _ in 0..<25 {
        let candidate = projected(x.indices.map { x[$0] + length * direction[$0] })
        let result = function(candidate)
        let decrease = x.indices.reduce(0.0) { $0 + gradient[$1] * (candidate[$1] - x[$1]) }
        if result.value.isFinite, result.value <= value + 1e-4 * decrease {
          accepted = (candidate, result.value, result.gradient)
          break
        }
        length *= 0.4
      }
      guard let accepted else { break }
      let step = x.indices.map { accepted.point[$0] - x[$0] }
      let change = x.indices.map { accepted.gradient[$0] - gradient[$0] }
      if dot(step, change) > 1e-12 * dot(change, change) {
        steps.append(step)
        changes.append(change)
        if steps.count > memory {
          steps.removeFirst()
          changes.removeFirst()
        }
      }
      let gain = value - accepted.value
      (x, value, gradient) = accepted
      if gain <= 1e-10 * max(1, abs(value)) { break }
    }
    return (x, value)
  }

  private func projected(_ x: [Double]) -> [Double] {
    x.indices.map { min(max(x[$0], lower[$0]), upper[$0]) }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }

  /// The two-loop recursion on the free coordinates.
  private func direction(
    _ gradient: [Double], _ isFree: [Bool], _ steps: [[Double]], _ changes: [[Double]]
  ) -> [Double] {
    var q = gradient.indices.map { isFree[$0] ? gradient[$0] : 0 }
    var factors = [Double](repeating: 0, count: steps.count)
    for k in stride(from: steps.count - 1, through: 0, by: -1) {
      factors[k] = dot(steps[k], q) / dot(steps[k], changes[k])
      for i in q.indices { q[i] -= factors[k] * changes[k][i] }
    }
    if let step = steps.last, let change = changes.last {
      let scale = dot(step, change) / dot(change, change)
      for i in q.indices { q[i] *= scale }
    }
    for k in steps.indices {
      let factor = factors[k] - dot(changes[k], q) / dot(steps[k], changes[k])
      for i in q.indices { q[i] += factor * steps[k][i] }
    }
    return q.indices.map { isFree[$0] ? -q[$0] : 0 }
  }
}
