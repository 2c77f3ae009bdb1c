import MarkdownBlocks

/// The options of blocks with similar words: the argument parser takes a millisecond for a block, and the blocks of a
/// document differ mostly in their formulas and values.
///
/// Words that can only be arguments (they begin with no hyphen, and neither does the word before them) are replaced by signs
/// that no document holds, so that blocks with the same options share the parsed ones.
struct BlockOptionsCache {
  private var parsed: [[String]: BlockOptions] = [:]
  private static let most = 1_000

  /// The options of some words, as `BlockOptions.parse` gives them.
  mutating func options(of words: [CommentWords.Word]) throws -> BlockOptions {
    var shape = ["formula"]
    var arguments: [String: String] = [:]
    var isAfterOption = false
    for word in words {
      let isOption = word.text.utf8.first == UInt8(ascii: "-")
      if isOption || isAfterOption {
        shape.append(word.text)
      } else {
        let sign = "\u{10FFFD}\(arguments.count)"
        arguments[sign] = word.text
        shape.append(sign)
      }
      isAfterOption = isOption
    }
    guard var options = parsed[shape] ?? (try? BlockOptions.parse(shape)) else {
      // A mistake is reported of the words as they are.
      return try BlockOptions.parse(["formula"] + words.map(\.text))
    }
    if parsed.count >= Self.most { parsed = [:] }
    parsed[shape] = options
    options.input.values = options.input.values.map { arguments[$0] ?? $0 }
    return options
  }
}
