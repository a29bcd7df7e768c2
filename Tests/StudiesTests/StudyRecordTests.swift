import Foundation
import Search
import Testing

@testable import Studies

struct StudyRecordTests {
  @Test(arguments: [
    (ParameterValue.int(1), "1"), (.double(1), "1.0"), (.double(1e-5), "1e-05"), (.double(-0.0), "-0.0"),
    (.double(1e300), "1e+300"), (.double(.infinity), #"{"$number":"inf"}"#), (.int(.max), "9223372036854775807"),
    (.null, "null"), (.bool(true), "true"), (.list([]), "[]"), (.map([:]), "{}"),
    (.list([.int(1), .list([.string("a,\"b\\")])]), #"[1,["a,\"b\\"]]"#),
    (.map(["b": .int(2), "a": .string("ü\n\u{1F}")]), #"{"a":"ü\n\u001f","b":2}"#),
    (.map(["$number": .string("nan")]), #"{"$$number":"nan"}"#),
  ])
  func writesValuesSoThatTheyComeBackExactly(value: ParameterValue, text: String) throws {
    #expect(StoredJSON.text(value) == text)
    #expect(try StoredJSON.value(text) == value)
    #expect(try StoredJSON.text(StoredJSON.value(text)) == text)
  }

  @Test(arguments: ["", "{", "[1", "[1,]", "nul", "\"a", "1x", "{\"a\" 1}", "{\"a\":1}}", "\"\\q\"", "[1 2]", "--1"])
  func refusesBrokenText(text: String) {
    #expect(throws: StoredJSON.Fault.self) { try StoredJSON.value(text) }
  }

  @Test func resultsSurviveTheirFile() throws {
    var result = TrialResult(
      state: .diverged, detail: "nan/2", value: 0.1,
      epochs: [EpochRecord(epoch: 1, learningRate: 0.1, trainLoss: .nan, trainAccuracy: 0, validationLoss: .infinity)],
      bestEpoch: 1, parameterCount: 5, timing: TrialTiming(durationSeconds: 1.5))
    let data = try result.encoded()
    #expect(try TrialResult(decoding: data).encoded() == data)
    #expect(try TrialResult(decoding: data).epochs[0].trainLoss.isNaN)
    result.epochs = []
    #expect(try TrialResult(decoding: result.encoded()) == result)
    #expect(!String(decoding: data, as: UTF8.self).contains("interruption"))
    result.isInterruption = true
    #expect(try TrialResult(decoding: result.encoded()).isInterruption)
    let old = Data(#"{"epochs":[],"state":"failed"}"#.utf8)
    #expect(try TrialResult(decoding: old) == TrialResult(state: .failed))
    let running = Data(#"{"epochs":[],"state":"running"}"#.utf8)
    #expect(throws: DecodingError.self) { try TrialResult(decoding: running) }
  }

  @Test func digestsAndDifferencesSeeEveryField() {
    let definition = toyDefinition()
    #expect(definition.digest == toyDefinition().digest)
    #expect(definition.digest.count == 32)
    let changes: [(String, (inout StudyDefinition) -> Void)] = [
      ("name", { $0.name = "a" }), ("family", { $0.family = "a" }), ("method", { $0.method = "a" }),
      ("metric", { $0.metric = "a" }), ("goal", { $0.goal = .minimize }), ("trialBudget", { $0.trialBudget = nil }),
      ("lag", { $0.lag = 9 }), ("seed", { $0.seed = 1 }), ("fields.data", { $0.fields["data"] = "kmnist" }),
      ("fields.split", { $0.fields["split"] = "1" }), ("fields.space", { $0.fields["space"] = nil }),
    ]
    var digests: Set = [definition.digest]
    for (field, change) in changes {
      var changed = definition
      change(&changed)
      #expect(definition.differences(from: changed).map(\.field) == [field])
      digests.insert(changed.digest)
    }
    #expect(digests.count == changes.count + 1)
  }

  @Test func errorsShowWhereLongValuesDiffer() {
    let long = String(repeating: "a", count: 500)
    let error = StudyError.definitionDiffers(
      study: "s", differences: [.init(field: "fields.space", stored: long + "b" + long, requested: long + "c" + long)])
    #expect(error.description.contains("aaaaba"))
    #expect(error.description.contains("aaaaca"))
    #expect(error.description.count < 700)
  }

  @Test func seedsOfTrialsAndConfirmationsAreAllDifferent() {
    let definition = toyDefinition()
    var seeds = Set<UInt64>()
    for trial in 0..<50 {
      seeds.insert(definition.seedSequence(trial: trial).seed)
      for replicate in 0..<10 {
        seeds.insert(definition.seedSequence(confirming: trial, replicate: replicate).seed)
      }
    }
    #expect(seeds.count == 50 * 11)
  }
}
