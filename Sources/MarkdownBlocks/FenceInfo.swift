/// The first line of a fenced code block, in the forms of several readers of Markdown.
///
/// ````
/// ```gradgraph seed a=2           CommonMark: the name and the values behind the language
/// ```{.gradgraph #seed a=2}       Pandoc, Quarto, MkDocs: a class, an id, and attributes
/// ```{gradgraph} seed a=2         MyST: a directive and its arguments
/// ```{code-block} text            MyST: a directive whose options name the language
/// :class: gradgraph
/// :name: seed
/// ````
struct FenceInfo {
  private(set) var name: CommentWords.Word?
  /// `name=value`.
  private(set) var words: [CommentWords.Word] = []
  /// The lines of the formula.
  private(set) var lines: [Range<Int>]
  /// The form with a name, for a message.
  private(set) var example = "```gradgraph seed"

  private static let directives: Set<String> = ["{code-block}", "{code}", "{sourcecode}"]

  /// Attributes for the look of a block, which are no values of variables.
  private static let looks: Set<String> = [
    "title", "linenums", "hl_lines", "startFrom", "filename", "lst-cap", "lst-label", "eval", "echo",
  ]

  /// `true` if a code block may hold a formula, judged by its first line alone.
  static func mayBeOurs(_ bytes: UnsafeBufferPointer<UInt8>, _ info: Range<Int>) -> Bool {
    let first = CommentWords.firstWord(in: bytes, info)
    if first == "gradgraph" || first == "{gradgraph}" || directives.contains(first) { return true }
    return first.utf8.first == UInt8(ascii: "{") && attributes(bytes, info) != nil
  }

  /// The text between the braces of the attributes, if one of them is the class `.gradgraph`.
  private static func attributes(_ bytes: UnsafeBufferPointer<UInt8>, _ info: Range<Int>) -> Range<Int>? {
    guard let start = bytes[info].firstIndex(of: UInt8(ascii: "{")),
      let end = bytes[info].lastIndex(of: UInt8(ascii: "}")), start < end
    else { return nil }
    let words = CommentWords(bytes, [start + 1..<end]).words
    return words.contains { $0.text == ".gradgraph" } ? start + 1..<end : nil
  }

  /// - Returns: `nil` for a code block that is none of gradgraph.
  init?(
    _ fence: MarkdownReader.Fence, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(MarkdownDocument.Problem) {
    lines = fence.lines
    let first = CommentWords.firstWord(in: bytes, fence.info)
    if Self.directives.contains(first) {
      guard readOptions(bytes) else { return nil }
      return
    }
    if first.utf8.first == UInt8(ascii: "{"), let range = Self.attributes(bytes, fence.info) {
      example = "```{.gradgraph #seed}"
      for word in try Self.words(bytes, range) { add(attribute: word) }
      return
    }
    guard first == "gradgraph" || first == "{gradgraph}" else { return nil }
    let all = try Self.words(bytes, fence.info).dropFirst()
    name = all.first
    words = Array(all.dropFirst())
    if first == "{gradgraph}" { example = "```{gradgraph} seed" }
  }

  private static func words(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) throws(MarkdownDocument.Problem) -> [CommentWords.Word] {
    let words = CommentWords(bytes, [range])
    if let quote = words.openQuote {
      throw MarkdownDocument.Problem(range: quote..<quote + 1, message: "this quote never ends")
    }
    return words.words
  }

  private mutating func add(attribute word: CommentWords.Word) {
    switch word.text.utf8.first {
    case UInt8(ascii: "#"):
      name = CommentWords.Word(
        text: String(decoding: word.text.utf8.dropFirst(), as: UTF8.self),
        range: min(word.range.lowerBound + 1, word.range.upperBound)..<word.range.upperBound)
    case UInt8(ascii: "."), UInt8(ascii: "="): break
    default:
      let key = String(decoding: word.text.utf8.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
      if !Self.looks.contains(key), !key.utf8.starts(with: "code-".utf8) { words.append(word) }
    }
  }

  /// Takes the options of a directive from its first lines; `true` if its class is gradgraph.
  private mutating func readOptions(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var isOurs = false
    example = ":name: seed"
    while let line = lines.first {
      let words = CommentWords(bytes, [line]).words
      guard let option = words.first, option.text.utf8.first == UInt8(ascii: ":"),
        option.text.utf8.last == UInt8(ascii: ":"), option.text.utf8.count > 2
      else {
        // An empty line ends them.
        if words.isEmpty { lines.removeFirst() }
        break
      }
      if option.text == ":class:" { isOurs = words.dropFirst().contains { $0.text == "gradgraph" } }
      if option.text == ":name:" { name = words.dropFirst().first }
      lines.removeFirst()
    }
    return isOurs
  }
}
