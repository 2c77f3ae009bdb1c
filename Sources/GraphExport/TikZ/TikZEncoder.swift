import DisplayText

/// Encodes a diagram as a picture for LaTeX documents with `amsmath` and `tikz`.
///
/// ```latex
/// \usepackage{amsmath,tikz}
/// …
/// \resizebox{\linewidth}{!}{\input{seed.tex}}
/// ```
/// The layout is this program's own and needs no Graphviz. Names are written as mathematics, see ``TeXText``.
/// Signs that neither mathematics mode nor pdflatex knows, such as `重`, are shown as they are if a font or a
/// package has them (XeLaTeX, LuaLaTeX, `CJKutf8`), otherwise as `U+91CD`, by definitions at the beginning of
/// the text. Text without such names is 7-bit ASCII.
public struct TikZEncoder: Sendable {
  /// The options that every call of ``encode(_:)`` uses.
  public var options: PictureOptions

  /// The maximum number of nodes in a picture, limited by TeX's memory.
  public static let maxNodes = 400
  /// The maximum width and height of a picture, in points; TeX's largest length is 16383 pt, and PDF's
  /// largest page 14400.
  public static let maxPoints = 14_000

  private static let mostEdges = 1_200
  private static let mostPlaces = 3_000

  /// Creates an encoder.
  public init(_ options: PictureOptions = PictureOptions()) { self.options = options }

  /// The diagram as TikZ, in UTF-8; a diagram that is too large is folded by ``fitted(_:folding:)``.
  public func encode(_ diagram: Diagram) -> [UInt8] {
    TikZWriter(fitted(diagram), options).write()
  }

  /// The diagram as ``encode(_:)`` writes it: folded if TeX could not draw it.
  ///
  /// - Parameters:
  ///   - diagram: the diagram to encode.
  ///   - folding: the folding that made the diagram; `nil` if it was not folded.
  public func fitted(_ diagram: Diagram, folding: Folding? = nil) -> Diagram {
    diagram.folded(by: folding, atMost: Self.maxNodes) { candidate in
      guard candidate.edges.count <= Self.mostEdges, candidate.layoutSize.places <= Self.mostPlaces else {
        return false
      }
      let extent = TikZWriter(candidate, options).layout.extent
      return [extent.along, extent.across].allSatisfy {
        $0.upperBound - $0.lowerBound <= Double(Self.maxPoints)
      }
    }
  }
}

/// One run of the encoder.
private struct TikZWriter {
  let layout: LayeredLayout
  private let diagram: Diagram
  private let options: PictureOptions
  private let boxes: [TikZBox]
  private let labels: [TikZLabel?]
  private let axes: TikZAxes
  private let out = TextBuffer()

  init(_ diagram: Diagram, _ options: PictureOptions) {
    self.diagram = diagram
    self.options = options
    let numbers = NumberText(precision: options.precision)
    let axes = TikZAxes(options.direction)
    let texts = BoxTexts(diagram, numbers)
    boxes = diagram.nodes.indices.map { TikZBox(texts[$0], numbers) }
    labels = diagram.edges.map { TikZLabel(diagram.text(of: $0, options.edges), numbers) }
    self.axes = axes
    layout = LayeredLayout(
      diagram, sizes: boxes.map { axes.size(width: $0.width, height: $0.height) },
      labels: labels.map { $0.map { axes.size(width: $0.width + 3, height: 8.5) } },
      titles: axes.isHorizontal ? .across : axes.isForward ? .start : .end)
  }

  func write() -> [UInt8] {
    out.append(
      "% For \\usepackage{amsmath,tikz}; \\resizebox{\\linewidth}{!}{\\input{...}} fits it to the text.\n")
    for line in diagram.caption(options) { out.append("% \(VisibleText.ascii(comment(line)))\n") }
    out.append("\\begin{tikzpicture}[x=1pt, y=1pt,\n\(styles)]\n")
    writeColors()
    out.append(TikZBox.macros)
    if options.theme == .dark { writePage() }
    for frame in layout.frames.compactMap({ $0 }) {
      let (corner, other) = axes.corners(frame)
      out.append("\\draw[gg frame] \(corner) rectangle \(other);\n")
    }
    for (index, box) in boxes.enumerated() {
      let place = axes.point(layout.centers[index])
      out.append("\\node[gg \(box.style)] (n\(index)) at \(place) {\(box.content)};\n")
    }
    for (index, edge) in diagram.edges.enumerated() { write(edge, layout.routes[index]) }
    for (index, route) in layout.routes.enumerated() {
      if let place = route.label, let label = labels[index] {
        out.append(label.nodes { axes.point(place, right: $0) })
      }
    }
    for (index, frame) in layout.frames.enumerated() { if let frame { writeTitle(of: index, frame) } }
    writeOmission()
    out.append("\\end{tikzpicture}\n")
    let body = out.bytes
    let fallbacks = TeXText.fallbacks(for: body)
    return fallbacks.isEmpty ? body : Array(fallbacks.utf8) + body
  }

