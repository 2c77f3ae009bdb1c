import DisplayText

/// The columns of a tree: label, data, gradient, local derivative and contribution, aligned and fitted to a width.
struct TreeTable {
  /// What stands in one line; absent cells are blank.
  private struct Cells {
    var label = ""
    var labelWidth = 0
    var data: String?
    var grad: String?
    var local: String?
    var contribution: String?
    var isUnusual = false
  }

  private let lines: [TreeWalk.Line]
  private var cells: [Cells] = []
  private let options: TreeOptions
  private let style: TreeStyle
  private let indentation: TreeIndentation

  private var labelWidth = 0
  private var indentWidth = 0
  private var dataWidth = 0
  private var gradWidth = 0
  private var localWidth = 0
  private var contributionWidth = 0
  private var widestLocal = 0
  private var gap = 3
  private var showsData = true
  private var showsGrad = true
  private var showsEdge = true
  private var showsContribution = true
  private var isCutAtWidth = false

  init(_ diagram: Diagram, _ walk: TreeWalk, _ options: TreeOptions, _ style: TreeStyle) {
    lines = walk.lines
    self.options = options
    self.style = style
    indentation = TreeIndentation(style, width: options.width)
    let numbers = NumberText(precision: options.precision)
    cells.reserveCapacity(lines.count)
    for line in lines {
      var cell = Cells()
      let node = diagram.nodes[line.node]
      cell.label = label(of: line, node, isShared: walk.isShared[line.node])
      cell.labelWidth = indentation.width(of: line.depth) + VisibleText.width(cell.label)
      if case .node = line.content {
        cell.data = node.data.map(numbers.text) ?? style.range(node.folded?.data, numbers)
        cell.grad = node.grad.map(numbers.text) ?? style.range(node.folded?.grad, numbers)
        cell.isUnusual =
          !(node.data ?? 0).isFinite || !(node.grad ?? 0).isFinite || (node.folded?.nonFinite ?? 0) > 0
      }
      if let edge = line.edge.map({ diagram.edges[$0] }) {
        cell.local = edge.local.map(numbers.text) ?? style.missing
        if let local = edge.local, let contribution = edge.contribution, !contribution.isSame(as: local) {
          let isProduct = local != 1 || !contribution.isSame(as: diagram.nodes[edge.to].grad ?? 0)
          cell.contribution = isProduct ? numbers.text(contribution) : nil
        }
      }
      cells.append(cell)
    }
    alignNumbers()
    measure()
  }

  private func label(of line: TreeWalk.Line, _ node: Diagram.Node, isShared: Bool) -> String {
    let operation = node.operation.map { style.text($0.tree) }
    switch line.content {
    case .cut(0): return "\(style.ellipsis) nothing new below"
    case .cut(let count): return "\(style.ellipsis) \(count) \(count == 1 ? "node" : "nodes") below"
    case .repeated:
      return (node.shownName.map(style.text) ?? operation.map { "#\(node.id) \($0)" } ?? node.label) + " (*)"
    case .node:
      if let folded = node.folded { return style.text(folded.line) }
      guard let operation else { return style.text(node.label) }
      // An unnamed node that comes again needs a number to be recognised by.
      return (node.shownName.map { style.text($0) + "  " } ?? (isShared ? "#\(node.id) " : "")) + operation
    }
  }

  /// Reserves a column for the sign where one is negative; for derivatives, among those with a contribution.
  private mutating func alignNumbers() {
    func isNegative(_ text: String?) -> Bool { text?.hasPrefix("-") == true && text != style.missing }
    func aligned(_ text: String?, _ hasSigns: Bool) -> String? {
      text.map { hasSigns && !isNegative($0) ? " " + $0 : $0 }
    }
    let data = cells.contains { isNegative($0.data) }
    let grad = cells.contains { isNegative($0.grad) }
    let local = cells.contains { $0.contribution != nil && isNegative($0.local) }
    let contribution = cells.contains { isNegative($0.contribution) }
    for index in cells.indices {
      cells[index].data = aligned(cells[index].data, data)
      cells[index].grad = aligned(cells[index].grad, grad)
      cells[index].local = aligned(cells[index].local, local && cells[index].contribution != nil)
      cells[index].contribution = aligned(cells[index].contribution, contribution)
    }
  }

