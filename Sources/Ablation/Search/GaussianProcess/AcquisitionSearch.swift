import Seeding

/// Finds the point of highest expected improvement: many quasi-random candidates, then local search from the best.
struct AcquisitionSearch {
  private static let candidates = 2048
  private static let starts = 10
  private static let rounds = 6

  let encoding: MixedEncoding
  let process: GaussianProcess
  let threshold: Double
  /// Points that may not be suggested again, on spaces whose points can come up twice.
  let excluded: Set<[Double]>

  private var continuous: [Int] { encoding.axes.indices.filter { encoding.axes[$0].count == nil } }

  /// The best point found that is not excluded; `nil` if there is none.
  ///
  /// - Parameter incumbents: observed points, best first, near which to look too.
  func best(incumbents: [[Double]], seeds: SeedSequence) -> [Double]? {
    var pool = quasiRandomPoints(seeds: seeds.child("candidates"))
    pool += neighbours(of: incumbents, seeds: seeds.child("neighbours"))
    pool = pool.filter { !excluded.contains($0) }
    let scores = scores(pool)
    let order = pool.indices.sorted { scores[$0] > scores[$1] || (scores[$0] == scores[$1] && $0 < $1) }
    var starts = apart(order.map { pool[$0] })
    if let incumbent = incumbents.first { starts.append(incumbent) }
    var best: (point: [Double], score: Double)?
    for start in starts {
      let end = climb(from: start)
      if !excluded.contains(end.point), end.score > best?.score ?? -.infinity { best = end }
    }
    return best?.point ?? order.first.map { pool[$0] }
  }

  /// The first of a ranked list that are not near one another, so that the climbs end on different hills.
  private func apart(_ ranked: [[Double]]) -> [[Double]] {
    let limit = process.count <= 200 ? AcquisitionSearch.starts : AcquisitionSearch.starts / 3
    var chosen: [[Double]] = []
    for point in ranked {
      if chosen.count == limit { break }
      let isApart = chosen.allSatisfy { other in
        let distances = encoding.axes.indices.map { j in
          MixedKernel.squaredDifference(point[j], other[j], isCategory: encoding.isCategory[j])
        }
        return distances.reduce(0, +) > 0.01 * Double(encoding.axes.count)
      }
      if isApart { chosen.append(point) }
    }
    return chosen
  }

  /// The best of an explicit list of points.
  func best(of points: [[Double]]) -> [Double]? {
    var best: (point: [Double], score: Double)?
    let open = points.filter { !excluded.contains($0) }
    for (point, value) in zip(open, scores(open)) where value > best?.score ?? -.infinity {
      best = (point, value)
    }
    return best?.point
  }

  private func scores(_ points: [[Double]]) -> [Double] {
    process.predict(points).map { mean, variance in
      LogExpectedImprovement.value(mean: mean, variance: variance, threshold: threshold)
    }
  }

  private func quasiRandomPoints(seeds: SeedSequence) -> [[Double]] {
    var generator = seeds.generator()
    let dimension = encoding.axes.count
    let shifts = (0..<min(dimension, SobolSequence.largestDimension)).map { _ in
      UInt32(truncatingIfNeeded: generator.next() >> 32)
    }
    let sequence = SobolSequence(shifts: shifts)
    // Scoring takes quadratic time in the observations: long histories get fewer candidates and rely on the climb.
    let effort = max(1, process.count * process.count / 16_384)
    return (0..<max(AcquisitionSearch.candidates / effort, 128)).map { index in
      (0..<dimension).map { j in
        let draw = j < shifts.count ? sequence.coordinate(index, dimension: j) : generator.uniform()
        return encoding.coordinate(axis: j, draw: draw)
      }
    }
  }

  /// Points that differ from good ones in some coordinates only.
  private func neighbours(of incumbents: [[Double]], seeds: SeedSequence) -> [[Double]] {
    var generator = seeds.generator()
    let dimension = encoding.axes.count
    var result: [[Double]] = []
    for incumbent in incumbents.prefix(4) {
      for _ in 0..<64 {
        var point = incumbent
        let forced = generator.uniform(below: dimension)
        for j in 0..<dimension {
          let isMoved = generator.uniform() < 1 / Double(dimension) || j == forced
          let draw = generator.uniform()
          guard isMoved else { continue }
          if encoding.axes[j].count == nil {
            point[j] = min(max(point[j] + 0.2 * (draw - 0.5), 0), 1)
          } else {
            point[j] = encoding.coordinate(axis: j, draw: draw)
          }
        }
        result.append(point)
      }
    }
    return result
  }

  /// Alternates gradient steps on the continuous coordinates with exhaustive moves on each discrete one.
  private func climb(from start: [Double]) -> (point: [Double], score: Double) {
    var point = start
    var value = excluded.contains(point) ? -Double.infinity : scores([point])[0]
    for _ in 0..<AcquisitionSearch.rounds {
      var moved = false
      if !continuous.isEmpty {
        let climbed = climbContinuous(from: point)
        if climbed.score > value, !excluded.contains(climbed.point) { (point, value) = climbed }
      }
      for j in encoding.axes.indices {
        let candidates = moves(axis: j, from: point[j]).map { position in
          var candidate = point
          candidate[j] = encoding.coordinate(axis: j, position: position)
          return candidate
        }.filter { $0[j] != point[j] && !excluded.contains($0) }
        for (candidate, score) in zip(candidates, scores(candidates)) where score > value {
          (point, value) = (candidate, score)
          moved = true
        }
      }
      // Without a discrete move, another gradient climb would end where it began.
      if !moved { break }
    }
    return (point, value)
  }

  private func moves(axis j: Int, from coordinate: Double) -> [Int] {
    switch encoding.axes[j] {
    case .continuous: return []
    case .ordered(let levels), .category(let levels): return Array(levels.indices)
    case .orderedRange(let count):
      // Too many to try all: a coarse sweep of the whole range, and doubling steps around the present value.
      let here = encoding.position(axis: j, coordinate: coordinate)
      var result = (0..<32).map { $0 * (count / 32) + count / 64 }
      var step = 1
      while step < count / 16 {
        result += [here - step, here + step].filter { $0 >= 0 && $0 < count }
        step *= 2
      }
      return result
    }
  }

  private func climbContinuous(from start: [Double]) -> (point: [Double], score: Double) {
    let coordinates = continuous
    let minimizer = BoxMinimizer(
      lower: coordinates.map { _ in 0 }, upper: coordinates.map { _ in 1 }, iterations: 20, tolerance: 1e-5)
    var point = start
    let result = minimizer.minimize(from: coordinates.map { start[$0] }) { x in
      for (slot, j) in coordinates.enumerated() { point[j] = x[slot] }
      let prediction = process.predictWithGradient(point, coordinates: coordinates)
      let score = LogExpectedImprovement.gradient(
        mean: prediction.mean, variance: prediction.variance, threshold: threshold)
      let gradient = coordinates.indices.map { slot in
        -(score.byMean * prediction.meanGradient[slot] + score.byVariance * prediction.varianceGradient[slot])
      }
      return (-score.value, gradient)
    }
    for (slot, j) in coordinates.enumerated() { point[j] = result.point[slot] }
    return (point, -result.value)
  }
}
