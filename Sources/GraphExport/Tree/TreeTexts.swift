import DisplayText

/// The texts in the lines of a tree: labels, and cells with numbers.
struct TreeTexts {
  /// The content of one column of a line.
  enum Cell {
    case none, missing
    case number(Double)
    case range(ClosedRange<Double>)
  }

  struct Cells {
    var data = Cell.none
    var grad = Cell.none
    var local = Cell.none
    var contribution = Cell.none
    var isUnusual = false
  }

  /// The width of a text in columns, and its sign.
  struct Measure {
    var width: Int
    var isNegative: Bool
  }

  private let diagram: Diagram
  private let walk: TreeWalk
  private let style: TreeStyle
  private let numbers: NumberText
  private let bounds: NumberBounds
  private let operations: OperationTexts
  private let hasFolded: Bool

  init(_ diagram: Diagram, _ walk: TreeWalk, _ style: TreeStyle, _ numbers: NumberText) {
    (self.diagram, self.walk, self.style, self.numbers) = (diagram, walk, style, numbers)
    bounds = NumberBounds(numbers)
    operations = OperationTexts(diagram.nodes) { style.text($0.tree) }
    hasFolded = diagram.nodes.indices.contains { diagram.nodes[$0].folded != nil }
  }

  // MARK: Cells

  func cells(of line: TreeWalk.Line) -> Cells {
    var cells = Cells()
    let index = line.node
    if line.content == .node {
      let (data, grad) = (diagram.nodes[index].data, diagram.nodes[index].grad)
      cells.data = data.map(Cell.number) ?? .missing
      cells.grad = grad.map(Cell.number) ?? .missing
      cells.isUnusual = !(data ?? 0).isFinite || !(grad ?? 0).isFinite
      if hasFolded, let folded = diagram.nodes[index].folded {
        if data == nil, let range = folded.data { cells.data = .range(range) }
        if grad == nil, let range = folded.grad { cells.grad = .range(range) }
        if folded.nonFinite > 0 { cells.isUnusual = true }
      }
    }
    guard let edge = line.edge else { return cells }
    guard let local = diagram.edges[edge].local else {
      cells.local = .missing
      return cells
    }
    cells.local = .number(local)
    if let contribution = diagram.edges[edge].contribution, !contribution.isSame(as: local),
      local != 1 || !contribution.isSame(as: diagram.nodes[diagram.edges[edge].to].grad ?? 0)
    {
      cells.contribution = .number(contribution)
    }
    return cells
  }

  /// An upper bound of the columns of a number.
  @inline(__always)
  func mostColumns(_ number: Double) -> Int { bounds.mostColumns(number) }

  func isNegative(_ cell: Cell) -> Bool {
    switch cell {
    case .none, .missing: false
    case .number(let number): number < 0
    case .range(let range): range.lowerBound < 0
    }
  }

  @inline(__always)
  func write(_ cell: Cell, to out: TextBuffer) -> Measure {
    let start = out.count
    var width = 0
    switch cell {
    case .none: break
    case .missing:
      out.append(style.missing)
      width = 1
    case .number(let number):
      out.append(number, precision: numbers.precision)
      width = out.count - start
    case .range(let range):
      let text = style.range(range, numbers)
      out.append(text)
      width = text.count
    }
    return Measure(width: width, isNegative: isNegative(cell))
  }

  // MARK: Labels

  /// Writes the label of a line.
  ///
  /// - Returns: the number of columns written.
  func writeLabel(of line: TreeWalk.Line, to out: TextBuffer) -> Int {
    let index = line.node
    switch line.content {
    case .cut:
      let count = line.hidden == 0 ? "nothing new" : "\(line.hidden) \(line.hidden == 1 ? "node" : "nodes")"
      return write("\(style.ellipsis) \(count) below", to: out)
    case .repeated:
      let width =
        writeName(of: index, to: out)
        ?? writeOperation(of: index, isNumbered: true, to: out)
        ?? write(label(of: index), to: out)
      out.append(" (*)" as StaticString)
      return width + 4
    case .node:
      if hasFolded, let folded = diagram.nodes[index].folded {
        return write(style.text(folded.line), to: out)
      }
      guard diagram.nodes[index].operation != nil else {
        return write(label(of: index), to: out)
      }
      let name = writeName(of: index, to: out)
      if name != nil { out.append("  " as StaticString) }
      // An unnamed node that is repeated needs a number for reference.
      let isNumbered = name == nil && walk.isShared[index]
      return (name.map { $0 + 2 } ?? 0) + (writeOperation(of: index, isNumbered: isNumbered, to: out) ?? 0)
    }
  }

  /// The label in the character set: ASCII has no π, but formulas have `pi`.
  private func label(of index: Int) -> String {
    let node = diagram.nodes[index]
    let label = node.label
    guard style.isASCII, node.kind == .constant, node.shownName == nil else { return style.text(label) }
    return label == "π" ? "pi" : label == "-π" ? "-pi" : label
  }

  private func writeName(of index: Int, to out: TextBuffer) -> Int? {
    guard diagram.nodes[index].name != nil, let name = diagram.nodes[index].shownName else { return nil }
    return write(style.text(name), to: out)
  }

  /// `*`, or `#7 *`; `nil` for a leaf.
  private func writeOperation(of index: Int, isNumbered: Bool, to out: TextBuffer) -> Int? {
    guard let operation = diagram.nodes[index].operation else { return nil }
    let start = out.count
    if isNumbered {
      out.append("#" as StaticString)
      out.append(diagram.nodes[index].id)
      out.append(" " as StaticString)
    }
    return out.count - start + operations.write(operation, to: out)
  }

  private func write(_ text: String, to out: TextBuffer) -> Int {
    out.append(text)
    return VisibleText.width(text)
  }
}

extension Double {
  /// True for equal numbers, and for two NaNs.
  fileprivate func isSame(as other: Double) -> Bool { self == other || (isNaN && other.isNaN) }
}
