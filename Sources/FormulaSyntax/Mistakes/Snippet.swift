import DisplayText

/// The line of a mistake with a caret under the spot, at most 100 columns wide.
///
///     c = a*bb + a**2
///           ^~
struct Snippet: Equatable, Sendable {
  /// The line, cropped around the caret, with `…` where something was cut.
  let line: String
  /// Spaces, then `^` under the first character and `~` under the others.
  let underline: String

  static let columns = 100
  private static let columnsBefore = 50

  /// - Parameters:
  ///   - range: the bytes to point at; those beyond the line are not underlined.
  ///   - line: the bytes of the line, without its end.
  /// - Complexity: O(`columns`), however long the line is.
  init(_ range: Range<Int>, in line: Range<Int>, of bytes: [UInt8]) {
    let start = min(max(range.lowerBound, line.lowerBound), line.upperBound)
    let end = min(max(range.upperBound, start), line.upperBound)
    let windowStart = Self.boundary(start - 400, in: line.lowerBound..<start, bytes)
    let spanEnd = Self.boundary(start + 800, in: start..<end, bytes)
    let windowEnd = Self.boundary(spanEnd + 800, in: spanEnd..<line.upperBound, bytes)

    let before = Self.characters(bytes[windowStart..<start])
    let marked = Self.characters(bytes[start..<spanEnd])
    let after = Self.characters(bytes[spanEnd..<windowEnd])
    let wholeLine =
      windowStart == line.lowerBound && windowEnd == line.upperBound
      && (before + marked + after).reduce(0) { $0 + $1.width } <= Self.columns

    var left = ""
    var leftWidth = 0
    if wholeLine
      || before.reduce(0, { $0 + $1.width }) <= Self.columnsBefore
        && windowStart == line.lowerBound
    {
      left = before.map { $0.text }.joined()
      leftWidth = before.reduce(0) { $0 + $1.width }
    } else {
      let kept = before.reversed().prefix { character in
        leftWidth += character.width
        return leftWidth <= Self.columnsBefore - 1
      }
      leftWidth = kept.reduce(1) { $0 + $1.width }
      left = "…" + kept.reversed().map { $0.text }.joined()
    }

    var text = left
    var width = leftWidth
    var markedWidth = 0
    let right = marked + after
    for (index, character) in right.enumerated() {
      if !wholeLine, width + character.width > Self.columns - 1 {
        text += "…"
        break
      }
      text += character.text
      width += character.width
      if index < marked.count { markedWidth += character.width }
    }
    self.line = text
    underline =
      String(repeating: " ", count: leftWidth) + "^" + String(repeating: "~", count: max(markedWidth - 1, 0))
  }

  private static func characters(_ bytes: ArraySlice<UInt8>) -> [VisibleCharacter] {
    String(decoding: bytes, as: UTF8.self).map(VisibleCharacter.init)
  }

  /// The index, clamped to the limits; between them, it does not cut a character's bytes in two.
  private static func boundary(_ index: Int, in limits: Range<Int>, _ bytes: [UInt8]) -> Int {
    var result = min(max(index, limits.lowerBound), limits.upperBound)
    while limits.contains(result), result > limits.lowerBound, index - result < 4,
      bytes[result] & 0xC0 == 0x80
    {
      result -= 1
    }
    return result
  }
}
