import Foundation
import TestSupport
import Testing

/// `bench compare` on files, as a user calls it.
@Suite struct BenchCompareTests {
  private static func record(cores: Int = 2, centre: Double, series: String = "train/lenet5/batch64") -> String {
    let samples = (0..<10).map { "\(centre * (1 + 0.001 * Double($0)))" }.joined(separator: ", ")
    return """
      {"format": 1, "benchmark": "train", "build": {"instructionSet": "native"},
       "machine": {"processor": "P", "cores": \(cores), "vectorExtensions": []},
       "series": [{"name": "\(series)", "unit": "s", "smallerIsBetter": true, "facts": {}, "samples": [\(samples)]}]}
      """
  }

  @Test func twoRecordsGetAVerdictATableAndAPicture() throws {
    let folder = try TemporaryFolder()
    let a = try folder.write(Self.record(centre: 1.0), to: "a.json")
    let b = try folder.write(Self.record(centre: 0.8), to: "b.json")
    let output = folder.url.appending(path: "out").path
    let outcome = try Program.bench.run(["compare", a, b, "--output", output])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("B is 25 % faster ["))
    #expect(outcome.output.contains("for all 1 judged series together"))
    let table = try String(contentsOfFile: output + "/comparison.csv", encoding: .utf8)
    #expect(table.contains("\ntrain/lenet5/batch64,s,1,") && table.hasSuffix(",better\n"))
    #expect(try Data(contentsOf: URL(filePath: output + "/comparison.png")).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(try Program.bench.run(["compare", a, b]).output == Program.bench.run(["compare", a, b]).output)
  }

  @Test func otherMachinesNeedTheFlag() throws {
    let folder = try TemporaryFolder()
    let a = try folder.write(Self.record(centre: 1.0), to: "a.json")
    let b = try folder.write(Self.record(cores: 8, centre: 1.0), to: "b.json")
    let refused = try Program.bench.run(["compare", a, b])
    #expect(refused.status == 1)
    #expect(refused.errors.contains("cores: 2 in A, 8 in B") && refused.errors.contains("--different-machines"))
    #expect(refused.output.isEmpty)
    let allowed = try Program.bench.run(["compare", a, b, "--different-machines"])
    #expect(allowed.status == 0)
    #expect(allowed.output.contains("note: cores: 2 in A, 8 in B"))
    #expect(allowed.output.contains("no difference that matters"))
  }

  @Test(arguments: [
    (["compare"], 64, "two records"), (["compare", "a.json"], 64, "two records"),
    (["compare", "a.json", "b.json", "--baseline", "HEAD"], 64, "subcommand of bench"),
    (["compare", "/nowhere.json", "/nowhere.json"], 1, "cannot read '/nowhere.json'"),
    (["compare", "Package.swift", "Package.swift"], 1, "not a benchmark record"),
    (["compare", "a", "b", "--margin", "70"], 64, "--margin 70"),
    (["compare", "a", "b", "--", "train"], 64, "two records"),
    (["compare", "--baseline", "HEAD", "--", "--batch", "64"], 64, "subcommand of bench"),
    (["compare", "--baseline", "HEAD", "--", "train", "--json", "x"], 64, "--json"),
    (["compare", "--baseline", "HEAD", "--rounds", "5"], 64, "--rounds 5: give 6 to 1000"),
  ])
  func badInputGetsOneClearMessage(_ arguments: [String], _ status: Int, _ says: String) throws {
    let outcome = try Program.bench.run(arguments)
    #expect(Int(outcome.status) == status, "\(outcome.errors)")
    #expect(outcome.errors.contains(says), "\(outcome.errors)")
  }

  @Test func recordsWithoutACommonSeriesAreRefused() throws {
    let folder = try TemporaryFolder()
    let a = try folder.write(Self.record(centre: 1.0), to: "a.json")
    let b = try folder.write(Self.record(centre: 1.0, series: "other"), to: "b.json")
    let outcome = try Program.bench.run(["compare", a, b])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("no series in common: A has 'train/lenet5/batch64', B has 'other'"))
  }
}
