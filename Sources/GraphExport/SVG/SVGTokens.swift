/// The markup of an SVG by Graphviz, piece by piece: elements and characters, without comments and
/// declarations.
///
/// A `text` or `title` is one piece with its content.
/// - Complexity: O(bytes) for all of them.
struct SVGTokens: IteratorProtocol, Sequence {
  enum Token {
    /// An element; if it is open, its end follows as a later token.
    case element(SVGElement, isOpen: Bool)
    case end
    case characters(Range<Int>)
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ svg: [UInt8]) { bytes = svg }

  mutating func next() -> Token? {
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "<") else { return .characters(readCharacters()) }
      if starts(with: "<!--") {
        skip(past: "-->")
      } else if starts(with: "<!") || starts(with: "<?") {
        skip(past: ">")
      } else if starts(with: "</") {
        skip(past: ">")
        return .end
      } else {
        return readElement()
      }
    }
    return nil
  }

  private mutating func readCharacters() -> Range<Int> {
    let start = position
    position = bytes[position...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
    return start..<position
  }

  private mutating func readElement() -> Token? {
    guard let (tag, isEmpty) = readTag() else { return nil }
    var element = tag
    if !isEmpty, element.name == "text" || element.name == "title" {
      let (start, end) = (position, "</\(element.name)>")
      skip(past: end)
      element.content = start..<Swift.max(start, position - end.utf8.count)
    }
    element.range = tag.range.lowerBound..<position
    return .element(element, isOpen: !isEmpty && element.content == nil)
  }

  /// Reads a tag from `<` to `>`; `nil` if it has no end.
  private mutating func readTag() -> (element: SVGElement, isEmpty: Bool)? {
    let start = position
    position += 1
    let name = readWord()
    var attributes: [(name: String, value: Range<Int>)] = []
    var isEmpty = false
    while position < bytes.count, bytes[position] != UInt8(ascii: ">") {
      if bytes[position] == UInt8(ascii: "/") { isEmpty = true }
      guard Self.isNameByte(bytes[position]) else {
        position += 1
        continue
      }
      let attribute = readWord()
      guard starts(with: "=\"") || starts(with: "='") else { continue }
      let quote = bytes[position + 1]
      let value = position + 2
      position = bytes[value...].firstIndex(of: quote) ?? bytes.count
      attributes.append((attribute, value..<position))
      position = Swift.min(position + 1, bytes.count)
    }
    guard position < bytes.count else { return nil }
    position += 1
    return (SVGElement(name: name, range: start..<position, attributes: attributes), isEmpty)
  }

  private mutating func readWord() -> String {
    let start = position
    while position < bytes.count, Self.isNameByte(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "/"), UInt8(ascii: "<"), UInt8(ascii: ">"): false
    default: byte > 0x20
    }
  }

  private func starts(with text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

  private mutating func skip(past text: String) {
    while position < bytes.count, !starts(with: text) { position += 1 }
    position = Swift.min(position + text.utf8.count, bytes.count)
  }
}
