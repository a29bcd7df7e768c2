extension MixedEncoding {
  /// The point of a configuration.
  ///
  /// - Throws: `SearchError.outsideSpace` with the parameters at fault.
  func pointOrError(_ configuration: Configuration) throws(SearchError) -> [Double] {
    if let point = encode(configuration) { return point }
    let faults = space.parameters.filter { parameter in
      !(configuration[parameter.name].map(parameter.distribution.contains) ?? false)
    }
    throw .outsideSpace(parameters: faults.map(\.name))
  }

  /// The distance of two points in shares of each axis, categories being 0 or 1 apart: the root of the mean square.
  func distance(_ a: [Double], _ b: [Double]) -> Double {
    let squares = axes.indices.map { MixedKernel.squaredDifference(a[$0], b[$0], isCategory: isCategory[$0]) }
    return (squares.reduce(0, +) / Double(max(1, axes.count))).squareRoot()
  }

  /// The observations nearest to a point, nearest first.
  func neighbours(
    of point: [Double], in observations: [Observation], count: Int
  ) -> [SamplerExplanation.Neighbour] {
    let all = observations.compactMap { observation in
      encode(observation.configuration).map {
        SamplerExplanation.Neighbour(observation, distance: distance(point, $0))
      }
    }
    return Array(all.sorted { ($0.distance, $0.trial) < ($1.distance, $1.trial) }.prefix(count))
  }

  /// Every point of a finite space of `count` points.
  func allPoints(count: Int) -> [[Double]] {
    (0..<count).map { index in
      var rest = index
      return axes.indices.map { j in
        let levels = axes[j].count ?? 1
        defer { rest /= levels }
        return coordinate(axis: j, position: rest % levels)
      }
    }
  }
}
