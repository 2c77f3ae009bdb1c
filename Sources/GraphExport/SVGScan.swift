/// Finds the parts of an SVG that Graphviz drew of a layout with ids: the lines below the graph, and of every node and
/// edge the texts, shapes and tooltips.
///
/// It relies on `<g>` elements with the classes `graph`, `node`, `edge` and `cluster`, on the ids, and on the order of
/// texts within an element: on no coordinates, and on nothing about how often elements are nested.
/// - Complexity: O(bytes).
struct SVGScan {
  struct Part {
    var texts: [SVGElement] = []
    /// Paths, polygons and the like.
    var shapes: [SVGElement] = []
    /// The values of `xlink:title`.
    var tooltips: [Range<Int>] = []
  }

  private(set) var captions: [SVGElement] = []
  private(set) var nodes: [Part]
  private(set) var edges: [Part]

  private enum Place { case outside, graph, node(Int), edge(Int), cluster }

  private let bytes: [UInt8]
  private var position = 0
  private var places: [Place] = []

  init(_ svg: [UInt8], nodes nodeCount: Int, edges edgeCount: Int) {
    bytes = svg
    nodes = Array(repeating: Part(), count: nodeCount)
    edges = Array(repeating: Part(), count: edgeCount)
    while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
      position = start
      if starts(with: "<!--") {
        skip(past: "-->")
      } else if starts(with: "<!") || starts(with: "<?") {
        skip(past: ">")
      } else if starts(with: "</") {
        skip(past: ">")
        _ = places.popLast()
      } else {
        readElement()
      }
    }
  }

  private mutating func readElement() {
    let (tag, isEmpty) = readTag()
    var element = tag
    let place = places.last ?? .outside
    if element.name == "text", !isEmpty {
      let start = position
      skip(past: "</text>")
      element.content = start..<max(start, position - "</text>".utf8.count)
    } else if !isEmpty {
      places.append(element.name == "g" ? self.place(of: element) ?? place : place)
    }
    element.range = tag.range.lowerBound..<position
    record(element, at: place)
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
    switch element.name {
    case "text": part.texts.append(element)
    case "path", "polygon", "polyline", "ellipse": part.shapes.append(element)
    case "a": part.tooltips += element.attributes.filter { $0.name == "xlink:title" }.map(\.value)
    default: break
    }
  }

  // MARK: Bytes

  /// Reads a tag from `<` to `>`.
  private mutating func readTag() -> (element: SVGElement, isEmpty: Bool) {
    let start = position
    position += 1
    let name = readWord()
    var attributes: [(name: String, value: Range<Int>)] = []
    var isEmpty = false
    while position < bytes.count, bytes[position] != UInt8(ascii: ">") {
      if bytes[position] == UInt8(ascii: "/") { isEmpty = true }
      guard Self.isNameByte(bytes[position]) else {
        position += 1
        continue
      }
      let attribute = readWord()
      guard starts(with: "=\"") || starts(with: "='") else { continue }
      let quote = bytes[position + 1]
      let value = position + 2
      position = bytes[value...].firstIndex(of: quote) ?? bytes.count
      attributes.append((attribute, value..<position))
      position = min(position + 1, bytes.count)
    }
    position = min(position + 1, bytes.count)
    return (SVGElement(name: name, range: start..<position, attributes: attributes), isEmpty)
  }

  private mutating func readWord() -> String {
    let start = position
    while position < bytes.count, Self.isNameByte(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "/"), UInt8(ascii: "<"), UInt8(ascii: ">"): false
    default: byte > 0x20
    }
  }

  private func starts(with text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

  private mutating func skip(past text: String) {
    while position < bytes.count, !starts(with: text) { position += 1 }
    position = min(position + text.utf8.count, bytes.count)
  }
}