  private mutating func measure() {
    for line in lines { indentWidth = max(indentWidth, indentation.width(of: line.depth)) }
    for cell in cells {
      if cell.data != nil { labelWidth = max(labelWidth, cell.labelWidth) }
      dataWidth = max(dataWidth, cell.data?.count ?? 0)
      gradWidth = max(gradWidth, cell.grad?.count ?? 0)
      widestLocal = max(widestLocal, cell.local?.count ?? 0)
      if cell.contribution != nil { localWidth = max(localWidth, cell.local?.count ?? 0) }
      contributionWidth = max(contributionWidth, cell.contribution?.count ?? 0)
    }
  }

  // MARK: Width

  /// What had to give way to the width.
  var hiddenColumns: String? {
    if !showsData { return "data, grad and \(style.partial)" }
    if !showsGrad { return "grad and \(style.partial)" }
    if !showsEdge { return style.partial }
    if !showsContribution && contributionWidth > 0 { return style.arrow }
    return isCutAtWidth ? "ends of labels" : nil
  }

  private var width: Int {
    var width = labelWidth
    if showsData { width += gap + 5 + dataWidth }
    if showsGrad { width += gap + 5 + gradWidth }
    if showsEdge && widestLocal > 0 {
      let product = showsContribution && contributionWidth > 0 ? localWidth + 4 + contributionWidth : 0
      width += gap + 2 + max(widestLocal, product)
    }
    return width
  }

  /// Narrows the gaps, then drops columns, then cuts labels, until the lines fit; numbers that leave no room for
  /// labels go last.
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
    var guides = indentation
    for (index, line) in lines.enumerated() {
      write(line, cells[index], guides.next(line), out)
      out.newline()
    }
  }

  private func write(_ line: TreeWalk.Line, _ cell: Cells, _ indent: String, _ out: TextBuffer) {
    let room = options.width.map {
      cell.data == nil && !showsEdge ? $0 : max(labelWidth, $0 - tailWidth(of: cell))
    }
    let label = room.map {
      VisibleText.fitted(cell.label, to: max(1, $0 - VisibleText.width(indent)), mark: style.ellipsis)
    }
    out.append(colored(indent, .faint))
    out.append(colored(label ?? cell.label, cell.data == nil ? .faint : .bold))
    var used = VisibleText.width(indent) + VisibleText.width(label ?? cell.label)
    var column = labelWidth + gap
    func pad() {
      out.append(spaces: max(column - used, 1))
      used = max(column, used + 1)
    }
    func put(_ head: String, _ text: String, _ color: TerminalColor) {
      pad()
      out.append(colored(head, .faint))
      out.append(colored(text, cell.isUnusual && color != .faint ? .red : color))
      used += VisibleText.width(head) + text.count
    }
    if showsData, let data = cell.data { put("data ", data, .blue) }
    column += 5 + dataWidth + gap
    if showsGrad {
      if let grad = cell.grad { put("grad ", grad, .orange) }
      column += 5 + gradWidth + gap
    }
    guard showsEdge, let local = cell.local else { return }
    put(style.partial + " ", local, .orange)
    if showsContribution, let contribution = cell.contribution {
      out.append(spaces: localWidth - local.count + 1)
      out.append(colored(style.arrow, .faint))
      out.append(" ")
      out.append(colored(contribution, .orange))
    }
  }

  private func tailWidth(of cell: Cells) -> Int {
    cell.data == nil && cell.local == nil ? 0 : width - labelWidth
  }

  private func colored(_ text: String, _ color: TerminalColor) -> String {
    color.around(text, if: options.usesColor)
  }
}

extension Double {
  /// The same number, or NaN both.
  fileprivate func isSame(as other: Double) -> Bool { self == other || (isNaN && other.isNaN) }
}
