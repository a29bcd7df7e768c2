import Foundation
import Search

/// What a worker reports when a trial has ended.
public struct TrialResult: Hashable, Sendable, Codable {
  /// How the trial ended; always terminal.
  public var state: TrialState
  /// Why the trial is infeasible, diverged or failed.
  public var detail: String?
  /// The study's metric, in its own units and direction.
  public var value: Double?
  /// The learning curve, in the order of the epochs.
  public var epochs: [EpochRecord]
  /// What a foreign program reported, in its order.
  public var reports: [MetricReport] {
    get { programReports ?? [] }
    set { programReports = newValue.isEmpty ? nil : newValue }
  }
  /// The metric of each replicate, of which `value` is the mean; empty for a study without replicates.
  public var replicateValues: [Double] {
    get { valuesOfReplicates ?? [] }
    set { valuesOfReplicates = newValue.isEmpty ? nil : newValue }
  }
  /// The last finite metric of a trial that failed or diverged, where it got so far.
  public var latestValue: Double?
  /// What a rule of early termination said, in the order of replicates and epochs.
  public var decisions: [PruningDecision] {
    get { pruningDecisions ?? [] }
    set { pruningDecisions = newValue.isEmpty ? nil : newValue }
  }
  /// The metric after each epoch of the first of several replicates; empty without replicates.
  public var judgedCurve: [Double] {
    get { curveOfFirstReplicate ?? [] }
    set { curveOfFirstReplicate = newValue.isEmpty ? nil : newValue }
  }
  /// The epoch whose metric `value` is, counted from 1.
  public var bestEpoch: Int?
  /// The number of trainable parameters of the model.
  public var parameterCount: Int?
  /// The multiply-adds of one forward pass over one image.
  public var multiplyAdds: Int?
  /// What the trial cost; kept apart from everything else.
  public var timing: TrialTiming?
  /// Whether the attempt was cut off from outside, so that it says nothing about the trial: by default, it was not.
  ///
  /// A study hands such a trial out again as if the attempt had never been; the state counts only when that has
  /// happened too often.
  public var isInterruption: Bool {
    get { interruption ?? false }
    set { interruption = newValue ? true : nil }
  }
  /// Absent where false, as in results written before there were interruptions.
  private var interruption: Bool?
  /// Absent where empty.
  private var programReports: [MetricReport]?
  /// Absent where empty.
  private var valuesOfReplicates: [Double]?
  /// Absent where empty.
  private var pruningDecisions: [PruningDecision]?
  /// Absent where empty.
  private var curveOfFirstReplicate: [Double]?

  /// Describes how a trial ended.
  ///
  /// - Precondition: `state` is terminal.
  public init(
    state: TrialState, detail: String? = nil, value: Double? = nil, epochs: [EpochRecord] = [],
    reports: [MetricReport] = [], replicateValues: [Double] = [], latestValue: Double? = nil,
    decisions: [PruningDecision] = [], bestEpoch: Int? = nil, parameterCount: Int? = nil, multiplyAdds: Int? = nil,
    timing: TrialTiming? = nil, isInterruption: Bool = false
  ) {
    precondition(state.isTerminal, "a trial's result needs a terminal state, got \(state)")
    self.state = state
    self.detail = detail
    self.value = value
    self.epochs = epochs
    self.reports = reports
    self.replicateValues = replicateValues
    self.latestValue = latestValue
    self.decisions = decisions
    self.bestEpoch = bestEpoch
    self.parameterCount = parameterCount
    self.multiplyAdds = multiplyAdds
    self.timing = timing
    self.isInterruption = isInterruption
  }

  /// Reads a result that ``encoded()`` wrote.
  ///
  /// Throws a `DecodingError` for anything else, a result that is not terminal included.
  public init(decoding data: Data) throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    self = try decoder.decode(TrialResult.self, from: data)
    guard state.isTerminal else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [CodingKeys.state], debugDescription: "\"\(state.rawValue)\" is not the end of a trial"))
    }
  }

  /// The result as JSON with sorted keys; non-finite numbers become "inf", "-inf" and "nan".
  public func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(self)
  }

  /// The same result, with a complete trial that lacks a finite value turned into a diverged one.
  ///
  /// Samplers and tables may then rely on complete trials having a value.
  func normalized() -> TrialResult {
    var result = self
    let stated = value
    result.value = value.flatMap { $0.isFinite ? $0 : nil }
    if state == .complete, result.value == nil {
      result.state = .diverged
      result.detail = detail ?? stated.map { "the objective is \($0)" } ?? "no objective value was reported"
    }
    if result.state == .complete {
      result.detail = nil
    }
    return result
  }
}
