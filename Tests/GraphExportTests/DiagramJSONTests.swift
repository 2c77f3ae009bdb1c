import Autodiff
import Testing

@testable import GraphExport

@Suite struct DiagramJSONTests {
  @Test func theFormIsTheContracts() {
    let graph = Graph()
    let x = graph.variable(3, named: "x")
    let y = graph.group("hidden") { x * x }.named("y")
    y.backward()
    #expect(
      text(DiagramJSONEncoder().encode(Diagram(graph))) == """
        {"version": 1, "output": 1,
         "nodes": [
          {"id": 0, "name": "x", "op": null, "kind": "variable", "data": 3, "grad": 6, "group": null},
          {"id": 1, "name": "y", "op": "mul", "kind": "operation", "data": 9, "grad": 1, "group": "hidden"}],
         "edges": [
          {"from": 0, "to": 1, "operand": 0, "local": 3, "contribution": 3},
          {"from": 0, "to": 1, "operand": 1, "local": 3, "contribution": 3}],
         "groups": [
          {"path": "hidden", "parent": null}]}

        """)
  }

  @Test func readingBackIsTheIdentity() throws {
    for seed in UInt64(0)..<300 {
      var random = Seeded(seed)
      var diagram = Diagram(Sample.graph(&random))
      let json = DiagramJSONEncoder().encode(diagram)
      let back = try DiagramJSONDecoder().decode(json)
      // Advice on numbers that are missing is another one where a graph was read.
      diagram.isRead = true
      #expect(DiagramJSONEncoder().encode(back) == json, "seed \(seed)")
      #expect(DOTEncoder().encode(back) == DOTEncoder().encode(diagram), "seed \(seed)")
      #expect(TreeEncoder().encode(back) == TreeEncoder().encode(diagram), "seed \(seed)")
    }
  }

  @Test(arguments: [
    ("", "1:1: error: expected '{' at the start of the graph"),
    ("{}", "1:1: error: the graph has no \"version\"; this program reads version 1"),
    ("{\"version\": 2}", "1:1: error: the graph has version 2; this program reads version 1"),
    ("{\"version\": 1} x", "1:16: error: nothing may follow the graph"),
    ("{\"version\": 1,\n \"nodes\": [{\"id\": 0}]}", "2:12: error: \"kind\" of node 0 must be"),
    ("{\"version\": 1, \"nodes\": [{\"id\": -1}]}", "1:33: error: \"id\" must be a whole number from 0"),
    (
      "{\"version\": 1, \"nodes\": [{\"id\": 0, \"kind\": \"variable\", \"op\": \"add\"}]}",
      "is a variable with an \"op\""
    ),
    (
      "{\"version\": 1, \"nodes\": [{\"id\": 0, \"kind\": \"variable\"}, {\"id\": 0, \"kind\": \"variable\"}]}",
      "1:57: error: the id 0 is there twice"
    ),
    ("{\"version\": 1, \"output\": 4}", "the output 4 is not among the nodes"),
    (
      "{\"version\": 1, \"edges\": [{\"from\": 0, \"to\": 1, \"operand\": 0}]}",
      "names the node 0, which does not exist"
    ),
    ("{\"version\": 1, \"nodes\": [{\"id\": 0, \"data\": 1e999}]}", "must be a number that fits in a double"),
    ("{\"version\": 1, \"nodes\": [{\"id\": 0, \"data\": 01}]}", "must be a number"),
    ("{\"version\": 1, \"name\": \"a", "the string has no end"),
    (
      "{\"version\": 1, \"groups\": [{\"path\": \"a.b\", \"parent\": \"a\"}]}",
      "the parent \"a\" must come before"
    ),
  ])
  func mistakesAreReportedWithTheirPlace(_ json: String, _ expected: String) {
    let error = #expect(throws: JSONError.self) { try DiagramJSONDecoder().decode(Array(json.utf8)) }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "nothing")")
  }

  @Test func edgesMustGoForwardAndOperandsMustBeComplete() throws {
    let nodes = """
      {"version": 1, "nodes": [{"id": 0, "kind": "variable", "data": 1}, \
      {"id": 1, "kind": "operation", "op": "mul", "data": 1}], "edges": [
      """
    for (edges, expected) in [
      ("{\"from\": 1, \"to\": 1, \"operand\": 0}", "goes back"),
      ("{\"from\": 0, \"to\": 1, \"operand\": 1}", "needs its operand 0"),
      (
        "{\"from\": 0, \"to\": 1, \"operand\": 0}, {\"from\": 0, \"to\": 1, \"operand\": 0}",
        "needs its operand 1"
      ),
      ("{\"from\": 0, \"to\": 0, \"operand\": 0}", "goes back"),
    ] {
      let error = #expect(throws: JSONError.self) {
        try DiagramJSONDecoder().decode(Array((nodes + edges + "]}").utf8))
      }
      #expect(error?.description.contains(expected) == true, "\(error?.description ?? "nothing")")
    }
  }

  @Test func countsNeedTheWholeAndNeverOverflow() {
    let huge = "9007199254740991"
    let box = "\"kind\": \"operation\", \"folded\": {\"title\": \"t\", \"nodes\": \(huge)}"
    let boxes = (0..<20).map { "{\"id\": \($0), \(box)}" }.joined(separator: ", ")
    let edge = "{\"from\": 0, \"to\": 1, \"operand\": 0, \"count\": 7}"
    let operation = "{\"id\": 1, \"kind\": \"operation\", \"op\": \"neg\"}"
    for (json, expected) in [
      (
        "{\"version\": 1, \"whole\": {\"nodes\": \(huge), \"edges\": 0}, \"nodes\": [\(boxes)]}",
        "fewer than this part of it"
      ),
      (
        "{\"version\": 1, \"nodes\": [{\"id\": 0, \"kind\": \"variable\"}, \(operation)], \"edges\": [\(edge)]}",
        "whose edges have a \"count\" needs \"whole\""
      ),
    ] {
      let error = #expect(throws: JSONError.self) { try DiagramJSONDecoder().decode(Array(json.utf8)) }
      #expect(error?.description.contains(expected) == true, "\(error?.description ?? "nothing")")
    }
  }

  @Test func unknownMembersAreSkippedAndDeepOnesRefused() throws {
    let known = "{\"version\": 1, \"more\": {\"a\": [1, {\"b\": \"]\"}, null, true, -2.5e3]}, \"nodes\": []}"
    #expect(try DiagramJSONDecoder().decode(Array(known.utf8)).nodes.isEmpty)
    let deep = "{\"version\": 1, \"more\": " + String(repeating: "[", count: 100_000)
    let error = #expect(throws: JSONError.self) { try DiagramJSONDecoder().decode(Array(deep.utf8)) }
    #expect(error?.description.contains("nest deeper") == true)
  }

  @Test func mutatedTextsNeverCrash() {
    let json = DiagramJSONEncoder().encode(Diagram(Sample.seed().graph))
    var random = Seeded(11)
    var refused = 0
    for _ in 0..<4_000 {
      var bytes = json
      for _ in 0..<Int.random(in: 1..<4, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[at] = UInt8.random(in: .min ... .max, using: &random)
        case 1: bytes.remove(at: at)
        default: bytes.removeSubrange(at...)
        }
        if bytes.isEmpty { break }
      }
      do {
        let diagram = try DiagramJSONDecoder().decode(bytes)
        _ = TreeEncoder().encode(diagram)
        _ = DOTEncoder().encode(diagram)
      } catch { refused += 1 }
    }
    #expect(refused > 2_000 && refused < 4_000)
  }

  @Test func theSeedIsAsRecorded() throws {
    try Golden.expect(DiagramJSONEncoder().encode(Diagram(Sample.seed().graph)), "seed/diagram.json")
  }

  @Test func theRandomDiagramsHoldEverythingThatCanGoWrong() {
    var seen: Set<String> = []
    for seed in UInt64(0)..<300 {
      var random = Seeded(seed)
      let diagram = Diagram(Sample.graph(&random))
      let json = text(DiagramJSONEncoder().encode(diagram))
      for sign in [
        "\"nan\"", "\"inf\"", "\"-inf\"", ": -0,", "\"grad\": null", "\"data\": null", "\"parameters\": [",
      ]
      where json.contains(sign) {
        seen.insert(sign)
      }
      if diagram.groups.contains(where: { $0.parent != nil }) { seen.insert("nested") }
    }
    #expect(seen.count == 8, "\(seen)")
  }

  @Test(arguments: [
    ("[", "1:1: error: expected '{' at the start of the graph"),
    ("{\"version\" 1}", "1:12: error: expected ':' after \"version\""),
    ("{version: 1}", "1:2: error: expected a name in the graph"),
    ("{\"version\": 1", "1:14: error: expected '}' or ',' in the graph"),
    ("{\"version\": 1,\n\"nodes\": 3}", "2:10: error: expected '[' at the start of \"nodes\""),
    ("{\"version\": 1,\n\"nodes\": [{}]}", "2:11: error: the node has no \"id\""),
    ("{\"nodes\": [{\"id\": 1.5}]}", "1:19: error: \"id\" must be a whole number from 0"),
    ("{\"nodes\": [{\"id\": 99999999999999999999}]}", "1:19: error: \"id\" must be at most 9007199254740991"),
    ("{\"nodes\": [{\"id\": 0, \"name\": 3}]}", "1:30: error: expected '\"' at the start of a string"),
    (
      "{\"nodes\": [{\"id\": 0, \"data\": \"NaN\"}]}",
      "1:30: error: \"data\" must be a number, \"nan\", \"inf\" or"
    ),
    ("{\"nodes\": [{\"id\": 0, \"grad\": +1}]}", "1:30: error: \"grad\" must be a number that fits"),
    ("{\"nodes\": [{\"id\": 0, \"grad\": .5}]}", "1:30: error: \"grad\" must be a number that fits"),
    (
      "{\"nodes\": [{\"id\": 0, \"kind\": \"operation\"}]}",
      "1:12: error: node 0 is an operation without \"op\""
    ),
    ("{\"nodes\": [{\"id\": 0, \"parameters\": [\"x\"]}]}", "1:37: error: a parameter must be"),
    ("{\"edges\": [\n {\"from\": 0}]}", "2:2: error: an edge needs \"from\", \"to\" and \"operand\""),
    ("{\"groups\": [{\"parent\": null}]}", "1:13: error: a group needs a \"path\""),
    ("{\"nodes\": [], \"nodes\": []}", "1:23: error: \"nodes\" is there twice"),
    ("{\"edges\": [], \"edges\": []}", "1:23: error: \"edges\" is there twice"),
    (
      "{\"edges\": [{\"from\": 0, \"to\": 1, \"operand\": 4294967296}]}",
      "1:12: error: \"operand\" and \"count\" are at most 2147483647"
    ),
    (
      "{\"edges\": [{\"from\": 0, \"to\": 1, \"operand\": 0}]}",
      "1:12: error: an edge names the node 0, which does not exist"
    ),
    (
      "{\"version\": 1, \"groups\": [{\"path\": \"a\"}, {\"path\": \"a\"}]}",
      "1:42: error: the group \"a\" is there twice"
    ),
    (
      "{\"version\": 1, \"nodes\": [{\"id\": 0, \"kind\": \"variable\", \"group\": \"a\"}]}",
      "1:26: error: node 0 is in the group \"a\", which is not in \"groups\""
    ),
    ("{\"a\": \"\u{1}\"}", "1:8: error: a control character in a string must be written as \\u0001"),
    ("{\"a\": \"\n\"}", "1:8: error: a control character in a string must be written as \\u000a"),
    ("{\"a\": \"\\x\"}", "1:9: error: unknown escape in a string"),
    ("{\"a\": \"\\u12G4\"}", "1:9: error: \\u needs four hexadecimal digits"),
    ("{\"a\": \"\\u12", "1:9: error: \\u needs four hexadecimal digits"),
    ("{\"a\": \"\\", "1:9: error: the string has no end"),
    ("{\"a\": [1 2]}", "1:10: error: expected ',' or ']'"),
    ("{\"a\": [1,]}", "1:10: error: expected a value"),
    ("{\"a\": {\"b\" 1}}", "1:12: error: expected ':' after a name"),
    ("{\"a\": {1: 1}}", "1:8: error: expected '\"' at the start of a string"),
    ("{\"a\": [1}", "1:9: error: expected ',' or ']'"),
    ("{\"a\": ,}", "1:7: error: expected a value"),
    ("{\"a\": [[", "1:9: error: the text ends in the middle of a value"),
  ])
  func everyMistakeIsPointedAt(_ json: String, _ expected: String) {
    let error = #expect(throws: JSONError.self) { try DiagramJSONDecoder().decode(Array(json.utf8)) }
    #expect(error?.description.hasPrefix(expected) == true, "\(error?.description ?? "nothing")")
  }

  @Test func textThatIsNotUTF8IsRefused() {
    let bytes = Array("{\"a\": \"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)
    let error = #expect(throws: JSONError.self) { try DiagramJSONDecoder().decode(bytes) }
    #expect(error?.description == "1:8: error: the string is not valid UTF-8")
  }

  @Test func escapesAreRead() throws {
    let json =
      #"{"version": 1, "nodes": [{"id": 0, "kind": "variable", "name": "\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\ud83d"}]}"#
    let name = try DiagramJSONDecoder().decode(Array(json.utf8)).nodes[0].name
    #expect(name == "\"\\/\u{8}\u{C}\n\r\t\u{E9}😀\u{FFFD}")
  }

  @Test func theOrderInTheFileDoesNotMatter() throws {
    let json = """
      {"edges": [{"operand": 1, "to": 7, "from": 3}, {"from": 5, "to": 7, "operand": 0}],
       "nodes": [{"id": 7, "op": "sub", "kind": "operation", "data": 1}, {"kind": "variable", "id": 5},
        {"id": 3, "kind": "variable"}], "version": 1}
      """
    let diagram = try DiagramJSONDecoder().decode(Array(json.utf8))
    #expect(diagram.nodes.map(\.id) == [3, 5, 7] && diagram.output == 2)
    #expect(diagram.edges.map(\.from) == [1, 0] && diagram.edges.map(\.operand) == [0, 1])
  }

  @Test func anOperationThatTheTableLacksIsShownByItsName() throws {
    let json = """
      {"version": 1, "nodes": [{"id": 0, "kind": "variable", "data": 1},
       {"id": 1, "op": "frobnicate", "parameters": [2], "kind": "operation", "data": 1}],
       "edges": [{"from": 0, "to": 1, "operand": 0}]}
      """
    let diagram = try DiagramJSONDecoder().decode(Array(json.utf8))
    #expect(text(TreeEncoder().encode(diagram)).hasPrefix("frobnicate(2)   data 1"))
  }

  @Test func aThousandLevelsAreSkippedAndOneMoreIsRefused() throws {
    func nested(_ depth: Int) -> [UInt8] {
      let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      return Array("{\"version\": 1, \"more\": \(text)}".utf8)
    }
    #expect(try DiagramJSONDecoder().decode(nested(1000)).nodes.isEmpty)
    #expect(throws: JSONError.self) { try DiagramJSONDecoder().decode(nested(1001)) }
  }

  @Test func randomBytesNeverCrash() {
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "0", "-", "1e9", ".", "null", "true", "\"id\":",
      "\"nodes\":", "\"edges\":", "\"version\": 1", " ", "\n", "é",
    ]
    var random = Seeded(12)
    var refused = 0
    for _ in 0..<20_000 {
      let json = (0..<Int.random(in: 0..<30, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }
      do { _ = try DiagramJSONDecoder().decode(Array(("{" + json.joined()).utf8)) } catch { refused += 1 }
    }
    #expect(refused > 19_900)
  }

  @Test(arguments: [("mul", ""), ("powc", ""), ("powc", "\"parameters\": [2], ")])
  func operationsOfTheTableNeedTheirOperandsAndParameters(_ name: String, _ parameters: String) {
    let json =
      "{\"version\": 1, \"nodes\": [{\"id\": 0, \(parameters)\"kind\": \"operation\", \"op\": \"\(name)\"}]}"
    let error = #expect(throws: JSONError.self) { try DiagramJSONDecoder().decode(Array(json.utf8)) }
    #expect(error?.description.contains("do not fit '\(name)'") == true)
  }
}
