/// The sum of contributions, `= -0.2120 + 0.2826`, with `…` for unknown terms; of many terms, the first few.
struct GradientSumText {
  private let first: [Double?]
  private let known: Int
  private let count: Int
  private let numbers: NumberText

  static let mostTerms = 4

  init(_ terms: [Double], _ numbers: NumberText) {
    self.init(first: terms.prefix(Self.mostTerms).map { $0 }, known: terms.count, of: terms.count, numbers)
  }

  /// - Parameter first: the first ``mostTerms`` terms, or all if they are fewer.
  init(first: [Double?], known: Int, of count: Int, _ numbers: NumberText) {
    (self.first, self.known, self.count, self.numbers) = (first, known, count, numbers)
  }

  var text: String {
    let out = TextBuffer(capacity: 128)
    write(to: out)
    return out.text(from: 0)
  }

  func write(to out: TextBuffer) {
    for (index, term) in first.enumerated() {
      let isSubtracted = index > 0 && (term ?? 0) < 0
      out.append(index == 0 ? "= " : isSubtracted ? " − " : " + ")
      if let term {
        out.append(isSubtracted ? -term : term, precision: numbers.precision)
      } else {
        out.append("…" as StaticString)
      }
    }
    guard count > Self.mostTerms else { return }
    out.append(known == count ? " + … (\(known) terms)" : " + … (\(known) of \(count))")
  }
}
