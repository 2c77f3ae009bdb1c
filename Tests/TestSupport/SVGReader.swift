import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What an XML parser finds in an SVG of Graphviz.
public final class SVGReader: NSObject, XMLParserDelegate {
  public private(set) var nodes = 0
  public private(set) var edges = 0
  public private(set) var clusters = 0
  public private(set) var texts = ""
  public private(set) var style = ""
  public private(set) var elements: [String: [[String: String]]] = [:]
  private var open: [String] = []

  /// `nil` when the bytes are not well-formed XML.
  public init?(_ data: Data) {
    super.init()
    let parser = XMLParser(data: data)
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  public func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    open.append(name)
    elements[name, default: []].append(attributes)
    guard name == "g" else { return }
    switch attributes["class"] {
    case "node": nodes += 1
    case "edge": edges += 1
    case "cluster": clusters += 1
    default: break
    }
  }

  public func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) { open.removeLast() }

  public func parser(_ parser: XMLParser, foundCharacters string: String) {
    if open.last == "style" { style += string }
    if open.last == "text" || open.last == "desc" || open.last == "title" { texts += string }
  }

  /// All ids, also those that are there twice.
  public var ids: [String] {
    let root = elements["svg"]?.compactMap { $0["id"] } ?? []
    return root + elements.filter { $0.key != "svg" }.values.joined().compactMap { $0["id"] }
  }

  /// The selectors of the style sheet, one by one, and the names of its key frames.
  public var selectors: [String] {
    var result: [String] = []
    for rule in style.replacing(#/@media[^{]*\{/#, with: "").matches(of: #/([^{}]+)\{([^{}]*)/#) {
      let head = rule.1.trimmingCharacters(in: .whitespacesAndNewlines)
      if head.hasSuffix("%") { continue }
      result += head.replacing("@keyframes ", with: "#").split(separator: ",").map {
        $0.trimmingCharacters(in: .whitespacesAndNewlines)
      }
    }
    return result
  }
}
