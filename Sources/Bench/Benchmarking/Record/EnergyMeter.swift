import Machine

/// Joules of calls, where the machine exposes a counter; `nil` everywhere else, never a guess.
///
/// The counter covers the processor's whole package, whoever uses it.
public struct EnergyMeter: Sendable {
  private let counter: EnergyCounter?

  /// A meter on the machine's counter.
  public init(_ counter: EnergyCounter? = EnergyCounter()) {
    self.counter = counter
  }

  /// Runs `body` and returns the package's joules meanwhile.
  public func measure(_ body: () -> Void) -> Double? {
    guard let counter, let start = counter.read() else {
      body()
      return nil
    }
    body()
    return counter.read().flatMap { counter.joules(from: start, to: $0) }
  }
}
