/// A text for each operation, made once, however many nodes have it.
final class OperationTexts {
  private let text: (Diagram.Operation) -> String
  /// By the operation's place in the table; of operations with parameters, those that are kept.
  private let table: TextTable
  private var others: [(operation: Diagram.Operation, text: String)] = []

  init(_ text: @escaping (Diagram.Operation) -> String) {
    self.text = text
    table = TextTable(Diagram.Operation.table.map(text))
  }

  @inline(__always)
  func write(_ operation: Diagram.Operation, to out: TextBuffer) {
    if let place = operation.row.place, operation.parameters.isEmpty { return table.write(place, to: out) }
    out.append(other(operation))
  }

  @inline(never)
  private func other(_ operation: Diagram.Operation) -> String {
    if let known = others.first(where: { $0.operation == operation }) { return known.text }
    let text = text(operation)
    if others.count < 8 { others.append((operation, text)) }
    return text
  }
}
