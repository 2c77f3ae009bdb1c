import DisplayText

/// An element of an SVG by Graphviz, given by its ranges of bytes.
struct SVGElement: Sendable {
  var name: String
  /// The bytes from `<` to the end of the element.
  var range: Range<Int>
  /// The attributes with the ranges of their values, without quotes.
  var attributes: [(name: String, value: Range<Int>)]
  /// The range between the tags of a text; `nil` without an end tag.
  var content: Range<Int>?

  func value(of attribute: String, in svg: [UInt8]) -> String? {
    attributes.first { $0.name == attribute }.map { String(decoding: svg[$0.value], as: UTF8.self) }
  }

  /// The element with other attributes and another text.
  ///
  /// - Parameter content: unescaped characters; `nil` keeps the content.
  func written(in svg: [UInt8], with changes: [(name: String, value: String)], content: String? = nil)
    -> [UInt8]
  {
    let out = TextBuffer()
    out.append("<\(name)")
    for (attribute, value) in attributes {
      let new = changes.first { $0.name == attribute }?.value
      out.append(" \(attribute)=\"\(new ?? String(decoding: svg[value], as: UTF8.self))\"")
    }
    for change in changes where !attributes.contains(where: { $0.name == change.name }) {
      out.append(" \(change.name)=\"\(change.value)\"")
    }
    guard let old = self.content else {
      out.append("/>")
      return out.bytes
    }
    out.append(">")
    out.append(content.map { XMLText.element($0) } ?? String(decoding: svg[old], as: UTF8.self))
    out.append("</\(name)>")
    return out.bytes
  }

  var isShape: Bool { ["path", "polygon", "polyline", "ellipse"].contains(name) }

  /// True if the element is a line without a fill.
  func isOutline(in svg: [UInt8]) -> Bool {
    let stroke = value(of: "stroke", in: svg)
    return value(of: "fill", in: svg) == "none" && stroke != "none" && stroke != "transparent"
  }

  /// The x coordinate of the right end of a text with fixed-width digits: a column of these fonts is 0.602 of
  /// their size.
  func rightEnd(in svg: [UInt8]) -> String {
    let x = value(of: "x", in: svg).flatMap(Double.init) ?? 0
    let size = value(of: "font-size", in: svg).flatMap(Double.init) ?? 0
    let width = 0.602 * size * Double(VisibleText.width(shownText(in: svg)))
    let part: Double =
      switch value(of: "text-anchor", in: svg) {
      case "middle": 0.5
      case "end": 0
      default: 1
      }
    return NumberText.exact(((x + part * width) * 100).rounded() / 100)
  }

  /// The visible characters of a text: entities decoded, no-break spaces as spaces, no spaces at the ends.
  func shownText(in svg: [UInt8]) -> String {
    guard let content else { return "" }
    let text = Self.decoded(String(decoding: svg[content], as: UTF8.self))
    let spaced = text.map { $0 == "\u{A0}" ? " " : $0 }
    let start = spaced.firstIndex { $0 != " " } ?? spaced.endIndex
    let end = spaced.lastIndex { $0 != " " }.map { $0 + 1 } ?? start
    return String(spaced[start..<end])
  }

  /// A text with its entities decoded.
  static func decoded(_ text: String) -> String {
    let pieces = text.split(separator: "&", omittingEmptySubsequences: false)
    var result = String(pieces[0])
    for piece in pieces.dropFirst() {
      let parts = piece.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
      result += character(String(parts[0])) + (parts.count > 1 ? String(parts[1]) : "")
    }
    return result
  }

  private static let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]

  private static func character(_ entity: String) -> String {
    if let text = named[entity] { return text }
    guard entity.hasPrefix("#") else { return "&\(entity);" }
    let digits = entity.dropFirst()
    let code = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return code.flatMap(Unicode.Scalar.init).map { String($0) } ?? "\u{FFFD}"
  }
}
