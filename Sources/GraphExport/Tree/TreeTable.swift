import DisplayText

/// The columns of a tree: label, data, gradient, local derivative and contribution, aligned and fitted to a width.
///
/// Lines are visited twice, to measure and to write, so that no text of the millions of lines is kept. Most
/// numbers are not written to be measured, because their bounds show that they are not wider than those
/// before.
struct TreeTable {
  private let lines: [TreeWalk.Line]
  private let texts: TreeTexts
  private let options: TreeOptions
  private let style: TreeStyle
  private let indentation: TreeIndentation

  /// The words before numbers.
  private let words: TextTable
  private enum Word: Int { case data, grad, partial, arrow }

  private var labelWidth = 0
  private var indentWidth = 0
  private var data = Column()
  private var grad = Column()
  /// The column of local derivatives with a contribution; those without are not aligned.
  private var local = Column()
  private var contribution = Column()
  private var widestLocal = 0
  private var gap = 3
  private var showsData = true
  private var showsGrad = true
  private var showsEdge = true
  private var showsContribution = true
  private var isCutAtWidth = false

  /// The width of a column, including a column for the sign if any number is negative.
  private struct Column {
    private var negative = 0
    private var other = 0
    /// The number measured last, since numbers often repeat.
    var last = Double.nan

    var hasSigns: Bool { negative > 0 }
    /// The width of cells that are not aligned.
    var widest: Int { max(negative, other) }
    var width: Int { max(negative, other == 0 ? 0 : other + (hasSigns ? 1 : 0)) }

    mutating func measure(_ cell: TreeTexts.Measure) {
      if cell.isNegative { negative = max(negative, cell.width) } else { other = max(other, cell.width) }
    }

    /// True if a number of at most `columns` columns cannot widen the column.
    func covers(_ number: Double, columns: Int) -> Bool {
      columns <= (number < 0 ? negative : other) || number == last
    }

    mutating func measure(_ column: Column) {
      negative = max(negative, column.negative)
      other = max(other, column.other)
    }

    /// The columns of a cell, including the column for the sign.
    func width(of cell: TreeTexts.Measure) -> Int { cell.width + (hasSigns && !cell.isNegative ? 1 : 0) }
  }

  init(_ diagram: Diagram, _ walk: TreeWalk, _ options: TreeOptions, _ style: TreeStyle) {
    lines = walk.lines
    self.options = options
    self.style = style
    indentation = TreeIndentation(style, width: options.width)
    texts = TreeTexts(diagram, walk, style, NumberText(precision: options.precision))
    words = TextTable(["data ", "grad ", style.partial + " ", style.arrow])
    measure()
  }

  private mutating func measure() {
    for widths in TextBuffer.parts(of: lines.count, widths) {
      labelWidth = max(labelWidth, widths.label)
      indentWidth = max(indentWidth, widths.indent)
      data.measure(widths.data)
      grad.measure(widths.grad)
      local.measure(widths.local)
      contribution.measure(widths.contribution)
      widestLocal = max(widestLocal, widths.otherLocal.widest)
    }
    widestLocal = max(widestLocal, local.width)
  }

  /// The widths of a range of lines.
  private struct Widths {
    var label = 0
    var indent = 0
    var data = Column()
    var grad = Column()
    var local = Column()
    /// The column of local derivatives without a contribution.
    var otherLocal = Column()
    var contribution = Column()
  }

  private func widths(of range: Range<Int>) -> Widths {
    let out = TextBuffer()
    func measure(_ cell: TreeTexts.Cell, _ column: inout Column) {
      if case .number(let number) = cell {
        if column.covers(number, columns: texts.mostColumns(number)) { return }
        column.last = number
      }
      column.measure(texts.write(cell, to: out))
      out.removeAll(from: 0)
    }
    var widths = Widths()
    for line in lines[range] {
      let cells = texts.cells(of: line)
      let indent = indentation.width(of: line.depth)
      widths.indent = max(widths.indent, indent)
      if line.content == .node {
        widths.label = max(widths.label, indent + texts.writeLabel(of: line, to: out))
        out.removeAll(from: 0)
        measure(cells.data, &widths.data)
        measure(cells.grad, &widths.grad)
      }
      guard line.edge != nil else { continue }
      if case .none = cells.contribution {
        measure(cells.local, &widths.otherLocal)
      } else {
        measure(cells.local, &widths.local)
        measure(cells.contribution, &widths.contribution)
      }
    }
    return widths
  }

  // MARK: Width

