import Foundation
import TestSupport
import Testing

/// What `explain` and `--dry-run` say of sweeps that train built-in families.
@Suite struct ExplainTests {
  static let sweep = """
    method: grid
    metric: {name: val_loss, goal: minimize, target: 0.05}
    parameters:
      batch_normalization: {values: [true, false]}
      dropout: {values: [true, false]}
      dropout_rate: {values: [0.3, 0.5]}
      conv_layer: {min: 2, max: 3}
      padding: {value: valid}
      pooling: {values: [0, 1]}
      learn_rate: {values: [0.001, 0.01]}
      epochs: {value: 2}
    """
  static let settings =
    "when: {dropout_rate: dropout == true}\nconstraints: ['not (pooling == 1 and learn_rate > 0.005)']\n"

  @Test func everyPartIsExplained() throws {
    let folder = try TemporaryFolder()
    let sweep = try folder.write(Self.sweep + "\n---\nfamily: lenet5\nreplicates: 2\n" + Self.settings, to: "s.yaml")
    let outcome = try Program.ablation.run(["explain", sweep, "--rate", "1e9", "--budget", "full", "--jobs", "2"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    for part in [
      "trains LeNet-5", "minimize val_loss, the value after the last epoch; the study ends once it is 0.05 or better",
      "replicates: 2", "lag: suggestion n knows the results up to n - 2",
      "conv_layer: int_uniform (inferred: min and max are both written as integers): 2 values: 2, 3",
      "is learning_rate: sets the base learning rate", "0 is average, 1 is max", "only where dropout == true",
      // 2 x 2 x 2 x 2 x 2 x 2 combinations; three of four pairs of pooling and rate; (2 + 1) of dropout; 2 x 2 others.
      "size: 64 combinations of values", "36 different configurations after conditions and constraints",
      "forbidden by constraints: 25 % (exact: 16 of 64)",
      // Three valid convolutions do not fit: half of the 48 points left.
      "infeasible (cannot be built): 37.5 % (exact: 24 of 64)", "does not fit", "(assumed)",
    ] { #expect(outcome.output.contains(part), "'\(part)' is not in: \(outcome.output)") }
  }

  /// LeNet-5 has 416,520 multiply-adds: 1 trial of 3 epochs on 55,000 images, 5 seeds on 60,000.
  @Test func theTimeFollowsFromTheCostModel() throws {
    let folder = try TemporaryFolder()
    let sweep = try folder.write(
      "method: grid\nmetric: {name: val_loss}\nparameters: {epochs: {value: 3}}\n---\nfamily: lenet5\n", to: "s.yaml")
    let outcome = try Program.ablation.run([
      "explain", sweep, "--rate", "1e9", "--budget", "full", "--jobs", "1",
    ])
    // 0.41652e6 x 55,000 x 3 / 1e9 = 68.7 s, and 5 x 0.41652e6 x 60,000 x 3 / 1e9 = 374.9 s.
    #expect(outcome.output.contains("1 trial 68.7 s, 5 fresh seeds 6 min"), "\(outcome.output)")
  }

  /// The rungs are those of the format's reference: 3 and 9, of which a third and a ninth remain.
  @Test func rungsOfEarlyTermination() throws {
    let folder = try TemporaryFolder()
    let sweep = try folder.write(
      """
      method: random
      metric: {name: val_loss}
      early_terminate: {type: hyperband, max_iter: 27, s: 2}
      parameters: {epochs: {value: 27}}
      """, to: "s.yaml")
    let outcome = try Program.ablation.run([
      "explain", sweep, "--family", "lenet5", "--rate", "1e9", "--budget", "full",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("rung 1: epoch 3, about 33.33 % of the trials go on beyond it"))
    #expect(outcome.output.contains("rung 2: epoch 9, about 11.11 % of the trials go on beyond it"))
    #expect(!outcome.output.contains("rung 3"))
    #expect(outcome.output.contains("trial n is compared with the trials up to n - 2"))
    #expect(outcome.output.contains("epochs, at most 27 in a trial of this budget"))
    // A fifth of the epochs: the second rung lies behind the end.
    let standard = try Program.ablation.run(["explain", sweep, "--family", "lenet5", "--rate", "1e9"])
    #expect(standard.output.contains("rung 1: epoch 3") && !standard.output.contains("rung 2"))
  }

  @Test func allFaultsOfTheFileAndTheFamilyAtOnceWithPlaces() throws {
    let folder = try TemporaryFolder()
    let sweep = try folder.write(
      """
      method: grdi
      metric: {name: val_los}
      parameters:
        filtres: {values: [4, 6]}
        epochs: {min: 3, max: 1}
      ---
      family: lenet5
      when: {filtres: epoch > 2}
      """, to: "s.yaml")
    let outcome = try Program.ablation.run(["run", sweep, "--output", folder.url.appending(path: "run").path])
    #expect(outcome.status == 1)
    for part in [
      ":1:9: error: method: unknown method 'grdi'", "did you mean 'grid'?", ":2:16: error: metric.name: 'val_los'",
      "did you mean 'val_loss'?", ":4:12: error: parameters.filtres: unknown parameter 'filtres'",
      "did you mean 'filters'?", ":5:11: error: parameters.epochs: min 3 is not below max 1",
      ":8:17: error: when.filtres",
      "there is no parameter 'epoch'", "did you mean 'epochs'?",
    ] { #expect(outcome.errors.contains(part), "'\(part)' is not in: \(outcome.errors)") }
  }

  @Test func strictModeRefusesWhatWandbWouldRefuse() throws {
    let folder = try TemporaryFolder()
    let sweep = try folder.write(Self.sweep + "\n", to: "s.yaml")
    let settings = try folder.write("family: lenet5\n" + Self.settings, to: "settings.yaml")
    let taken = try Program.ablation.run([
      "run", sweep, "--settings", settings, "--strict-wandb", "--dry-run", "--points", "2",
    ])
    #expect(taken.status == 0, "\(taken.errors)")
    #expect(taken.output.contains(#"trial 1: {"batch_normalization":true,"conv_layer":2,"dropout":true,"#))
    let two = try folder.write(Self.sweep + "\n---\nfamily: lenet5\n", to: "two.yaml")
    let refused = try Program.ablation.run(["run", two, "--strict-wandb", "--dry-run"])
    #expect(refused.status == 1 && refused.errors.contains("files of one document"))
  }

  @Test func aSweepThatTrainsNothingSaysSo() throws {
    let folder = try TemporaryFolder()
    let sweep = try folder.write(
      "method: random\nmetric: {name: loss}\nparameters: {x: {min: 0.0, max: 1.0}}\n", to: "s.yaml")
    let outcome = try Program.ablation.run(["explain", sweep])
    #expect(outcome.status == 0 && outcome.output.contains("neither a family nor a program"))
    let run = try Program.ablation.run(["run", sweep])
    #expect(run.status == 1 && run.errors.contains("no family to train, and no program"))
  }

  @Test func aProgramIsIgnoredWhereAFamilyIsTrained() throws {
    let folder = try TemporaryFolder()
    let sweep = try folder.write(
      "program: train.py\nmethod: grid\nmetric: {name: val_loss}\nparameters: {pooling: {values: [1, max]}}\n",
      to: "s.yaml")
    let outcome = try Program.ablation.run(["run", sweep, "--family", "lenet5", "--dry-run"])
    #expect(outcome.errors.contains("note: parameters.pooling.values[1]: max means the same as 1"))
    #expect(outcome.status == 0 && outcome.errors.contains("note: program: 'program' is ignored"), "\(outcome.errors)")
  }
}
