import Autodiff
import GraphExport
import Testing

/// Encoders write large graphs on several threads; what they write is in order all the same.
@Suite struct ManyItemsTests {
  /// More than are written at once, and no multiple of that.
  static let count = 150_001

  private static let diagram: Diagram = {
    let graph = Graph()
    var x = graph.variable(0.5, named: "x0")
    for index in 1..<count { x = (index % 3 == 0 ? x ** 2 : sin(x)).named("x\(index)") }
    x.backward()
    return Diagram(graph)
  }()

  private func lines(_ bytes: [UInt8]) -> [Substring] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  @Test func dotHasEveryNodeAndEdgeInOrder() {
    let lines = lines(DOTEncoder().encode(Self.diagram))
    let nodes = lines.filter { $0.hasPrefix("\"x") && !$0.contains("->") }
    let edges = lines.filter { $0.contains("->") }
    #expect(nodes.count == Self.count && edges.count == Self.count - 1)
    #expect(nodes.enumerated().allSatisfy { $1.hasPrefix("\"x\($0)\" [label=\"x\($0)") })
    #expect(edges.enumerated().allSatisfy { $1.hasPrefix("\"x\($0)\" -> \"x\($0 + 1)\"") })
  }

  @Test func jsonReadsBackToTheSame() throws {
    let bytes = DiagramJSONEncoder().encode(Self.diagram)
    let back = try DiagramJSONDecoder().decode(bytes)
    #expect(back.nodes.count == Self.count)
    for (node, other) in zip(back.nodes, Self.diagram.nodes) {
      guard node.id == other.id, node.name == other.name, node.operation == other.operation,
        node.data == other.data, node.grad == other.grad
      else {
        Issue.record("node \(other.id) is not what it was")
        break
      }
    }
    #expect(DiagramJSONEncoder().encode(back) == bytes)
  }

  @Test func theTreeHasALineForEachNodeInOrder() {
    let lines = lines(TreeEncoder(TreeOptions(charset: .ascii)).encode(Self.diagram))
    #expect(lines.count == Self.count + 1)
    for (index, line) in lines.dropLast().enumerated() where !line.contains("x\(Self.count - 1 - index)  ") {
      if index == Self.count - 1 && line.contains("x0 ") { continue }
      Issue.record("line \(index) is \(line)")
      break
    }
  }
}
