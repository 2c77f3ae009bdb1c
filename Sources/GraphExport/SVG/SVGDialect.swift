import DisplayText

/// The elements and attributes that Graphviz writes for the graphs of this program. Anything else in the
/// output of a program called `dot` (a script, a link, an event handler, an image, an entity of its own) is
/// an error.
///
/// - Complexity: O(bytes).
package enum SVGDialect {
  private static let elements: Set<String> = [
    "svg", "g", "title", "a", "text", "polygon", "polyline", "path", "ellipse", "defs", "linearGradient",
    "radialGradient", "stop",
  ]
  private static let attributes: Set<String> = [
    "xmlns", "xmlns:xlink", "width", "height", "viewBox", "id", "class", "transform", "fill", "fill-opacity",
    "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "points", "d", "cx", "cy", "rx", "ry",
    "x",
    "y", "text-anchor", "font-family", "font-size", "font-weight", "font-style", "text-decoration",
    "xlink:title", "xml:space", "x1", "x2", "y1", "y2", "r", "fx", "fy", "gradientUnits", "offset",
    "stop-color",
    "stop-opacity", "target", "baseline-shift", "version",
  ]
  private static let spaces = ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"]
  private static let entities: Set<String> = ["amp", "lt", "gt", "quot", "apos"]

  /// The first part of an SVG that Graphviz does not write, in words; `nil` if there is none.
  package static func fault(in svg: [UInt8]) -> String? {
    if let fault = declarationFault(in: svg) { return fault }
    for token in SVGTokens(svg) {
      switch token {
      case .element(let element, _):
        if let fault = fault(in: element, svg) { return fault }
      case .characters(let range):
        if let fault = textFault(svg[range]) { return fault }
      case .end: break
      }
    }
    return nil
  }

  private static func fault(in element: SVGElement, _ svg: [UInt8]) -> String? {
    guard elements.contains(element.name) else {
      return "the SVG holds an element <\(element.name.prefix(40))>, which Graphviz does not write"
    }
    for attribute in element.attributes {
      let (name, range) = (attribute.name, attribute.value)
      guard attributes.contains(name) else {
        return
          "the SVG holds an attribute \(name.prefix(40)) of <\(element.name)>, which this graph does not ask for"
      }
      // A value between single quotes may contain a double quote or `<`; the value is written again between
      // double quotes.
      if svg[range].contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "<") }) {
        return "the SVG holds a quote in the value of \(name)"
      }
      if let fault = textFault(svg[range]) { return fault }
      let value = String(decoding: svg[range], as: UTF8.self)
      if name.hasPrefix("xmlns") ? !spaces.contains(value) : refersElsewhere(name, value) {
        return "the SVG refers to something outside of it in \(name) of <\(element.name)>"
      }
    }
    if let content = element.content {
      if svg[content].contains(UInt8(ascii: "<")) {
        return "the SVG holds an element within <\(element.name)>, which Graphviz does not write"
      }
      return textFault(svg[content])
    }
    return nil
  }

  /// True if a value refers to something outside. Paints may be gradients of the picture itself; titles are
  /// text of the user, not references.
  private static func refersElsewhere(_ name: String, _ value: String) -> Bool {
    guard ["fill", "stroke", "stop-color", "target", "class", "transform"].contains(name) else {
      return false
    }
    let lower = value.lowercased()
    if lower.holds("url(") { return !lower.hasPrefix("url(#") || String(lower.dropFirst(5)).holds("(") }
    return lower.holds(":") || lower.holds("&")
  }

  /// A fault in text: an ampersand must begin an entity of XML itself.
  private static func textFault(_ bytes: ArraySlice<UInt8>) -> String? {
    var index = bytes.startIndex
    while let start = bytes[index...].firstIndex(of: UInt8(ascii: "&")) {
      guard let end = bytes[start...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
        return "the SVG holds an ampersand that begins no entity"
      }
      let name = String(decoding: bytes[start + 1..<end], as: UTF8.self)
      guard name.hasPrefix("#") || entities.contains(name) else {
        return "the SVG holds an entity of its own, &\(name);"
      }
      index = end + 1
    }
    return nil
  }

  /// A fault in a declaration: allowed are the XML declaration, one document type without entities, and
  /// comments.
  private static func declarationFault(in svg: [UInt8]) -> String? {
    var index = 0
    while let start = svg[index...].firstIndex(of: UInt8(ascii: "<")), start + 1 < svg.count {
      index = start + 1
      switch svg[index] {
      case UInt8(ascii: "?"):
        guard svg[start...].starts(with: "<?xml ".utf8), start == 0 else {
          return "the SVG holds an instruction for another program"
        }
      case UInt8(ascii: "!"):
        if svg[start...].starts(with: "<!--".utf8) {
          index = end(of: "-->", in: svg, from: start + 4)
        } else if svg[start...].starts(with: "<!DOCTYPE svg".utf8) {
          let end = svg[start...].firstIndex(of: UInt8(ascii: ">")) ?? svg.count
          if svg[start..<end].contains(UInt8(ascii: "[")) { return "the SVG declares entities of its own" }
        } else {
          return "the SVG holds a declaration, which Graphviz does not write"
        }
      default: break
      }
    }
    return nil
  }

  private static func end(of mark: String, in svg: [UInt8], from start: Int) -> Int {
    var index = min(start, svg.count)
    while index < svg.count {
      if svg[index] == UInt8(ascii: "-"), svg[index...].starts(with: mark.utf8) {
        return index + mark.utf8.count
      }
      index += 1
    }
    return index
  }
}
