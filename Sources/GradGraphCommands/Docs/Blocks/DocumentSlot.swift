import DisplayText
import GraphExport
import MarkdownBlocks

/// A number within a sentence: `<!-- gradgraph-value seed a.grad precision=6 code -->`.
struct DocumentSlot {
  private let node: CommentWords.Word
  private var quantity = Expectation.Quantity.data
  private var name: String
  private var precision: Int?
  private var isCode = false

  init(_ slot: MarkdownDocument.Slot) throws(BlockFailure) {
    node = slot.words[1]
    name = node.text
    if let suffix = [Expectation.Quantity.grad, .data].first(where: { name.hasSuffix(".\($0.rawValue)") }) {
      quantity = suffix
      name = String(name.dropLast(suffix.rawValue.count + 1))
    }
    for word in slot.words.dropFirst(2) {
      if word.text == "code" {
        isCode = true
      } else if word.text.hasPrefix("precision="), let digits = Int(word.text.dropFirst(10)),
        (1...17).contains(digits)
      {
        precision = digits
      } else {
        throw BlockFailure(
          "'\(VisibleText.of(word.text))' is not known here; there are precision=1 to precision=17, and code",
          at: word.range)
      }
    }
  }

  /// The number, with the digits of the block's or the slot's precision.
  func text(of result: BlockResult) throws(BlockFailure) -> String {
    let number: Double?
    do {
      let numbers = try result.input.numbers(of: name)
      number = quantity == .data ? numbers.data : numbers.grad
    } catch {
      throw BlockFailure(error.reason, at: node.range)
    }
    guard let number else {
      throw BlockFailure(
        "'\(VisibleText.of(name))' has no gradient; the block computes values only, or the output does not depend on it",
        at: node.range)
    }
    let text = NumberText(precision: precision ?? result.options.tree.numbers.precision).text(number)
    return isCode ? "`\(text)`" : text
  }
}
