/// Converts the SVG that Graphviz draws into one that is fit for documents.
///
/// The result has a title and a description for screen readers, follows the reader's light or dark theme,
/// prints in light colours, and shows the tooltip of a node or an edge on keyboard focus and touch. It has no
/// script and no reference to anything outside. On a page with many pictures, no two share an id, and the
/// style of one does not affect another. A digest in it shows if it is current.
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
  ///   - svg: the SVG that Graphviz drew of the diagram.
  ///   - diagram: the diagram that the picture shows.
  ///   - options: the options that it was drawn with.
  ///   - name: the name of the picture on its page, which is part of its ids; `nil` for a name made of the
  ///     digest, which differs from picture to picture.
  ///   - title: a title of a few words; by default `Computation graph of d`.
  ///   - digest: by default ``digest(of:_:name:title:facts:)``; another one for a picture whose diagram was
  ///     chosen by its looks.
  /// - Returns: the finished SVG; `nil` if the bytes are not an SVG of Graphviz.
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
  ///   - attributes: further attributes of the root.
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
  /// The digest of a picture, known without Graphviz: it covers the DOT text, all options, and the words.
  ///
  /// It does not depend on the version of Graphviz, whose pictures differ.
  /// - Parameters:
  ///   - diagram: the diagram that the picture shows.
  ///   - options: the options of the picture.
  ///   - name: the name given to ``finish(_:of:_:name:title:digest:)``.
  ///   - title: the title given to ``finish(_:of:_:name:title:digest:)``.
  ///   - facts: further facts that determine the look of the picture.
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
    // The number changes with every change of this module's output for the same drawing.
    var parts = ["gradgraph svg 1", "theme \(options.theme.rawValue)", "fit \(options.fit ?? 0)"]
    parts += ["name \(name ?? "")", "title \(title ?? diagram.title)"]
    parts.append(diagram.spokenDescription(precision: options.precision))
    let head = (parts + facts).map { Array($0.utf8) + [0] }.joined()
    return "sha256:" + SHA256.hex(of: head + dot)
  }

  /// The digest in a finished picture; `nil` if there is none.
  public static func digest(in svg: [UInt8]) -> String? { root(of: svg)?.value(of: "data-digest", in: svg) }

  /// The width and height of an SVG as its root element gives them, in its units; `nil` if it gives none.
  public static func size(of svg: [UInt8]) -> (width: Double, height: Double)? {
    guard let root = root(of: svg), let width = length("width", of: root, in: svg),
      let height = length("height", of: root, in: svg)
    else { return nil }
    return (width, height)
  }

  /// The size of the smallest text, in the units of the picture; `nil` if there is no text.
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
