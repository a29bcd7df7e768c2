import Search

/// Checks what every sampler must keep to, and returns the violations in words; empty if there are none.
///
/// Asked for trial after trial with a made-up smooth objective, the sampler must stay inside the space, give the same
/// answer to the same question, never repeat a point of a finite space, visit all of it and then say `nil`. One trial in
/// five is reported as failed and one as infeasible, and the last `lag` trials are shown as pending.
///
/// - Parameters:
///   - space: the space that `make` searches.
///   - trials: how many trials to ask for where the space is infinite.
///   - lag: how many of the latest trials have no outcome yet.
///   - make: makes a fresh sampler; called again to see that nothing is remembered.
public func checkSampler(
  space: SearchSpace, trials: Int = 20, lag: Int = 0, make: () throws -> any Sampler
) throws -> [String] {
  var violations: [String] = []
  var observations: [Observation] = []
  var suggested: [Configuration] = []
  var seen: Set<String> = []
  let sampler = try make()
  let expected = space.size ?? trials
  for number in 0...expected {
    let visible = max(0, number - lag)
    let history = TrialHistory(
      observations: Array(observations.prefix(visible)), pending: Array(suggested.dropFirst(visible)))
    let suggestion = try sampler.suggest(trial: number, history: history)
    if try make().suggest(trial: number, history: history) != suggestion {
      violations.append("trial \(number): a fresh sampler gives another answer")
    }
    guard let configuration = suggestion else {
      if space.size == nil { violations.append("trial \(number): nil on an infinite space") }
      if let size = space.size, number < size { violations.append("trial \(number): nil with \(size) points") }
      return violations
    }
    if number == space.size { violations.append("trial \(number): the space is exhausted, but nil was not given") }
    if !space.contains(configuration) { violations.append("trial \(number): \(configuration) is outside the space") }
    if !seen.insert(configuration.canonicalKey).inserted, space.size != nil {
      violations.append("trial \(number): \(configuration) was suggested before")
    }
    suggested.append(configuration)
    let point = space.encode(configuration) ?? []
    let value = point.reduce(0) { $0 + ($1 - 0.3) * ($1 - 0.3) }
    let outcome: Outcome = number % 5 == 3 ? .failed : number % 5 == 4 ? .infeasible : .value(value)
    observations.append(Observation(trial: number, configuration: configuration, outcome: outcome))
  }
  return violations
}
