import Engine
import Foundation
import Seeding
@main struct B {
  static func cpu() -> Double { var t = timespec(); clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); return Double(t.tv_sec)+Double(t.tv_nsec)*1e-9 }
  static func main() throws {
    let args = CommandLine.arguments
    let which = args[1], bs = Int(args[2])!, epochs = Int(args[3])!
    let xi = [UInt8](FileManager.default.contents(atPath: "/tmp/mnist/train-images-idx3-ubyte")!.dropFirst(16))
    let yl = [UInt8](FileManager.default.contents(atPath: "/tmp/mnist/train-labels-idx1-ubyte")!.dropFirst(8))
    let ti = [UInt8](FileManager.default.contents(atPath: "/tmp/mnist/t10k-images-idx3-ubyte")!.dropFirst(16))
    let tl = [UInt8](FileManager.default.contents(atPath: "/tmp/mnist/t10k-labels-idx1-ubyte")!.dropFirst(8))
    var layers: [LayerDescription] = []
    if which.hasPrefix("lenet") {
      layers = [.convolution(name: "c1", filters: 6, kernel: 5, padding: .same, activation: .tanh), .pool(name: "p1", kind: .average, size: 2),
        .convolution(name: "c2", filters: 16, kernel: 5, padding: .valid, activation: .tanh), .pool(name: "p2", kind: .average, size: 2),
        .dense(name: "d1", units: 120, activation: .tanh), .dense(name: "d2", units: 84, activation: .tanh), .dense(name: "d3", units: 10, activation: .identity)]
    } else {
      layers = [.convolution(name: "c1", filters: 6, kernel: 5, padding: .same, activation: .relu), .batchNorm(name: "b1", epsilon: 1e-3, momentum: 0.99), .pool(name: "p1", kind: .max, size: 2), .dropout(name: "r1", rate: 0.25),
        .convolution(name: "c2", filters: 16, kernel: 5, padding: .valid, activation: .relu), .batchNorm(name: "b2", epsilon: 1e-3, momentum: 0.99), .pool(name: "p2", kind: .max, size: 2), .dropout(name: "r2", rate: 0.25),
        .dense(name: "d1", units: 120, activation: .relu), .dropout(name: "r3", rate: 0.25), .dense(name: "d2", units: 84, activation: .relu), .dropout(name: "r4", rate: 0.25), .dense(name: "d3", units: 10, activation: .identity)]
    }
    let net = try Network(NetworkDescription(input: Shape(channels: 1, height: 28, width: 28), layers: layers), maximumBatchSize: bs, seed: SeedSequence(root: 1))
    let opt = Adam()
    let aug: Augmentation? = which.hasSuffix("aug") ? Augmentation(rotationDegrees: 10, widthShift: 0.1, heightShift: 0.1, shearDegrees: 0.2, zoom: 0.1) : nil
    xi.withUnsafeBufferPointer { xi in yl.withUnsafeBufferPointer { yl in
      let src = ImageSource(pixels: xi.baseAddress!, labels: yl.baseAddress!, count: 60000)
      for e in 0..<epochs {
        var peak = 0.0
        for _ in 0..<10 { let p0 = cpu(); let ops = MachinePeak.fusedMultiplyAdds(iterations: 2_000_00); peak = max(peak, ops/(cpu()-p0)*1e-9) }
        let order = SeedSequence(root: 1).child("shuffle").child(e).generator(); var o = order
        let idx = o.permutation(count: 60000).map { Int32($0) }
        let lab = idx.map { yl[Int($0)] }
        var loss = 0.0, ok = 0
        let t0 = cpu()
        idx.withUnsafeBufferPointer { idx in lab.withUnsafeBufferPointer { lab in
          var b = 0
          while b < 60000 { let n = min(bs, 60000-b)
            let r = net.train(on: src, indices: UnsafeBufferPointer(rebasing: idx[b..<(b+n)]), labels: lab.baseAddress! + b, augmentation: aug.map { EpochAugmentation(ranges: $0, seed: SeedSequence(root: 5).child(e)) }, optimizer: opt, learningRate: 0.001)
            loss += r.loss; ok += r.correct; b += n }
        }}
        let t1 = cpu()
        var hit = 0
        ti.withUnsafeBufferPointer { ti in tl.withUnsafeBufferPointer { tl in
          let ts = ImageSource(pixels: ti.baseAddress!, labels: tl.baseAddress!, count: 10000)
          let ids = (0..<10000).map { Int32($0) }
          ids.withUnsafeBufferPointer { ids in var b = 0
            while b < 10000 { let n = min(bs, 10000-b)
              net.evaluate(on: ts, indices: UnsafeBufferPointer(rebasing: ids[b..<(b+n)]), labels: tl.baseAddress! + b) { i, _, p, _, _ in if p == Int(tl[b+i]) { hit += 1 } }
              b += n } } }}
        let t2 = cpu()
        print("epoch \(e) \(t1-t0)s loss \(loss/60000) acc \(Double(ok)/60000) test \(Double(hit)/1e4) eval \(t2-t1) peak \(peak) share \(135.8/(t1-t0)/peak)")
      }
    }}
  }
}
