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

  /// Differences of 5e-05, which gnuplot's own reader of texts refuses, and losses, whose better direction must be known.
  @Test func smallDifferencesAreDrawnAndLossesNotTurnedRound() throws {
    let folder = try TemporaryFolder()
    let rows = (1...6).map { "full,\($0),0.5,\(0.3 + Double($0) / 100)\nless,\($0),\($0 == 1 ? 0.50005 : 0.49),0.2\n" }
    let table = try folder.write("arm,seed,accuracy,test_loss\n" + rows.joined(), to: "t.csv")
    func analyse(_ metric: String, _ more: [String] = []) throws -> Outcome {
      try Program.ablation.run(
        ["ablate", "--from-csv", table, "--metric", metric, "--output", folder.url.appending(path: metric).path] + more)
    }
    let accuracy = try analyse("accuracy")
    #expect(accuracy.status == 0, "\(accuracy.errors)")
    let values = try String(contentsOf: folder.url.appending(path: "accuracy/effects.csv"), encoding: .utf8)
    #expect(values.contains("5e-05"))
    let loss = try analyse("test_loss")
    #expect(loss.status == 0 && loss.output.contains("'less' is better by 0.135"), "\(loss.output)\(loss.errors)")
    let other = try folder.write("arm,seed,log_loss\nfull,1,0.5\nless,1,0.4\n", to: "o.csv")
    let asked = try Program.ablation.run(["ablate", "--from-csv", other])
    #expect(asked.status == 64 && asked.errors.contains("give --goal minimize"), "\(asked.errors)")
    // The report of one table is not replaced by that of another.
    let replaced = try Program.ablation.run([
      "ablate", "--from-csv", other, "--goal", "minimize", "--output", folder.url.appending(path: "test_loss").path,
    ])
    #expect(replaced.status == 1 && replaced.errors.contains("holds the report of another table"))
  }

  @Test func plansFromAPilot() throws {
    let folder = try TemporaryFolder()
    let output = folder.url.appending(path: "none")
    let outcome = try Program.ablation.run([
      "ablate", "--from-csv", example, "--metric", "accuracy", "--plan", "--output", output.path,
    ])
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("6 comparisons: at least 8 seeds for a verdict; pilot of 10 seeds\n8 seeds find"))
    #expect(!FileManager.default.fileExists(atPath: output.path))
  }

  /// From 15 seeds on too the interval is Student's unless another one is asked for.
  @Test func theIntervalIsTheDeclaredOne() throws {
    let folder = try TemporaryFolder()
    var text = "arm,seed,acc\n"
    for seed in 0..<16 {
      // Skewed, so that the two intervals differ.
      let noise = Double(seed * seed % 17) * 1e-3
      text += "full,\(seed),\(0.9 + noise)\nx,\(seed),\(0.88 + Double(seed * seed * seed % 13) * 1e-3)\n"
    }
    let table = try folder.write(text, to: "runs.csv")
    func effect(_ options: [String]) throws -> [String: String] {
      let output = folder.url.appending(path: "out-\(options.count)-\(options.last ?? "")")
      let outcome = try Program.ablation.run(["ablate", "--from-csv", table, "--output", output.path] + options)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = try String(contentsOf: output.appending(path: "effects.csv"), encoding: .utf8).split(separator: "\n")
        .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
      return Dictionary(uniqueKeysWithValues: zip(lines[0], lines[1]))
    }
    let usual = try effect([])
    #expect(usual["interval"] == "paired t" && usual["low"] == usual["t_low"] && usual["high"] == usual["t_high"])
    #expect(try effect(["--interval", "student"]) == usual)
    let other = try effect(["--interval", "bca-from-15"])
    #expect(other["interval"] == "BCa bootstrap" && other["low"] == usual["bca_low"] && other["low"] != usual["low"])
    let help = try Program.ablation.run(["ablate", "--help"])
    #expect(help.output.contains("(default: student)"))
  }

  /// A half fraction of five components, in which no arm changes one alone: its main effects have verdicts and a figure.
  @Test func aFractionHasVerdicts() throws {
    let folder = try TemporaryFolder()
    var text = "component.a,component.b,component.c,component.d,component.e,seed,acc\n"
    for word in 0..<16 {
      let on = (0..<4).map { word >> $0 & 1 == 1 } + [word.nonzeroBitCount % 2 == 0]
      for seed in 0..<8 {
        let noise = Double((seed * 7 + word * 11) % 13) * 2e-4 + Double(seed) * 1e-3
        let value = 0.8 + (on[0] ? 0.02 : 0) - (on[3] ? 0.01 : 0) + noise
        text += on.map { $0 ? "on" : "off" }.joined(separator: ",") + ",\(seed),\(value)\n"
      }
    }
    let output = folder.url.appending(path: "report")
    let outcome = try Program.ablation.run([
      "ablate", "--from-csv", try folder.write(text, to: "runs.csv"), "--output", output.path,
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let said = outcome.output.split(separator: "\n")
    #expect(said.count == 6)
    #expect(said[0].contains(/^adding a \(averaged over the other components\) gains (1\.9|2\.0)\d+ points/))
    #expect(said[1].hasPrefix("adding b (averaged over the other components) makes no difference beyond 0.1 points"))
    #expect(said[3].contains("adding d (averaged over the other components) costs "))
    let effects = try String(contentsOf: output.appending(path: "effects.csv"), encoding: .utf8).split(separator: "\n")
    #expect(effects.count == 6 && effects.dropFirst().allSatisfy { $0.hasPrefix("main effect,") })
    #expect(effects[1].contains(",with a,without a,1,8,"))
    #expect(FileManager.default.fileExists(atPath: output.appending(path: "plots/forest.png").path))
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
