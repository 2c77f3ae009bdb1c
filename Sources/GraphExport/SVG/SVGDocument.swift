/// Turns the SVG that Graphviz draws into one that is fit for documents.
///
/// It says what it shows to those who do not see it, follows the reader's light or dark theme, prints in light colours,
/// and shows the tooltip of a node or an edge to those who reach it by keyboard or touch. It has no script and no
/// reference to anything outside. On a page with many pictures, no two share an id, and the style of one does not reach
/// another. A digest in it tells whether it is current.
///
/// ```swift
/// let dot = DOTEncoder(options).encode(diagram)
/// let drawn = try await Graphviz().render(dot, as: .svg)
/// let svg = SVGDocument.finish(drawn.bytes, of: diagram, options, name: "seed")
/// SVGDocument.digest(in: svg) == SVGDocument.digest(of: diagram, options, name: "seed")  // true
/// ```
public enum SVGDocument {
  /// Finishes a picture.
  ///
  /// - Parameters:
  ///   - svg: what Graphviz drew of the diagram.
  ///   - diagram: what is shown.
  ///   - options: those that it was drawn with.
  ///   - name: what the picture is called on its page, as its ids are; `nil` is a name made of the digest, which differs
  ///     from picture to picture.
  ///   - title: the picture in a few words; by default `Computation graph of d`.
  ///   - digest: by default ``digest(of:_:name:title:facts:)``; something else for a picture whose diagram was chosen by
  ///     its looks.
  /// - Returns: `nil` when the bytes are not an SVG of Graphviz.
  public static func finish(
    _ svg: [UInt8], of diagram: Diagram, _ options: PictureOptions, name: String? = nil, title: String? = nil,
    digest: String? = nil
  ) -> [UInt8]? {
    let digest = digest ?? self.digest(of: diagram, options, name: name, title: title)
    let words = SVGWords(
      title: title ?? diagram.title, description: diagram.spokenDescription(precision: options.precision))
    return finish(svg, words, SVGIdentity(name: name, digest: digest), options)
  }

  /// - Parameters:
  ///   - attributes: more of them for the root.
  ///   - style: rules besides those of every picture.
  static func finish(
    _ svg: [UInt8], _ words: SVGWords, _ identity: SVGIdentity, _ options: PictureOptions,
    attributes: String = "", style: String = ""
  ) -> [UInt8]? {
    guard let content = SVGContent(svg, identity, options.theme.palette) else { return nil }
    let sheet = SVGStyle(identity, options.theme)
    let out = TextBuffer(capacity: svg.count)
    out.append("<svg role=\"img\" \(attributes)\(identity.attributes)")
    out.append(content.rootAttributes(fitting: options.fit))
    out.append(">\n")
    out.append(identity.head(words))
    out.append("<style>")
    out.append(sheet.rules(colors: content.colors, tips: content.tips) + style)
    out.append("</style>\n")
    out.append(content.body)
    out.append("</svg>\n")
    return out.bytes
  }
}

extension SVGDocument {
  /// Which picture this is, told without Graphviz: a digest of the DOT text, of all options, and of the words.
  ///
  /// It does not depend on the version of Graphviz, whose pictures differ.
  /// - Parameters:
  ///   - diagram: what is shown.
  ///   - options: those that it is drawn with.
  ///   - name: as the picture is finished with.
  ///   - title: as the picture is finished with.
  ///   - facts: whatever else decides how the picture looks.
  /// - Returns: `sha256:` and 64 hexadecimal digits.
  /// - Complexity: O(nodes + edges).
  public static func digest(
    of diagram: Diagram, _ options: PictureOptions, name: String? = nil, title: String? = nil,
    facts: [String] = []
  ) -> String {
    digest(of: DOTEncoder(options).encode(diagram), diagram, options, name: name, title: title, facts: facts)
  }

  static func digest(
    of dot: [UInt8], _ diagram: Diagram, _ options: PictureOptions, name: String?, title: String?,
    facts: [String]
  ) -> String {
    // A new number for every change of what this module makes of the same drawing.
    var parts = ["gradgraph svg 1", "theme \(options.theme.rawValue)", "fit \(options.fit ?? 0)"]
    parts += ["name \(name ?? "")", "title \(title ?? diagram.title)"]
    parts.append(diagram.spokenDescription(precision: options.precision))
    let head = (parts + facts).map { Array($0.utf8) + [0] }.joined()
    return "sha256:" + SHA256.hex(of: head + dot)
  }

  /// The digest that a finished picture carries; `nil` when there is none.
  public static func digest(in svg: [UInt8]) -> String? { root(of: svg)?.value(of: "data-digest", in: svg) }

  /// The width and height that an SVG tells, in its units; `nil` when it tells none.
  public static func size(of svg: [UInt8]) -> (width: Double, height: Double)? {
    guard let root = root(of: svg), let width = length("width", of: root, in: svg),
      let height = length("height", of: root, in: svg)
    else { return nil }
    return (width, height)
  }

  /// The size of the smallest text, in the units of the picture; `nil` when there is no text.
  public static func smallestText(in svg: [UInt8]) -> Double? {
    var smallest: Double?
    for case .element(let element, _) in SVGTokens(svg) where element.name == "text" {
      guard let size = element.value(of: "font-size", in: svg).flatMap(Double.init) else { continue }
      smallest = min(size, smallest ?? size)
    }
    return smallest
  }

  private static func root(of svg: [UInt8]) -> SVGElement? {
    for case .element(let element, _) in SVGTokens(svg) { return element.name == "svg" ? element : nil }
    return nil
  }

  static func length(_ attribute: String, of element: SVGElement, in svg: [UInt8]) -> Double? {
    element.value(of: attribute, in: svg).flatMap { text in
      Double(text.prefix { $0 == "." || $0.isASCII && $0.isNumber })
    }
  }
}
