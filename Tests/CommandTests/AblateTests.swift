import Foundation
import TestSupport
import Testing

/// `ablation ablate --from-csv` on the committed example, and on faulty tables.
@Suite struct AblateTests {
  private let example = Fixtures.url("ablation/digits/runs.csv").path

  @Test func analysesATableMadeElsewhere() throws {
    let folder = try TemporaryFolder()
    let output = folder.url.appending(path: "report")
    let outcome = try Program.ablation.run([
      "ablate", "--from-csv", example, "--metric", "accuracy", "--margin", "0.002", "--output", output.path,
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 7 && lines[0].hasPrefix("removing augmentation"))
    #expect(lines.last?.hasSuffix("README.md") == true)
    for name in ["README.md", "report.tex", "effects.csv", "plots/forest.png"] {
      #expect(FileManager.default.fileExists(atPath: output.appending(path: name).path), "\(name)")
    }
    let tables = try String(contentsOf: output.appending(path: "effects.csv"), encoding: .utf8)
    let again = folder.url.appending(path: "again")
    _ = try Program.ablation.run([
      "ablate", "--from-csv", example, "--metric", "accuracy", "--margin", "0.002", "--output", again.path,
    ])
    #expect(try String(contentsOf: again.appending(path: "effects.csv"), encoding: .utf8) == tables)
  }

  @Test func aReportReplacesNothingButAReport() throws {
    let folder = try TemporaryFolder()
    let table = try folder.write("arm,seed,acc\na,1,0.5\na,2,0.51\nb,1,0.4\nb,2,0.42\n", to: "runs.csv")
    func analyse(_ place: String) throws -> Outcome {
      try Program.ablation.run([
        "ablate", "--from-csv", table, "--baseline", "a", "--output", folder.url.appending(path: place).path,
      ])
    }
    let own = try analyse(".")
    #expect(own.status == 1 && own.errors.contains("is where the table lies"))
    for (place, file, says) in [
      ("notes", "README.md", "holds a README.md that the report would replace"),
      ("study", "study.sqlite", "holds a study with its own report"),
      ("tables", "effects.csv", "holds the file effects.csv that the report would replace"),
    ] {
      try FileManager.default.createDirectory(
        at: folder.url.appending(path: place), withIntermediateDirectories: true)
      let kept = try folder.write("mine", to: "\(place)/\(file)")
      let refused = try analyse(place)
      #expect(refused.status == 1 && refused.errors.contains(says), "\(refused.errors)")
      #expect(try String(contentsOfFile: kept, encoding: .utf8) == "mine")
    }
    #expect(try analyse("new").status == 0)
    #expect(try analyse("new").status == 0)
  }

  @Test func plansFromAPilot() throws {
    let folder = try TemporaryFolder()
    let output = folder.url.appending(path: "none")
    let outcome = try Program.ablation.run([
      "ablate", "--from-csv", example, "--metric", "accuracy", "--plan", "--output", output.path,
    ])
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("6 comparisons: at least 8 seeds for a star; pilot of 10 seeds\n8 seeds find"))
    #expect(!FileManager.default.fileExists(atPath: output.path))
  }

  @Test func faultsEndWithOneClearError() throws {
    let folder = try TemporaryFolder()
    let missing = try folder.write("arm,seed,acc\na,1,0.5\na,2,0.5\nb,1,0.4\n", to: "missing.csv")
    let outcome = try Program.ablation.run(["ablate", "--from-csv", missing, "--baseline", "a"])
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("1 pair is missing: arm 'b' seed 2"))
    let text = try folder.write("arm,seed,acc\na,1,0.5\nb,1,x\n", to: "text.csv")
    let place = try Program.ablation.run(["ablate", "--from-csv", text, "--baseline", "a", "--metric", "acc"])
    #expect(place.status == 1 && place.errors.contains("text.csv:3: column 'acc': 'x' is not a finite decimal number"))
    let ambiguous = try Program.ablation.run(["ablate", "--from-csv", example])
    #expect(ambiguous.status == 1 && ambiguous.errors.contains("accuracy, f1_macro, log_loss; declare the primary one"))
    let margin = try Program.ablation.run(["ablate", "--from-csv", example, "--margin", "0"])
    #expect(margin.status == 64 && margin.errors.contains("--margin 0.0: give a difference above 0"))
  }
}
