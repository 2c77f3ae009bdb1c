import DisplayText

/// A text for each operation, made once, however many nodes have it.
final class OperationTexts {
  private let text: (Diagram.Operation) -> String
  /// By the operation's place in the table; of operations with parameters, those that are kept.
  private let table: TextTable
  private let widths: [Int]
  private var others: [(operation: Diagram.Operation, text: String, width: Int)] = []

  init(_ text: @escaping (Diagram.Operation) -> String) {
    self.text = text
    let texts = Diagram.Operation.Row.table.indices.map { text(Diagram.Operation(form: .known(UInt8($0)))) }
    table = TextTable(texts)
    widths = texts.map(VisibleText.width)
  }

  /// Writes the text.
  ///
  /// - Returns: its columns in a terminal.
  @inline(__always)
  @discardableResult
  func write(_ operation: Diagram.Operation, to out: TextBuffer) -> Int {
    if case .known(let place) = operation.form {
      table.write(Int(place), to: out)
      return widths[Int(place)]
    }
    let other = other(operation)
    out.append(other.text)
    return other.width
  }

  @inline(never)
  private func other(_ operation: Diagram.Operation) -> (text: String, width: Int) {
    if let known = others.first(where: { $0.operation == operation }) { return (known.text, known.width) }
    let text = text(operation)
    let width = VisibleText.width(text)
    if others.count < 8 { others.append((operation, text, width)) }
    return (text, width)
  }
}
