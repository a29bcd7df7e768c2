import Seeding

/// A named tensor inside the flat parameter store.
public struct ParameterTensor: Hashable, Sendable {
  /// `layer/weight`, `layer/bias`, `layer/gamma` or `layer/beta`.
  public let name: String
  /// Rows of the stored matrix: output channels or units; 1 for vectors.
  public let rows: Int
  /// Values in a row.
  public let columns: Int
  /// Distance between rows in the store, at least `columns`: dense rows are padded to whole lane vectors with zeros.
  let rowStride: Int
  /// Whether every row begins with a lane vector of its own.
  let hasPaddedRows: Bool
  let offset: Int

  /// Trainable values, padding excluded.
  public var count: Int { rows * columns }
}

/// All trainable values of a network, their gradients and the running statistics of its batch normalisations.
///
/// Values and gradients are one flat array each, so that an optimizer is one vector loop. Padding values are zero and
/// stay zero: their gradients are.
public final class ParameterStore {
  /// The trainable tensors in the order of the layers.
  public private(set) var tensors: [ParameterTensor] = []
  private(set) var values = FloatBuffer(count: 0)
  private(set) var gradients = FloatBuffer(count: 0)
  private var running: [RunningStatistic] = []
  private var size = 0
  /// Another number after every change of the values, so that whoever keeps them in an order of its own knows when to
  /// make it again.
  private(set) var version = 0

  init() {}

  /// Reserves a tensor; all reservations come before `allocate()`.
  func reserve(_ name: String, rows: Int, columns: Int, paddedRows: Bool = false) -> ParameterTensor {
    let rowStride = paddedRows ? (columns + laneCount - 1) / laneCount * laneCount : columns
    let tensor = ParameterTensor(
      name: name, rows: rows, columns: columns, rowStride: rowStride, hasPaddedRows: paddedRows, offset: size)
    size += (rows * rowStride + laneCount - 1) / laneCount * laneCount
    tensors.append(tensor)
    return tensor
  }

  /// Says that the values change, or have changed.
  func markChanged() { version += 1 }

  func allocate() {
    values = FloatBuffer(count: size)
    gradients = FloatBuffer(count: size)
  }

  /// A vector that follows the batches without being trained, in fixed memory so that a step allocates nothing.
  struct RunningStatistic {
    let name: String
    let columns: Int
    fileprivate let buffer: FloatBuffer

    @inline(__always)
    var pointer: FloatPointer { buffer.pointer }
  }

  /// Adds a running statistic of `columns` values, all `initialValue`.
  func addStatistic(_ name: String, columns: Int, initialValue: Float) -> RunningStatistic {
    let statistic = RunningStatistic(name: name, columns: columns, buffer: FloatBuffer(count: columns))
    statistic.pointer.update(repeating: initialValue, count: columns)
    running.append(statistic)
    return statistic
  }

  /// Copies of the running means and variances, by `layer/running_mean` and `layer/running_variance`.
  public var statistics: [String: [Float]] {
    var copies: [String: [Float]] = [:]
    for statistic in running {
      copies[statistic.name] = Array(UnsafeBufferPointer(start: statistic.pointer, count: statistic.columns))
    }
    return copies
  }

  /// Length of the flat arrays, padding included: a multiple of sixteen.
  var flatCount: Int { size }

  /// Vectors of sixteen values in the flat arrays, padding included.
  public var vectorCount: Int { size / laneCount }

  /// Trainable values, padding excluded.
  public var parameterCount: Int { tensors.reduce(0) { $0 + $1.count } }

  @inline(__always)
  func pointer(_ tensor: ParameterTensor) -> FloatPointer { values.pointer + tensor.offset }

  @inline(__always)
  func gradient(_ tensor: ParameterTensor) -> FloatPointer { gradients.pointer + tensor.offset }

  /// Whether every trainable value and every running statistic is a finite number.
  public var isFinite: Bool {
    isFinite(values) && running.allSatisfy { isFinite($0.buffer) }
  }

  private func isFinite(_ buffer: FloatBuffer) -> Bool {
    // Zero times a finite number is zero, and NaN otherwise; a NaN stays in the sum.
    var sum = Lanes.zero
    for i in 0..<(buffer.count / laneCount) { sum = fma(buffer.lanes[i], .zero, sum) }
    return (0..<laneCount).allSatisfy { sum[$0] == 0 }
  }

  /// The tensor of that name, if the network has one.
  public func tensor(named name: String) -> ParameterTensor? { tensors.first { $0.name == name } }

  /// A copy of a tensor's values in row-major order.
  public func read(_ tensor: ParameterTensor) -> [Float] { copy(tensor, from: values) }

  /// A copy of a tensor's gradient of the last batch in row-major order.
  public func readGradient(_ tensor: ParameterTensor) -> [Float] { copy(tensor, from: gradients) }

  private func copy(_ tensor: ParameterTensor, from buffer: FloatBuffer) -> [Float] {
    (0..<tensor.rows).flatMap { row in
      (0..<tensor.columns).map { buffer.pointer[tensor.offset + row * tensor.rowStride + $0] }
    }
  }

  /// Overwrites a tensor's values, given in row-major order.
  ///
  /// - Precondition: `newValues` has `tensor.count` elements.
  public func write(_ newValues: [Float], to tensor: ParameterTensor) {
    require(newValues.count == tensor.count, "\(tensor.name) has \(tensor.count) values, got \(newValues.count)")
    markChanged()
    for row in 0..<tensor.rows {
      for column in 0..<tensor.columns {
        values.pointer[tensor.offset + row * tensor.rowStride + column] = newValues[row * tensor.columns + column]
      }
    }
  }

  /// Fills a tensor with draws from the uniform distribution of Glorot and Bengio (2010).
  func initialiseGlorotUniform(_ tensor: ParameterTensor, fanIn: Int, fanOut: Int, seed: SeedSequence) {
    let limit = (6 / Double(fanIn + fanOut)).squareRoot()
    var generator = seed.generator()
    write((0..<tensor.count).map { _ in Float(generator.uniform(-limit, limit)) }, to: tensor)
  }
}
