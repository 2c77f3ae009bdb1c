import DisplayText

/// A text for each operation, made once for all of its nodes.
struct OperationTexts {
  private let text: (Diagram.Operation) -> String
  /// The texts by the operation's position in the table, followed by those of kept operations with constants.
  private let table: TextTable
  private let widths: [Int]
  private let others: [Diagram.Operation.Row]

  private static let mostOthers = 8

  /// - Parameter nodes: the nodes whose first few operations with constants are kept.
  init(_ nodes: [Diagram.Node], _ text: @escaping (Diagram.Operation) -> String) {
    self.text = text
    var others: [Diagram.Operation.Row] = []
    for index in nodes.indices where others.count < Self.mostOthers {
      guard case .other(let row) = nodes[index].operation?.form, row !== others.last else { continue }
      if !others.contains(where: { $0 === row }) { others.append(row) }
    }
    self.others = others
    let known = Diagram.Operation.Row.table.indices.map { Diagram.Operation(form: .known(UInt8($0))) }
    let texts = (known + others.map { Diagram.Operation(form: .other($0)) }).map(text)
    table = TextTable(texts)
    widths = texts.map(VisibleText.width)
  }

  /// Writes the text.
  ///
  /// - Returns: its columns in a terminal.
  @inline(__always)
  @discardableResult
  func write(_ operation: Diagram.Operation, to out: TextBuffer) -> Int {
    guard case .known(let place) = operation.form else { return writeOther(operation, to: out) }
    table.write(Int(place), to: out)
    return widths[Int(place)]
  }

  @inline(never)
  private func writeOther(_ operation: Diagram.Operation, to out: TextBuffer) -> Int {
    if case .other(let row) = operation.form, let known = others.firstIndex(where: { $0 === row }) {
      let place = table.count - others.count + known
      table.write(place, to: out)
      return widths[place]
    }
    let text = text(operation)
    out.append(text)
    return VisibleText.width(text)
  }
}
