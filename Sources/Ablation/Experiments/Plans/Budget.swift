/// How much work a run may do.
///
/// The sweep files say what to search; a budget says how long.
public struct Budget: Hashable, Sendable, Codable {
  /// The three sizes of a run.
  public enum Name: String, Codable, Sendable, CaseIterable {
    /// A smoke run on a subset: its numbers mean nothing.
    case quick
    /// Ten minutes on two cores.
    case standard
    /// The original studies' own epochs, images and number of runs.
    case full
  }

  /// Which size.
  public var name: Name
  /// Most trials of a study; a sweep's `run_cap` may be lower.
  ///
  /// `nil` leaves it to the sweep.
  public var trials: Int?
  /// Training images of a search trial; `nil` for all.
  public var searchImages: Int?
  /// Validation images of a search trial; `nil` for all.
  public var validationImages: Int?
  /// Share of a configuration's epochs that a search trial trains for, at least one epoch.
  public var searchEpochShare: Double
  /// Training images of a confirmation; `nil` for training and validation images together.
  public var confirmationImages: Int?
  /// Share of a configuration's epochs that a confirmation trains for, at least one epoch.
  public var confirmationEpochShare: Double
  /// Fresh seeds of the best study of each family.
  public var bestSeeds: Int
  /// Fresh seeds of the other studies.
  public var otherSeeds: Int

  /// The budget of a name.
  public init(_ name: Name) {
    self.name = name
    switch name {
    case .quick:
      trials = 5
      searchImages = 2_000
      validationImages = 1_000
      searchEpochShare = 0.2
      confirmationImages = 3_000
      confirmationEpochShare = 0.2
      bestSeeds = 2
      otherSeeds = 2
    case .standard:
      trials = 20
      searchImages = 10_000
      validationImages = nil
      searchEpochShare = 0.2
      confirmationImages = nil
      confirmationEpochShare = 0.3
      bestSeeds = 5
      otherSeeds = 2
    case .full:
      trials = nil
      searchImages = nil
      validationImages = nil
      searchEpochShare = 1
      confirmationImages = nil
      confirmationEpochShare = 1
      bestSeeds = 5
      otherSeeds = 5
    }
  }

  /// The epochs of a share, at least one.
  static func epochs(_ epochs: Int, share: Double) -> Int {
    max(1, Int((Double(epochs) * share).rounded()))
  }

  /// The epochs of a search trial whose configuration has this many.
  public func searchEpochs(_ epochs: Int) -> Int { Self.epochs(epochs, share: searchEpochShare) }

  /// One line for titles and logs; a quick run says what it is.
  public var note: String {
    switch name {
    case .quick: return "quick smoke run on a subset: not a result"
    case .standard: return "standard budget (search: 10,000 images, a fifth of the epochs)"
    case .full: return "full budget"
    }
  }
}