  /// The columns left out because of the width limit, in words; `nil` if there are none.
  var hiddenColumns: String? {
    if !showsData { return "data, grad and \(style.partial)" }
    if !showsGrad { return "grad and \(style.partial)" }
    if !showsEdge { return style.partial }
    if !showsContribution && contribution.width > 0 { return style.arrow }
    return isCutAtWidth ? "ends of labels" : nil
  }

  private var width: Int {
    var width = labelWidth
    if showsData { width += gap + 5 + data.width }
    if showsGrad { width += gap + 5 + grad.width }
    if showsEdge && widestLocal > 0 {
      let product = showsContribution && contribution.width > 0 ? local.width + 4 + contribution.width : 0
      width += gap + 2 + max(widestLocal, product)
    }
    return width
  }

  /// Narrows the gaps, then drops columns, then cuts labels until the lines fit; data is dropped last, if
  /// labels would have no space.
  mutating func fit() {
    guard let limit = options.width else { return }
    while gap > 1 && width > limit { gap -= 1 }
    if width > limit { showsContribution = false }
    if width > limit { showsEdge = false }
    if width > limit { showsGrad = false }
    if width > limit {
      isCutAtWidth = true
      let room = labelWidth - (width - limit)
      if room < max(8, indentWidth + 3) { showsData = false }
      labelWidth = showsData ? room : limit
    }
  }

  // MARK: Writing

  func write(to out: TextBuffer) {
    let tail = width - labelWidth
    out.append(parts: lines.count) { range, out in
      for line in lines[range] {
        TerminalColor.faint.around(if: options.usesColor, in: out) { indentation.write(line, to: out) }
        var used = indentation.width(of: line.depth)
        used += writeLabel(of: line, after: used, tail, to: out)
        writeCells(of: line, after: used, to: out)
        out.newline()
      }
    }
  }

  /// - Returns: the number of columns written.
  private func writeLabel(of line: TreeWalk.Line, after indent: Int, _ tail: Int, to out: TextBuffer) -> Int {
    let isNode = line.content == .node
    var used = 0
    (isNode ? TerminalColor.bold : .faint).around(if: options.usesColor, in: out) {
      let start = out.count
      used = texts.writeLabel(of: line, to: out)
      guard let width = options.width else { return }
      let rest = isNode || line.edge != nil ? tail : 0
      let room = max(1, (isNode || showsEdge ? max(labelWidth, width - rest) : width) - indent)
      guard used > room else { return }
      let label = VisibleText.fitted(out.text(from: start), to: room, mark: style.ellipsis)
      out.removeAll(from: start)
      out.append(label)
      used = VisibleText.width(label)
    }
    return used
  }

  private func writeCells(of line: TreeWalk.Line, after label: Int, to out: TextBuffer) {
    let cells = texts.cells(of: line)
    var used = label
    var start = labelWidth + gap
    func put(
      _ head: Word, _ headWidth: Int, _ cell: TreeTexts.Cell, _ column: Column?, _ color: TerminalColor
    ) {
      out.append(spaces: max(start - used, 1))
      used = max(start, used + 1)
      TerminalColor.faint.around(if: options.usesColor, in: out) { words.write(head.rawValue, to: out) }
      used += headWidth + write(cell, column, cells.isUnusual ? .red : color, to: out)
    }
    if showsData, line.content == .node { put(.data, 5, cells.data, data, .blue) }
    start += 5 + data.width + gap
    if showsGrad {
      if line.content == .node { put(.grad, 5, cells.grad, grad, .orange) }
      start += 5 + grad.width + gap
    }
    guard showsEdge, line.edge != nil else { return }
    let before = used
    guard case .none = cells.contribution else {
      put(.partial, 2, cells.local, local, .orange)
      guard showsContribution else { return }
      let localEnd = max(start, before + 1) + 2 + local.width
      out.append(spaces: localEnd - used + 1)
      TerminalColor.faint.around(if: options.usesColor, in: out) { words.write(Word.arrow.rawValue, to: out) }
      out.append(" " as StaticString)
      _ = write(cells.contribution, contribution, .orange, to: out)
      return
    }
    put(.partial, 2, cells.local, nil, .orange)
  }

  /// - Returns: the number of columns written.
  private func write(
    _ cell: TreeTexts.Cell, _ column: Column?, _ color: TerminalColor, to out: TextBuffer
  ) -> Int {
    var width = 0
    color.around(if: options.usesColor, in: out) {
      if column?.hasSigns == true, !texts.isNegative(cell) {
        out.append(" " as StaticString)
        width = 1
      }
      width += texts.write(cell, to: out).width
    }
    return width
  }
}
