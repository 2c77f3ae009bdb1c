import DisplayText

/// The boxes of a picture: HTML-like labels with the name and operation, the data, the gradient and its sum.
struct DOTBox {
  private let diagram: Diagram
  let numbers: NumberText
  let colors: Palette
  private let sums: [[Double]]
  private let origins: [Int: Diagram.NonFinite]
  private let room: DOTRoom?
  /// Texts that many boxes share, made once.
  private let openings: DOTLook.Texts
  private let operations: OperationTexts
  private let constant: String
  private let data: Row
  private let grad: Row

  init(_ diagram: Diagram, _ options: PictureOptions, _ room: DOTRoom? = nil) {
    self.diagram = diagram
    self.room = room
    numbers = NumberText(precision: options.precision)
    colors = options.theme.palette
    operations = OperationTexts(diagram.nodes) { Self.shortened($0.picture) }
    sums = diagram.gradientSums
    origins = Dictionary(uniqueKeysWithValues: diagram.nonFiniteOrigins.map { ($0.node, $0) })
    openings = DOTLook.Texts(colors) { look, isOutput in
      let outer = """
        <table border="1" cellborder="0" cellspacing="0" cellpadding="2" style="rounded" color="\(look.line)">\
        <tr><td>
        """
      return (isOutput ? outer : "") + """
        <table border="\(look.border)" cellborder="0" cellspacing="0" cellpadding="3" style="\(look.style)" \
        color="\(look.line)" bgcolor="\(look.fill)">
        """
    }
    constant = "<font face=\"\(DOTFont.mono)\" color=\"\(colors.muted)\">"
    data = Row("data", colors.data, colors)
    grad = Row("grad", colors.gradient, colors)
  }

  /// Writes the label of the node at this position.
  func write(_ index: Int, to out: TextBuffer) {
    let node = diagram.nodes[index]
    let origin = origins.isEmpty ? nil : origins[index]
    let isOutput = index == diagram.output
    openings.write(
      node.kind, isOutput: isOutput, isOrigin: origin != nil || (node.folded?.nonFinite ?? 0) > 0,
      isFolded: node.folded != nil, to: out)
    if let folded = node.folded {
      out.append(rows(of: folded, node))
    } else {
      out.append("<tr><td colspan=\"2\">" as StaticString)
      writeHeader(of: node, to: out)
      out.append("</td></tr>" as StaticString)
      if node.kind != .constant || origin != nil { writeRows(of: index, node, origin, to: out) }
    }
    out.append("</table>" as StaticString)
    if isOutput { out.append("</td></tr></table>" as StaticString) }
  }

  private func writeRows(
    of index: Int, _ node: Diagram.Node, _ origin: Diagram.NonFinite?, to out: TextBuffer
  ) {
    out.append("<hr/>" as StaticString)
    write(data, node.data, to: out)
    write(grad, node.grad, width: room?.grad[index], to: out)
    if !sums[index].isEmpty { writeSum(sums[index], width: room?.sum[index], to: out) }
    if let origin {
      let number = (origin.isData ? node.data : node.grad).map(numbers.text) ?? ""
      out.append(
        row("<font point-size=\"9\" color=\"\(colors.warning)\"><b>⚠ \(number) arises here</b></font>"))
    }
  }

  private func writeHeader(of node: Diagram.Node, to out: TextBuffer) {
    // Graphviz refuses an empty <b></b>.
    if let name = node.shownName {
      out.append("<b>" as StaticString)
      out.append(Self.shortened(name))
      out.append("</b>" as StaticString)
      if node.kind == .variable { return }
      // Browsers drop a plain space where a run of text starts or ends.
      out.append("\u{A0}=\u{A0}" as StaticString)
    }
    switch node.kind {
    case .variable:
      out.append("#" as StaticString)
      out.append(node.id)
    case .constant:
      out.append(constant)
      if let data = node.data, ConstantText.name(of: data.magnitude) != nil {
        out.append(ConstantText.of(data))
      } else {
        write(node.data, to: out)
      }
      out.append("</font>" as StaticString)
    case .operation:
      if let operation = node.operation {
        operations.write(operation, to: out)
      } else {
        out.append("?" as StaticString)
      }
    }
  }

  private func write(_ number: Double?, to out: TextBuffer) {
    guard let number else { return out.append("—" as StaticString) }
    out.append(number, precision: numbers.precision)
  }

  static func shortened(_ name: String) -> String {
    DOTQuoting.html(VisibleText.fitted(name, to: Diagram.Node.longestLabel))
  }

  func row(_ text: String) -> String { "<tr><td colspan=\"2\">\(text)</td></tr>" }

  // MARK: Numbers

  /// The text around the number in a row.
  private struct Row {
    let head: String
    let number: String
    let missing: String
    let unusual: String

    init(_ word: String, _ color: String, _ colors: Palette) {
      head = """
        <tr><td align="left"><font point-size="9" color="\(colors.muted)">\(word)</font></td>\
        <td align="right"
        """
      func font(_ color: String) -> String { "><font face=\"\(DOTFont.mono)\" color=\"\(color)\">" }
      (number, missing, unusual) = (font(color), font(colors.muted), font(colors.warning) + "<b>")
    }
  }

  private func write(_ row: Row, _ number: Double?, width: Int? = nil, to out: TextBuffer) {
    let isUnusual = number.map { !$0.isFinite } ?? false
    out.append(row.head)
    writeRoom(width, columnsOf: 11, to: out)
    out.append(isUnusual ? row.unusual : number == nil ? row.missing : row.number)
    write(number, to: out)
    if isUnusual { out.append("</b>" as StaticString) }
    out.append("</font></td></tr>" as StaticString)
  }

  /// Writes `= -0.2120 + 0.2826`: the contributions of several paths, which add up to the gradient.
  private func writeSum(_ terms: [Double], width: Int?, to out: TextBuffer) {
    out.append("<tr><td colspan=\"2\" align=\"right\"" as StaticString)
    writeRoom(width, columnsOf: 8, to: out)
    out.append("><font face=\"\(DOTFont.mono)\" point-size=\"8\" color=\"\(colors.gradient)\">")
    GradientSumText(terms, numbers).write(to: out)
    out.append("\u{A0}</font></td></tr>" as StaticString)
  }

  /// Reserves a width in columns at a font size; a column of these fonts is 0.6 to 0.65 of the size.
  private func writeRoom(_ columns: Int?, columnsOf size: Int, to out: TextBuffer) {
    guard let columns, columns > 0 else { return }
    out.append(" width=\"\((columns * size * 65 + 99) / 100 + 6)\"")
  }
}
