import DisplayText

/// Writes the elements of an SVG made by this program, in the colours of a palette.
package struct SVGPage {
  private let out = TextBuffer()
  private let size: String
  private let box: String
  private let words: SVGWords
  private let theme: Theme
  package let palette: Palette

  package static let sans = "Helvetica,Arial,sans-serif"

  /// Creates an opaque page with a title and a description, in pixels.
  package init(width: Double, height: Double, title: String, description: String, theme: Theme) {
    palette = theme.palette
    self.theme = theme
    words = SVGWords(title: title, description: description)
    size = "width=\"\(Self.pixels(width))\" height=\"\(Self.pixels(height))\""
    box = "0 0 \(Self.pixels(width)) \(Self.pixels(height))"
    out.append("<rect \(size) fill=\"\(palette.background)\"/>\n")
  }

  /// The whole document; its id is a digest of its content.
  package func finished() -> [UInt8] {
    let body = out.bytes
    let digest = SHA256.hex(
      of: Array("\(theme.rawValue)\0\(words.title)\0\(words.description)\0".utf8) + body)
    let identity = SVGIdentity(name: nil, digest: "sha256:\(digest)")
    var colors: Set<SVGStyle.Color> = []
    for case .element(let element, _) in SVGTokens(body) { colors.formUnion(element.colors(in: body)) }
    let whole = TextBuffer(capacity: body.count + 4096)
    whole.append(
      """
      <svg xmlns="http://www.w3.org/2000/svg" role="img" \(identity.attributes) \(size) viewBox="\(box)" \
      font-family="\(Self.sans)" font-size="11">
      \(identity.head(words))<style>\(SVGStyle(identity, theme).rules(colors: colors, tips: []))</style>

      """)
    whole.append(body)
    whole.append("</svg>\n")
    return whole.bytes
  }

  package mutating func add(_ element: String) { out.append(element + "\n") }

  package mutating func text(
    _ text: String, x: Double, y: Double, fill: String, anchor: String = "start", attributes: String = ""
  ) {
    let position = "x=\"\(Self.pixels(x))\" y=\"\(Self.pixels(y))\" text-anchor=\"\(anchor)\""
    add("<text \(position) fill=\"\(fill)\"\(attributes)>\(XMLText.element(text))</text>")
  }

  package mutating func path(_ data: String, _ attributes: String) {
    if !data.isEmpty { add("<path d=\"\(data)\" \(attributes)/>") }
  }

  package mutating func circle(_ x: Double, _ y: Double, radius: Double, _ attributes: String) {
    let (x, y, radius) = (Self.pixels(x), Self.pixels(y), Self.pixels(radius))
    add("<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\" \(attributes)/>")
  }

  /// A straight line as path data, also as a part of a path.
  package static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
    "M\(pixels(x1)) \(pixels(y1))L\(pixels(x2)) \(pixels(y2))"
  }

  /// A length in pixels with one decimal, without a trailing `.0`.
  package static func pixels(_ number: Double) -> String {
    guard number.magnitude < 1e6 else { return "0" }
    let tenths = Int((number * 10).rounded())
    let rest = abs(tenths) % 10
    return (tenths < 0 ? "-" : "") + String(abs(tenths) / 10) + (rest == 0 ? "" : ".\(rest)")
  }
}
