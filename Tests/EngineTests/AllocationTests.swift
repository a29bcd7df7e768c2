import AllocationCounter
import Seeding
import Testing

@testable import Engine

/// After its first step, which makes an optimizer's state, training allocates nothing.
@Suite(.enabled(if: allocation_counter_available(), "the C library's allocator cannot be counted here"))
struct AllocationTests {
  enum Rule: CaseIterable {
    case sgd, nesterov, adam, adamW

    func make() -> any Optimizer {
      switch self {
      case .sgd: return SGD()
      case .nesterov: return SGD(momentum: 0.9, nesterov: true, weightDecay: 1e-4)
      case .adam: return Adam()
      case .adamW: return Adam(weightDecay: 0.01, convention: .pytorch)
      }
    }
  }

  @Test func countsAllocations() {
    let before = allocation_count()
    let buffer = FloatBuffer(count: 1000)
    #expect(allocation_count() > before)
    #expect(buffer.count == 1008)
  }

  /// Counts the allocations of all threads of a team, without allocating when it counts.
  private final class TeamCounter {
    private let team: ThreadTeam
    private let counts: UnsafeMutablePointer<Int>

    init(_ team: ThreadTeam) {
      self.team = team
      counts = .allocate(capacity: team.count)
      counts.initialize(repeating: 0, count: team.count)
    }

    deinit { counts.deallocate() }

    func total() -> Int {
      // A C function: a closure of an unoptimised build allocates by itself.
      team.run(allocation_count_into, context: UnsafeMutableRawPointer(counts))
      var total = 0
      var member = 0
      // Neither `reduce` nor its closure: unoptimised, they allocate for every element.
      while member < team.count {
        total += counts[member]
        member += 1
      }
      return total
    }
  }

  @Test func countsTheAllocationsOfEveryThread() {
    let team = ThreadTeam(count: 3)
    let counter = TeamCounter(team)
    let before = counter.total()
    #expect(counter.total() == before)
    team.run({ _, _ in FloatBuffer(count: 100).zero() }, context: Unmanaged.passUnretained(team).toOpaque())
    #expect(counter.total() >= before + 3)
  }

  @Test(arguments: [("lenet5", 1), ("lenet5", 2), ("padocanet", 1), ("padocanet", 3)], Rule.allCases)
  func stepsAllocateNothing(_ network: (name: String, threads: Int), _ rule: Rule) throws {
    let threads = network.threads
    let description = TrainingFixtureTests.description(network.name)
    let network = try Network(description, maximumBatchSize: 35, threads: threads, seed: SeedSequence(root: 2))
    let optimizer = rule.make()
    let pixels = FormulaData.bytes(60, count: 35 * 784)
    let labels = FormulaData.labels(61, count: 35)
    let indices = (0..<35).map(Int32.init)
    let augmentation = EpochAugmentation(
      ranges: Augmentation(rotationDegrees: 20, widthShift: 0.1, heightShift: 0.1, shearDegrees: 2, zoom: 0.1),
      seed: SeedSequence(root: 3))
    let allocations = pixels.withUnsafeBufferPointer { pixels in
      labels.withUnsafeBufferPointer { labels in
        indices.withUnsafeBufferPointer { indices in
          let source = ImageSource(pixels: pixels.baseAddress!, labels: labels.baseAddress!, count: 35)
          func steps(_ count: Int) {
            for step in 0..<count {
              let batch = UnsafeBufferPointer(rebasing: indices[0..<(step % 2 == 0 ? 35 : 19)])
              _ = network.train(
                on: source, indices: batch, labels: labels.baseAddress!,
                augmentation: step % 3 == 0 ? augmentation : nil, optimizer: optimizer, learningRate: 0.001)
              if step % 4 == 0 {
                network.evaluate(on: source, indices: batch, labels: labels.baseAddress!) { _, _, _, _, _ in }
                // One alone takes its own path, whose memory is made at the first.
                let one = UnsafeBufferPointer(rebasing: indices[step..<(step + 1)])
                network.evaluate(on: source, indices: one, labels: labels.baseAddress!) { _, _, _, _, _ in }
              }
            }
          }
          steps(1)
          let counter = TeamCounter(network.team)
          let before = counter.total()
          steps(12)
          return counter.total() - before
        }
      }
    }
    #expect(allocations == 0, "\(allocations) allocations in 12 steps of \(threads) threads")
  }
}
