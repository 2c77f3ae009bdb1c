/// The place of a block's formula, and the options and values given there.
struct BlockOrigin {
  enum Place {
    /// The document's text.
    case inside(FormulaPieces)
    case file(String)
    /// Another block of the document.
    case block(String)
  }

  var place: Place
  /// The formula as it was written; `nil` for a graph in JSON.
  var formula: String?
  /// `name=value`.
  var values: [String]
  var output: String?

  /// This origin, which refers to a block, completed by the formula and the other words of that block.
  func completed(by other: BlockOrigin) -> BlockOrigin {
    let own = Set(values.map { $0.prefix { $0 != "=" } })
    return BlockOrigin(
      place: other.place, formula: other.formula,
      values: other.values.filter { !own.contains($0.prefix { $0 != "=" }) } + values,
      output: output ?? other.output)
  }
}

/// A formula within a document: the lines of a code block without the marks of quotes and lists, or the words of a comment.
struct FormulaPieces {
  /// Ranges of the document's bytes, in order.
  let ranges: [Range<Int>]

  func bytes(of document: [UInt8]) -> [UInt8] {
    ranges.reduce(into: []) { $0 += document[$1] }
  }

  /// The place in the document of a range of the formula's bytes.
  func place(of range: Range<Int>) -> Range<Int> {
    let start = place(of: range.lowerBound, isEnd: false)
    return start..<max(start, range.isEmpty ? start : place(of: range.upperBound, isEnd: true))
  }

  private func place(of offset: Int, isEnd: Bool) -> Int {
    var rest = offset
    for range in ranges {
      if rest < range.count || (isEnd && rest == range.count) { return range.lowerBound + rest }
      rest -= range.count
    }
    return ranges.last?.upperBound ?? 0
  }
}
