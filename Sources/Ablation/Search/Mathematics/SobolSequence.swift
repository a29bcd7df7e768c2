import Seeding

/// The Sobol sequence in up to 40 dimensions, randomised by a digital shift or by scrambling.
///
/// Direction numbers of Joe and Kuo (2008); points come in the natural binary order, so that the first 2^k points form a
/// net. Either randomisation keeps that; scrambling also breaks the regular patterns between dimensions.
struct SobolSequence: Sendable {
  private enum Randomization {
    /// A random word for each dimension, added without carry.
    case shifts([UInt32])
    /// A node of the seed tree for each dimension.
    case scrambling([SeedSequence])
  }

  private let directions: [[UInt32]]
  private let randomization: Randomization

  /// A sequence with one random shift for each dimension.
  init(shifts: [UInt32]) {
    randomization = .shifts(shifts)
    directions = shifts.indices.map(SobolSequence.directions(dimension:))
  }

  /// A sequence scrambled as Owen (1995) has it: each bit is flipped or not, at random for each value of the bits above.
  init(scrambling seeds: [SeedSequence]) {
    randomization = .scrambling(seeds)
    directions = seeds.indices.map(SobolSequence.directions(dimension:))
  }

  /// How many dimensions the table of direction numbers covers.
  static var largestDimension: Int { initialNumbers.count + 1 }

  /// The coordinate of a point, in [0, 1); indices count modulo 2^32.
  ///
  /// - Precondition: `dimension` is below `largestDimension`.
  func coordinate(_ index: Int, dimension: Int) -> Double {
    var bits = UInt32(0)
    var rest = UInt32(truncatingIfNeeded: index)
    var position = 0
    while rest > 0 {
      if rest & 1 == 1 { bits ^= directions[dimension][position] }
      rest >>= 1
      position += 1
    }
    switch randomization {
    case .shifts(let shifts): bits ^= shifts[dimension]
    case .scrambling(let seeds): bits = SobolSequence.scrambled(bits, seed: seeds[dimension].seed)
    }
    return (Double(bits) + 0.5) * 0x1p-32
  }

  private static func scrambled(_ bits: UInt32, seed: UInt64) -> UInt32 {
    var result = UInt32(0)
    for position in 0..<UInt32(32) {
      // The prefix with a leading one, so that 0 and 00 are different.
      let prefix = UInt64(1) << UInt64(position) | UInt64(position == 0 ? 0 : bits >> (32 - position))
      let flip = UInt32(SeedSequence.mix(seed ^ SeedSequence.mix(prefix)) >> 63)
      let bit = bits >> (31 - position) & 1
      result = result << 1 | (bit ^ flip)
    }
    return result
  }

  private static func directions(dimension: Int) -> [UInt32] {
    guard dimension > 0, dimension < largestDimension else { return (0..<32).map { UInt32(1) << UInt32(31 - $0) } }
    let (polynomial, initial) = initialNumbers[dimension - 1]
    let degree = initial.count
    var numbers = initial.enumerated().map { UInt32($0.element) << UInt32(31 - $0.offset) }
    for index in degree..<32 {
      var number = numbers[index - degree] ^ (numbers[index - degree] >> UInt32(degree))
      for term in 1..<max(degree, 1) where (polynomial >> UInt32(degree - term)) & 1 == 1 {
        number ^= numbers[index - term]
      }
      numbers.append(number)
    }
    return numbers
  }

  /// Primitive polynomials, as bits, and the first odd numbers m of each dimension after the first.
  private static let initialNumbers: [(polynomial: UInt32, numbers: [Int])] = [
    (0x3, [1]),
    (0x7, [1, 3]),
    (0xB, [1, 3, 1]),
    (0xD, [1, 1, 1]),
    (0x13, [1, 1, 3, 3]),
    (0x19, [1, 3, 5, 13]),
    (0x25, [1, 1, 5, 5, 17]),
    (0x29, [1, 1, 5, 5, 5]),
    (0x2F, [1, 1, 7, 11, 19]),
    (0x37, [1, 1, 5, 1, 1]),
    (0x3B, [1, 1, 1, 3, 11]),
    (0x3D, [1, 3, 5, 5, 31]),
    (0x43, [1, 3, 3, 9, 7, 49]),
    (0x5B, [1, 1, 1, 15, 21, 21]),
    (0x61, [1, 3, 1, 13, 27, 49]),
    (0x67, [1, 1, 1, 15, 7, 5]),
    (0x6D, [1, 3, 1, 15, 13, 25]),
    (0x73, [1, 1, 5, 5, 19, 61]),
    (0x83, [1, 3, 7, 11, 23, 15, 103]),
    (0x89, [1, 3, 7, 13, 13, 15, 69]),
    (0x8F, [1, 1, 3, 13, 7, 35, 63]),
    (0x91, [1, 3, 5, 9, 1, 25, 53]),
    (0x9D, [1, 3, 1, 13, 9, 35, 107]),
    (0xA7, [1, 3, 1, 5, 27, 61, 31]),
    (0xAB, [1, 1, 5, 11, 19, 41, 61]),
    (0xB9, [1, 3, 5, 3, 3, 13, 69]),
    (0xBF, [1, 1, 7, 13, 1, 19, 1]),
    (0xC1, [1, 3, 7, 5, 13, 19, 59]),
    (0xCB, [1, 1, 3, 9, 25, 29, 41]),
    (0xD3, [1, 3, 5, 13, 23, 1, 55]),
    (0xD5, [1, 3, 7, 3, 13, 59, 17]),
    (0xE5, [1, 3, 1, 3, 5, 53, 69]),
    (0xEF, [1, 1, 5, 5, 23, 33, 13]),
    (0xF1, [1, 1, 7, 7, 1, 61, 123]),
    (0xF7, [1, 1, 7, 9, 13, 61, 49]),
    (0xFD, [1, 3, 3, 5, 3, 55, 33]),
    (0x11D, [1, 3, 1, 15, 31, 13, 49, 245]),
    (0x12B, [1, 3, 5, 15, 31, 59, 63, 97]),
    (0x12D, [1, 3, 1, 11, 11, 11, 77, 249]),
  ]
}
