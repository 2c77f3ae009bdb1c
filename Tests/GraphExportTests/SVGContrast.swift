import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Every text and every line of a finished picture, with the colour that it stands on.
final class SVGContrast: NSObject, XMLParserDelegate {
  struct Pair: Hashable {
    var isText: Bool
    var color: String
    var ground: String
  }

  private(set) var pairs: Set<Pair> = []
  private var style = ""
  private var card = ""
  private var open: [String] = []
  /// For each open part, the colour of its box.
  private var grounds: [String?] = []

  /// `nil` when the bytes are not well-formed XML.
  init?(_ bytes: [UInt8]) {
    super.init()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    open.append(name)
    grounds.append(nil)
    let (fill, stroke) = (attributes["fill"] ?? "none", attributes["stroke"] ?? "none")
    let ground = grounds.compactMap { $0 }.last ?? card
    func add(_ color: String, isText: Bool = false, on grounds: String...) {
      guard color.hasPrefix("#") else { return }
      for ground in grounds where ground != color {
        pairs.insert(Pair(isText: isText, color: color, ground: ground))
      }
    }
    switch name {
    case "text": add(fill, isText: true, on: ground)
    case "path", "polygon", "rect":
      if card.isEmpty { card = fill }
      if stroke.hasPrefix("#") {
        // A line stands between the box and what is around it.
        add(stroke, on: card, fill.hasPrefix("#") ? fill : ground)
      }
      if fill.hasPrefix("#") && (fill != stroke || name == "rect") { grounds[grounds.count - 2] = fill }
    default: break
    }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
    grounds.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if open.last == "style" { style += string }
  }

  /// The colours that a reader with a dark theme sees, by those in the attributes.
  var dark: (fill: [String: String], stroke: [String: String]) {
    var (fill, stroke): ([String: String], [String: String]) = ([:], [:])
    for rule in style.matches(of: #/\[(fill|stroke)="(#\w+)"\]\{(?:fill|stroke):(#\w+)\}/#) {
      if rule.1 == "fill" {
        fill[String(rule.2)] = String(rule.3)
      } else {
        stroke[String(rule.2)] = String(rule.3)
      }
    }
    return (fill, stroke)
  }

  /// The pairs as a reader with a dark theme sees them; a colour that no rule names stays as it is.
  var darkPairs: Set<Pair> {
    let (fill, stroke) = dark
    return Set(
      pairs.map { pair in
        let color = pair.isText ? fill[pair.color] : stroke[pair.color]
        return Pair(
          isText: pair.isText, color: color ?? pair.color, ground: fill[pair.ground] ?? pair.ground)
      })
  }
}
