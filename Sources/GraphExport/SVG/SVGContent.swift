import DisplayText

/// The content of the root element of an SVG by Graphviz, rewritten: ids with the picture's prefix, tooltips
/// as titles that the keyboard reaches, and no links.
///
/// - Complexity: O(bytes).
struct SVGContent {
  /// The elements inside the root.
  private(set) var body: [UInt8] = []
  private(set) var colors: Set<SVGStyle.Color> = []
  private(set) var tips: [SVGTip] = []

  private let svg: [UInt8]
  private let identity: SVGIdentity
  private let palette: Palette
  private let out = TextBuffer()
  private var root: SVGElement?
  /// The names of the open elements; `nil` for one that is left out.
  private var open: [String?] = []
  private var part: Part?
  private var page = SVGBounds()
  private var isLineStart = true
  private let edgesAreStops: Bool

  /// The maximum number of keyboard stops; in larger pictures edges are no stops, since a reader passes all stops
  /// on the way to the next link.
  private static let mostStops = 200

  /// A node, an edge or a cluster during reading.
  private struct Part {
    var element: SVGElement
    var kind: String
    /// The number of open elements around it.
    var depth: Int
    var tooltip: [String]?
    var bounds = SVGBounds()
    let out = TextBuffer()
  }

  /// Fails if the bytes are not a complete SVG.
  init?(_ svg: [UInt8], _ identity: SVGIdentity, _ palette: Palette) {
    self.svg = svg
    self.identity = identity
    self.palette = palette
    edgesAreStops = Self.parts(of: svg) <= Self.mostStops
    var isWhole = false
    for token in SVGTokens(svg) where !isWhole {
      switch token {
      case .element(let element, let isOpen): read(element, isOpen)
      case .end: isWhole = end()
      case .characters: if !open.isEmpty { endLine() }
      }
    }
    guard isWhole else { return nil }
    body = out.bytes
  }

  private static func parts(of svg: [UInt8]) -> Int {
    var count = 0
    for case .element(let element, true) in SVGTokens(svg) where element.name == "g" {
      let kind = element.value(of: "class", in: svg)
      if kind == "node" || kind == "edge" { count += 1 }
    }
    return count
  }

  private mutating func read(_ element: SVGElement, _ isOpen: Bool) {
    guard root != nil else {
      guard element.name == "svg" else { return }
      root = element
      // An empty root element has no end tag.
      if isOpen { open.append("svg") }
      return
    }
    let kind = element.name == "g" ? element.value(of: "class", in: svg) : nil
    if let kind, isOpen, part == nil, ["node", "edge", "cluster"].contains(kind) {
      part = Part(element: element, kind: kind, depth: open.count)
      isLineStart = false
    } else if isLeftOut(element) {
      if isOpen { open.append(nil) }
      return
    } else {
      write(element, isOpen)
    }
    if isOpen { open.append(element.name) }
  }

  /// True for titles, which are written anew from the tooltips, and for the links to nowhere that Graphviz
  /// puts around tooltips.
  private mutating func isLeftOut(_ element: SVGElement) -> Bool {
    switch element.name {
    case "title": return true
    case "a":
      let text = element.value(of: "xlink:title", in: svg) ?? ""
      if part != nil, part?.tooltip == nil, !text.isEmpty { part?.tooltip = Self.lines(of: text) }
      return true
    case "g": return part != nil && element.value(of: "id", in: svg)?.hasPrefix("a_") == true
    default: return false
    }
  }

  private static func lines(of tooltip: String) -> [String] {
    SVGElement.decoded(tooltip).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private mutating func write(_ element: SVGElement, _ isOpen: Bool) {
    isLineStart = false
    colors.formUnion(element.colors(in: svg))
    if element.isShape {
      part?.bounds.extend(element, in: svg)
      // The first shape is the card behind the picture.
      if part == nil, page.isEmpty { page.extend(element, in: svg) }
    }
    let out = part?.out ?? out
    guard isOpen else {
      let id = element.value(of: "id", in: svg).map { [(name: "id", value: identity.id(of: $0))] }
      return out.append(element.written(in: svg, with: id ?? []))
    }
    out.append("<\(element.name)")
    writeAttributes(of: element, to: out)
    out.append(">")
  }

  private func writeAttributes(of element: SVGElement, to out: TextBuffer) {
    for (name, value) in element.attributes {
      let text = String(decoding: svg[value], as: UTF8.self)
      out.append(" \(name)=\"\(name == "id" ? identity.id(of: text) : text)\"")
    }
  }

  /// Ends the line; Graphviz writes only line ends between elements, and some elements are left out.
  private mutating func endLine() {
    guard !isLineStart else { return }
    (part?.out ?? out).append("\n")
    isLineStart = true
  }

  /// - Returns: true if the root has ended.
  private mutating func end() -> Bool {
    guard let name = open.popLast() else { return false }
    if open.isEmpty { return true }
    if let part, open.count == part.depth {
      self.part = nil
      write(part)
    } else if let name {
      // The graph is the only element inside the root.
      if open.count == 1, part == nil, !tips.isEmpty { writeTips() }
      (part?.out ?? out).append("</\(name)>")
      isLineStart = false
    }
    return false
  }

  private mutating func write(_ part: Part) {
    out.append("<g")
    writeAttributes(of: part.element, to: out)
    if let lines = part.tooltip {
      let isStop = part.kind == "node" || (part.kind == "edge" && edgesAreStops)
      if isStop { out.append(" tabindex=\"0\" role=\"graphics-symbol img\"") }
      out.append("><title>\(lines.map { XMLText.element($0) }.joined(separator: "\n"))</title>")
      let id = part.element.value(of: "id", in: svg)
      if isStop, let id, !part.bounds.isEmpty {
        tips.append(SVGTip(of: id, lines, beside: part.kind == "edge" ? part.bounds.spot : part.bounds))
      }
    } else {
      out.append(">")
    }
    out.append(part.out.bytes)
    out.append("</g>")
    isLineStart = false
  }

  /// Writes the tooltips on top of everything; style rules show one only on demand.
  private mutating func writeTips() {
    out.append("<g aria-hidden=\"true\" pointer-events=\"none\">\n")
    for tip in tips { out.append(tip.written(identity, in: page, palette)) }
    out.append("</g>\n")
    colors.insert(SVGStyle.Color(attribute: "stroke", value: palette.text))
    for color in [palette.background, palette.text] {
      colors.insert(SVGStyle.Color(attribute: "fill", value: color))
    }
  }

  /// The attributes of the root element.
  ///
  /// - Parameter width: the maximum width in pixels; a point is 4/3 pixels.
  func rootAttributes(fitting width: Int?) -> String {
    guard let root else { return "" }
    var size: [String: String] = [:]
    if let width, let wide = SVGDocument.length("width", of: root, in: svg),
      let high = SVGDocument.length("height", of: root, in: svg), wide * 4 / 3 > Double(width)
    {
      size = ["width": "\(width)", "height": SVGPage.pixels(high * Double(width) / wide)]
    }
    return root.attributes.filter { $0.name != "xmlns:xlink" }.map {
      " \($0.name)=\"\(size[$0.name] ?? String(decoding: svg[$0.value], as: UTF8.self))\""
    }.joined()
  }
}

extension SVGBounds {
  /// The part near the middle, because an edge's rectangle may be as large as the picture.
  fileprivate var spot: SVGBounds {
    let ((x, y), near) = (middle, 25.0)
    return SVGBounds(
      left: max(left, x - near), right: min(right, x + near), top: max(top, y - near),
      bottom: min(bottom, y + near))
  }
}