  /// The text of a comment, with common signs in 7 bits.
  private func comment(_ text: String) -> String {
    text.replacingEach([("∂", "d"), ("·", "-"), ("×", "x"), ("…", "...")])
  }

  private let styles = """
      gg box/.style={draw=ggline, rounded corners=2.5pt, inner sep=3pt, text=ggtext,
        font=\\fontsize{8}{9.5}\\selectfont},
      gg variable/.style={gg box, draw=ggvariable, fill=ggvariablefill, line width=1pt},
      gg constant/.style={gg box, draw=ggconstant, fill=ggconstantfill, densely dotted, text=ggmuted},
      gg operation/.style={gg box, fill=ggfill},
      gg folded/.style={gg box, fill=ggfill, densely dashed},
      gg output/.style={gg box, draw=ggoutput, fill=ggoutputfill, double=ggpage, double distance=1pt},
      gg warning/.style={gg box, draw=ggwarning, fill=ggwarningfill, line width=1.2pt},
      gg label/.style={fill=ggpage, inner sep=0.8pt, text=gggrad, font=\\fontsize{7}{8}\\selectfont},
      gg operand/.style={circle, draw=ggmuted, text=ggmuted, fill=ggpage, inner sep=0.7pt, line width=0.3pt,
        font=\\fontsize{5}{5}\\selectfont},
      gg edge/.style={draw=ggline, -stealth, line width=0.5pt},
      gg frame/.style={draw=ggframe, rounded corners=4pt, line width=0.5pt},
      gg title/.style={text=ggmuted, inner sep=1pt, font=\\fontsize{7}{8}\\selectfont}
    """

  private func writeColors() {
    let colors = options.theme.palette
    for (name, color) in [
      ("page", colors.background), ("text", colors.text), ("muted", colors.muted), ("line", colors.line),
      ("data", colors.data), ("grad", colors.gradient), ("variable", colors.variableLine),
      ("variablefill", colors.variableFill), ("constant", colors.constantLine),
      ("constantfill", colors.constantFill),
      ("fill", colors.operationFill), ("output", colors.outputLine), ("outputfill", colors.outputFill),
      ("frame", colors.groupLine), ("warning", colors.warning), ("warningfill", colors.warningFill),
    ] {
      out.append("\\definecolor{gg\(name)}{HTML}{\(color.dropFirst().uppercased())}%\n")
    }
  }

  private func writePage() {
    let extent = layout.extent
    let margin = 12.0
    let page = LayeredLayout.Frame(
      along: extent.along.lowerBound - margin...extent.along.upperBound + margin,
      across: extent.across.lowerBound - margin...extent.across.upperBound + margin)
    let (corner, other) = axes.corners(page)
    out.append("\\fill[ggpage] \(corner) rectangle \(other);\n")
  }

  /// Writes a title above the edges, which may cross it.
  private func writeTitle(of group: Int, _ frame: LayeredLayout.Frame) {
    let name = diagram.groups[group].ownName(in: diagram.groups)
    let shown = VisibleText.fitted(name, to: Diagram.Node.longestLabel)
    let (low, high) = axes.bounds(frame)
    let place = "(\(TikZAxes.text(low.x + 3)),\(TikZAxes.text(high.y - 2)))"
    out.append("\\node[gg title, fill=ggpage, anchor=north west] at \(place) {\(TeXText.text(shown))};\n")
  }

  private func write(_ edge: Diagram.Edge, _ route: LayeredLayout.Route) {
    let points = route.points
    let last = points.count - 1
    out.append("\\draw[gg edge] ")
    out.append(axes.start(of: edge.from, shift: points[0].across - layout.centers[edge.from].across))
    for index in stride(from: 0, to: last, by: 2) {
      let bend = (points[index + 1].along - points[index].along) * EdgeRouter.bend
      out.append(" .. controls +\(axes.vector(bend)) and +\(axes.vector(-bend)) .. ")
      if index + 1 == last {
        out.append(axes.end(of: edge.to, shift: points[last].across - layout.centers[edge.to].across))
      } else {
        out.append("\(axes.point(points[index + 1])) -- \(axes.point(points[index + 2]))")
      }
    }
    out.append(";\n")
  }

  private func writeOmission() {
    guard let omission = diagram.omission else { return }
    let extent = layout.extent
    let (corner, other) = axes.bounds(extent)
    let width = TikZAxes.text(max(other.x - corner.x, 150))
    let place = "(\(TikZAxes.text(corner.x)),\(TikZAxes.text(corner.y - 6)))"
    out.append("\\node[gg title, anchor=north west, text width=\(width)pt] at \(place) {\(omission)};\n")
  }
}
