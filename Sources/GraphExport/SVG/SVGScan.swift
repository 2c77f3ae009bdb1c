/// Finds the parts of an SVG that Graphviz drew with ids: the lines below the graph and, for each node and
/// edge, the texts, shapes and tooltips.
///
/// It relies on `<g>` elements with the classes `graph`, `node`, `edge` and `cluster`, on the ids, and on the
/// order of texts within an element. It relies neither on coordinates nor on the nesting of elements.
/// - Complexity: O(bytes).
struct SVGScan {
  struct Part {
    var texts: [SVGElement] = []
    /// The paths, polygons and other shapes.
    var shapes: [SVGElement] = []
    /// The values of `xlink:title`.
    var tooltips: [Range<Int>] = []
  }

  private(set) var captions: [SVGElement] = []
  private(set) var nodes: [Part]
  private(set) var edges: [Part]

  private enum Place { case outside, graph, node(Int), edge(Int), cluster }

  private let bytes: [UInt8]
  private var places: [Place] = []

  init(_ svg: [UInt8], nodes nodeCount: Int, edges edgeCount: Int) {
    bytes = svg
    nodes = Array(repeating: Part(), count: nodeCount)
    edges = Array(repeating: Part(), count: edgeCount)
    for token in SVGTokens(svg) {
      switch token {
      case .element(let element, let isOpen):
        let place = places.last ?? .outside
        record(element, at: place)
        if isOpen { places.append(element.name == "g" ? self.place(of: element) ?? place : place) }
      case .end: _ = places.popLast()
      case .characters: break
      }
    }
  }

  private func place(of group: SVGElement) -> Place? {
    let kind = group.value(of: "class", in: bytes)?.split(separator: " ").first
    let id = group.value(of: "id", in: bytes) ?? ""
    let number = Int(id.dropFirst())
    switch kind {
    case "graph": return .graph
    case "cluster": return .cluster
    case "node": return number.map { nodes.indices.contains($0) && id.hasPrefix("n") ? .node($0) : .cluster }
    case "edge": return number.map { edges.indices.contains($0) && id.hasPrefix("e") ? .edge($0) : .cluster }
    default: return nil
    }
  }

  private mutating func record(_ element: SVGElement, at place: Place) {
    switch place {
    case .node(let index): Self.record(element, in: &nodes[index])
    case .edge(let index): Self.record(element, in: &edges[index])
    case .graph where element.name == "text": captions.append(element)
    case .graph, .cluster, .outside: break
    }
  }

  private static func record(_ element: SVGElement, in part: inout Part) {
    if element.isShape {
      part.shapes.append(element)
    } else if element.name == "text" {
      part.texts.append(element)
    } else if element.name == "a" {
      part.tooltips += element.attributes.filter { $0.name == "xlink:title" }.map { $0.value }
    }
  }
}
