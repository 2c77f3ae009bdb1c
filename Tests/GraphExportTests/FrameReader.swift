import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What a browser shows of a frame, or of an animation at some time.
final class FrameReader: NSObject, XMLParserDelegate {
  struct Shown: Equatable {
    /// The id of the node or edge around it.
    var owner: String
    var text: String
    /// Whether it is a path or polygon; the text is then its points.
    var isShape = false
  }

  private struct Piece {
    var shown: Shown
    /// The classes of the groups around it that an animation switches, and whether one of them is hidden at rest.
    var classes: [String]
    var isHidden: Bool
    var strokeWidth: String
  }

  private(set) var title = ""
  private(set) var words = ""
  private(set) var style = ""
  private var pieces: [Piece] = []
  private var open: [(name: String, attributes: [String: String])] = []
  private var content = ""

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
    open.append((name, attributes))
    content = ""
    if name == "path" || name == "polygon" {
      add(attributes["d"] ?? attributes["points"] ?? "", isShape: true, attributes["stroke-width"])
    }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    switch name {
    case "text": add(content.trimmingCharacters(in: .whitespaces))
    case "style": style = content
    case "title" where open.count == 2: title = content
    case "desc": words = content
    default: break
    }
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { content += string }

  private func add(_ text: String, isShape: Bool = false, _ strokeWidth: String? = nil) {
    // What the keyboard shows is not a part of any frame.
    if open.contains(where: { $0.attributes["id"]?.contains("_tip-") == true }) { return }
    let owner = open.last { ["node", "edge", "cluster", "graph"].contains($0.attributes["class"] ?? "") }
    let switches = open.compactMap { $0.attributes["class"]?.firstMatch(of: #/^move (m\d+)$/#)?.1 }
    // The ids of a finished picture begin with its own.
    let id = owner?.attributes["id"]?.split(separator: "_").last.map(String.init)
    pieces.append(
      Piece(
        shown: Shown(owner: id ?? "", text: text, isShape: isShape),
        classes: switches.map(String.init),
        isHidden: open.contains { $0.attributes["visibility"] == "hidden" },
        strokeWidth: strokeWidth ?? "normal"))
  }

  // MARK: What is shown

  /// Without motion.
  var atRest: [Shown] { pieces.filter { !$0.isHidden }.map(\.shown) }

  /// The widths of the lines of an element, without motion.
  func strokeWidths(of owner: String) -> [String?] {
    pieces.filter { !$0.isHidden && $0.shown.owner == owner && $0.shown.text.contains(",") }.map(
      \.strokeWidth)
  }

  /// The texts of an element, without motion.
  func texts(of owner: String) -> [String] {
    atRest.filter { $0.owner == owner && !$0.isShape }.map(\.text)
  }

  /// In motion, after a part of the whole time, 0 to 1.
  func shown(at time: Double) -> [Shown] {
    let keyframes = keyframes
    return pieces.filter { piece in
      piece.classes.allSatisfy { name in
        // In steps: what the last key frame says that has begun.
        keyframes[name]?.last { $0.percent <= time * 100 }?.isVisible ?? false
      }
    }.map(\.shown)
  }

  private var keyframes: [String: [(percent: Double, isVisible: Bool)]] {
    var result: [String: [(percent: Double, isVisible: Bool)]] = [:]
    for rule in style.matches(of: #/@keyframes \S+?_(m\d+)\{(.*)\}\n/#) {
      result[String(rule.1)] = rule.2.matches(of: #/([0-9.]+)%\{visibility:(visible|hidden)\}/#).map {
        (Double($0.1) ?? .nan, $0.2 == "visible")
      }
    }
    return result
  }
}
