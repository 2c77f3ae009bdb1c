import Autodiff
import GraphExport
import Testing

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
      let diagram = Diagram(Sample.graph(&random))
      let json = DiagramJSONEncoder().encode(diagram)
      let back = try DiagramJSONDecoder().decode(json)
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
}
