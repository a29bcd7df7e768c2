import AllocationCounter
import Seeding
import Testing

@testable import Engine

/// A step gives the same bits whatever the number of threads that share it.
@Suite struct ThreadTests {
  enum Rule: CaseIterable {
    case sgd, nesterov, adamW

    func make() -> any Optimizer {
      switch self {
      case .sgd: return SGD()
      case .nesterov: return SGD(momentum: 0.9, nesterov: true, weightDecay: 1e-4)
      case .adamW: return Adam(weightDecay: 0.01)
      }
    }
  }

  static let images = 97
  static let pixels = FormulaData.bytes(60, count: images * 784)
  static let labels = FormulaData.labels(61, count: images)
  static let augmentation = EpochAugmentation(
    ranges: Augmentation(rotationDegrees: 20, widthShift: 0.1, heightShift: 0.1, shearDegrees: 2, zoom: 0.1),
    seed: SeedSequence(root: 3))
  /// Fewer blocks than threads, partial last blocks, more blocks than summation slots.
  static let batches = [97, 64, 1, 16, 33, 17, 80, 50, 97]

  struct Outcome: Equatable {
    var state: [UInt32]
    var results: [Network.StepResult]
    var losses: [Double] = []
  }

  static func train(_ description: NetworkDescription, threads: Int, rule: Rule) throws -> Outcome {
    let network = try Network(description, maximumBatchSize: images, threads: threads, seed: SeedSequence(root: 8))
    let optimizer = rule.make()
    var outcome = Outcome(state: [], results: [])
    for (step, count) in batches.enumerated() {
      let indices = (0..<count).map { Int32((step * 31 + $0 * 5) % images) }
      outcome.results.append(
        network.train(
          pixels: pixels, labels: labels, indices: indices, augmentation: step % 2 == 0 ? augmentation : nil,
          optimizer: optimizer, learningRate: 0.01))
      network.evaluate(pixels: pixels, labels: labels, indices: indices) { _, loss, _, _, _ in
        outcome.losses.append(loss)
      }
    }
    outcome.state = DeterminismTests.state(network)
    return outcome
  }

  @Test(arguments: ["lenet5", "padocanet"], Rule.allCases)
  func threadsChangeNoBit(_ name: String, _ rule: Rule) throws {
    let description = TrainingFixtureTests.description(name)
    let expected = try Self.train(description, threads: 1, rule: rule)
    #expect(expected.results.allSatisfy { $0.loss.isFinite })
    for threads in 2...Network.maximumThreads {
      #expect(try Self.train(description, threads: threads, rule: rule) == expected, "\(threads) threads")
    }
  }

  /// Kernels without tiles, a network without convolutions, and one without batch normalisation in its second block.
  @Test func threadsChangeNoBitOfOtherNetworks() throws {
    let shape = Shape(channels: 1, height: 28, width: 28)
    let networks = [
      [
        LayerDescription.convolution(name: "c1", filters: 3, kernel: 4, padding: .same, activation: .sigmoid),
        .batchNorm(name: "b1", epsilon: 1e-3, momentum: 0.9), .pool(name: "p1", kind: .max, size: 3),
        .convolution(name: "c2", filters: 5, kernel: 2, padding: .same, activation: .leakyReLU),
        .dropout(name: "r2", rate: 0.3), .dense(name: "d1", units: 10, activation: .identity),
      ],
      [
        .dense(name: "d1", units: 31, activation: .tanh), .dropout(name: "r1", rate: 0.5),
        .dense(name: "d2", units: 10, activation: .identity),
      ],
    ]
    for layers in networks {
      let description = NetworkDescription(input: shape, layers: layers)
      let expected = try Self.train(description, threads: 1, rule: .adamW)
      for threads in 2...Network.maximumThreads {
        #expect(try Self.train(description, threads: threads, rule: .adamW) == expected, "\(threads) threads")
      }
    }
  }

  @Test(arguments: 1...4, [1, 2, 3, 4, 5, 8, 11])
  func sharesCoverEverythingOnce(_ threads: Int, _ count: Int) {
    var owners = [[Int]](repeating: [], count: count)
    var values = [Int](repeating: 0, count: 37)
    for thread in 0..<threads {
      let share = BlockShare(thread: thread, threads: threads)
      var last = -1
      share.forEachBlock(count) { block in
        #expect(block > last && BlockShare.owner(ofBlock: block, threads: threads) == thread)
        last = block
        owners[block].append(thread)
      }
      for value in share.range(37, group: count) { values[value] += 1 }
    }
    #expect(owners.allSatisfy { $0.count == 1 } && values.allSatisfy { $0 == 1 })
    // The blocks of one slot belong to one thread, so that it sums them in order.
    for block in BlockShare.slots..<max(count, BlockShare.slots) {
      #expect(owners[block] == owners[block - BlockShare.slots])
    }
  }

  /// More threads than any machine of these tests has cores: every waiting thread must end up asleep and be woken.
  @Test func crowdedTeamsMeetAtEveryBarrier() {
    final class Board {
      let team: ThreadTeam
      var counts: UnsafeMutablePointer<Int>
      var faults = 0
      init(threads: Int) {
        team = ThreadTeam(count: threads)
        counts = .allocate(capacity: threads * 64)
        counts.initialize(repeating: 0, count: threads * 64)
      }
      deinit { counts.deallocate() }
    }
    let threads = 9
    let board = Board(threads: threads)
    for _ in 0..<20 {
      board.team.run(
        { context, thread in
          guard let context else { return }
          let board = Unmanaged<Board>.fromOpaque(context).takeUnretainedValue()
          for round in 1...10 {
            board.counts[Int(thread) * 64] += 1
            board.team.barrier()
            // Nobody goes on before all have counted this round, and nobody counts the next before all have looked.
            if thread == 0 {
              let first = board.counts[0]
              for other in 0..<board.team.count where board.counts[other * 64] != first { board.faults += 1 }
              if first % 10 != round % 10 { board.faults += 1 }
            }
            board.team.barrier()
          }
        }, context: Unmanaged.passUnretained(board).toOpaque())
    }
    #expect(board.faults == 0)
    #expect((0..<threads).allSatisfy { board.counts[$0 * 64] == 200 })
  }
}
