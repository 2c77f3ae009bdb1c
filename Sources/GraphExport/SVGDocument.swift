/// Turns the SVG that Graphviz draws into one that is fit for readers: it says what it shows to those who do not see
/// it, and follows the reader's light or dark theme.
public enum SVGDocument {
  /// Adds `role`, `<title>`, `<desc>` and, for ``Theme/auto``, the colours of the dark theme.
  ///
  /// - Returns: `nil` when the bytes are not an SVG of Graphviz.
  public static func finish(_ svg: [UInt8], of diagram: Diagram, _ options: PictureOptions) -> [UInt8]? {
    let description = diagram.spokenDescription(precision: options.precision)
    return finish(svg, title: diagram.title, description: description, theme: options.theme)
  }

  /// - Parameters:
  ///   - attributes: more of them for the root.
  ///   - style: rules besides those of the theme.
  static func finish(
    _ svg: [UInt8], title: String, description: String, theme: Theme, attributes: String = "",
    style: String = ""
  ) -> [UInt8]? {
    guard let tag = firstRange(of: Array("<svg ".utf8), in: svg),
      let close = svg[tag.upperBound...].firstIndex(of: UInt8(ascii: ">"))
    else { return nil }
    var head = "\n<title>\(DOTQuoting.xml(title))</title>\n<desc>\(text(description))</desc>"
    let rules = (theme == .auto ? darkStyle : "") + style
    if !rules.isEmpty { head += "\n<style>\(rules)</style>" }
    var result = Array(svg[..<tag.upperBound])
    result += Array("role=\"img\" \(attributes)".utf8)
    result += svg[tag.upperBound...close]
    result += Array(head.utf8)
    result += svg[(close + 1)...]
    return result
  }

  /// Unlike a name, a description is never shortened.
  private static func text(_ description: String) -> String {
    description.split(separator: ";", omittingEmptySubsequences: false).map { DOTQuoting.xml(String($0)) }
      .joined(separator: ";")
  }

  /// One rule per colour: no two roles share one, so the colour tells the role.
  static var darkStyle: String {
    let rules = Palette.roles.map { role in
      let (light, dark) = (Palette.light[keyPath: role], Palette.dark[keyPath: role])
      return "[fill=\"\(light)\"]{fill:\(dark)}[stroke=\"\(light)\"]{stroke:\(dark)}"
    }
    return "@media (prefers-color-scheme: dark){\(rules.joined())}"
  }

  fileprivate static func firstRange(of pattern: [UInt8], in bytes: [UInt8]) -> Range<Int>? {
    guard bytes.count >= pattern.count else { return nil }
    for start in 0...(bytes.count - pattern.count) where bytes[start] == pattern[0] {
      if bytes[start..<start + pattern.count].elementsEqual(pattern) { return start..<start + pattern.count }
    }
    return nil
  }
}

extension SVGDocument {
  /// The width and height that an SVG of Graphviz has, in points; `nil` when it tells none.
  public static func size(of svg: [UInt8]) -> (width: Double, height: Double)? {
    guard let width = number(after: " width=\"", in: svg), let height = number(after: " height=\"", in: svg)
    else {
      return nil
    }
    return (width, height)
  }

  private static func number(after text: String, in svg: [UInt8]) -> Double? {
    guard let start = firstRange(of: Array(text.utf8), in: svg) else { return nil }
    let digits = svg[start.upperBound...].prefix { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
    return Double(String(decoding: digits, as: UTF8.self))
  }
}
