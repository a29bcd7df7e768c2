import Foundation
import Machine
import Testing

/// The energy counter on a folder made like Linux' powercap.
@Suite final class EnergyCounterTests {
  let root = FileManager.default.temporaryDirectory.appending(path: "powercap-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: root) }

  private func write(_ domain: String, _ file: String, _ value: String) throws {
    let folder = root.appending(path: domain)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data((value + "\n").utf8).write(to: folder.appending(path: file))
  }

  @Test func aMachineWithoutACounterHasNone() throws {
    #expect(EnergyCounter(root: root.path) == nil)
    try write("intel-rapl", "enabled", "1")
    #expect(EnergyCounter(root: root.path) == nil)
  }

  @Test func addsPackagesButNotTheirParts() throws {
    for domain in ["intel-rapl:0", "intel-rapl:1", "intel-rapl:0:0"] {
      try write(domain, "energy_uj", "1000000")
      try write(domain, "max_energy_range_uj", "5000000")
    }
    let counter = try #require(EnergyCounter(root: root.path))
    let start = try #require(counter.read())
    try write("intel-rapl:0", "energy_uj", "1500000")
    try write("intel-rapl:1", "energy_uj", "3000000")
    try write("intel-rapl:0:0", "energy_uj", "4000000")
    let end = try #require(counter.read())
    #expect(counter.joules(from: start, to: end) == 2.5)
  }

  @Test func aWrappedCounterGoesOnFromItsRange() throws {
    try write("intel-rapl:0", "energy_uj", "4900000")
    try write("intel-rapl:0", "max_energy_range_uj", "5000000")
    let counter = try #require(EnergyCounter(root: root.path))
    let start = try #require(counter.read())
    try write("intel-rapl:0", "energy_uj", "300000")
    let end = try #require(counter.read())
    let joules = try #require(counter.joules(from: start, to: end))
    #expect(abs(joules - 0.4) < 1e-12)
  }

  @Test func aWrapOfUnknownRangeIsNotGuessed() throws {
    try write("intel-rapl:0", "energy_uj", "4900000")
    let counter = try #require(EnergyCounter(root: root.path))
    let start = try #require(counter.read())
    try write("intel-rapl:0", "energy_uj", "300000")
    #expect(counter.joules(from: start, to: try #require(counter.read())) == nil)
  }

  @Test func aCounterThatGoesAwayIsNotRead() throws {
    try write("intel-rapl:0", "energy_uj", "1")
    let counter = try #require(EnergyCounter(root: root.path))
    try FileManager.default.removeItem(at: root)
    #expect(counter.read() == nil)
  }
}
