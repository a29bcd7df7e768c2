import Foundation
import Search
import Testing

@Suite struct ParameterValueTests {
  static let values: [(ParameterValue, text: String, json: String)] = [
    (.null, "null", "null"), (true, "true", "true"), (1, "1", "1"), (1.0, "1.0", "1.0"), (0.1, "0.1", "0.1"),
    (1e-05, "1e-05", "1e-05"), (.int(.min), "-9223372036854775808", "-9223372036854775808"),
    ("a\"b", "a\"b", "\"a\\\"b\""),
    ([1, "x"], "[1, x]", "[1,\"x\"]"), (.map(["b": 1, "a": 2.5]), "{a: 2.5, b: 1}", "{\"a\":2.5,\"b\":1}"),
  ]

  @Test(arguments: values)
  func texts(value: ParameterValue, text: String, json: String) throws {
    #expect(value.description == text)
    #expect(value.jsonText == json)
    let data = try JSONEncoder().encode([value])
    #expect(try JSONDecoder().decode([ParameterValue].self, from: data) == [value])
  }

  static let equalities: [(ParameterValue, ParameterValue, Bool)] = [
    (1, 1.0, true), (0, -0.0, true), (true, 1, false), ("1", 1, false), (.null, "null", false), ([1], [1.0], true),
    (["a", "b"], ["b", "a"], false), (.map(["a": 1, "b": 2]), .map(["b": 2.0, "a": 1]), true), (0.1, 0.2, false),
    ("a,b", ["a", "b"], false), ([["a"], "b"], [["a", "b"]], false),
  ]

  @Test(arguments: equalities)
  func canonicalKeys(left: ParameterValue, right: ParameterValue, same: Bool) {
    #expect((left.canonicalKey == right.canonicalKey) == same)
  }

  @Test func accessors() {
    #expect(ParameterValue.int(3).asDouble == 3 && ParameterValue.double(3).asInt == 3)
    #expect(ParameterValue.double(3.5).asInt == nil && ParameterValue.bool(true).asInt == nil)
    #expect(ParameterValue.string("x").asString == "x" && ParameterValue.int(1).asBool == nil)
  }
}
