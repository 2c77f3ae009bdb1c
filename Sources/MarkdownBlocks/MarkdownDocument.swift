/// The `gradgraph` blocks of a Markdown text, and the text with their regions filled.
///
///     <!-- gradgraph seed 'd = tanh(a*b + a**2)' a=2 b=-3 --show tree -->
///     the generated text
///     <!-- /gradgraph 1f3a9c2e -->
///
///     The gradient is <!-- gradgraph-value seed a.grad -->0.07065<!-- /gradgraph-value 5d0c9a1e -->.
///
///     ```gradgraph neuron w=2
///     y = tanh(w*x)
///     ```
///
/// A fence gives the region of its name the formula, or is a block of its own. Code blocks and code spans hold no blocks.
/// The number in a closing comment is a digest of the generated text, which shows edits by hand.
public struct MarkdownDocument: Sendable {
  /// A region of the text that is generated.
  public struct Region: Sendable {
    /// The words behind `gradgraph`, but for the name.
    public var words: [CommentWords.Word]
    /// The name of the block.
    public var name: CommentWords.Word
    /// The opening comment.
    public var opening: Range<Int>
    /// The generated text: all bytes between the comments.
    public var content: Range<Int>
    /// The closing comment.
    public var closing: Range<Int>
    /// The digest in the closing comment.
    var digest: String?
    /// The bytes at the start of every line: the marks of quotes, blanks for those of lists.
    var prefix: [UInt8]
  }

  /// A number within a sentence.
  public struct Slot: Sendable {
    /// The words behind `gradgraph-value`.
    public var words: [CommentWords.Word]
    /// The opening comment.
    public var opening: Range<Int>
    /// The generated text: all bytes between the comments.
    public var content: Range<Int>
    /// The closing comment.
    public var closing: Range<Int>
    var digest: String?
  }

  /// A fenced code block with a formula.
  public struct Fence: Sendable {
    /// The name of the block that gets the formula.
    public var name: CommentWords.Word
    /// The words behind the name.
    public var words: [CommentWords.Word]
    /// The lines of the formula, without the marks of quotes and lists.
    public var lines: [Range<Int>]
  }

  /// An error in the marks, and its place.
  public struct Problem: Error, Equatable, Sendable {
    /// The bytes of the error.
    public var range: Range<Int>
    /// One line that describes the error.
    public var message: String

    /// An error at a range of bytes.
    public init(range: Range<Int>, message: String) {
      self.range = range
      self.message = message
    }
  }

  /// The text in UTF-8.
  public let bytes: [UInt8]
  /// The regions, in order of position.
  public private(set) var regions: [Region] = []
  /// The slots, in order of position.
  public private(set) var slots: [Slot] = []
  /// The fences, in order of position.
  public private(set) var fences: [Fence] = []
  /// In order of position. A part that has one is neither a region nor a slot nor a fence.
  public private(set) var problems: [Problem] = []
  /// The line end of the text: that of its first line.
  let lineEnd: [UInt8]

  /// `true` if a text may have blocks, because it names the program. Most texts need no more than this test.
  public static func mayHaveBlocks(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
      let word: StaticString = "gradgraph"
      var index = 0
      while index + word.utf8CodeUnitCount <= buffer.count {
        // The rarest letter first.
        if buffer[index + 3] == UInt8(ascii: "d"), buffer[index] == UInt8(ascii: "g"),
          word.withUTF8Buffer({ word in word.indices.allSatisfy { buffer[index + $0] == word[$0] } })
        {
          return true
        }
        index += 1
      }
      return false
    }
  }

  /// The encoding of a text with blocks if it is not UTF-8, such as UTF-16; `nil` for UTF-8, and for texts without blocks.
  public static func otherEncoding(of bytes: [UInt8]) -> String? {
    let word = Array("gradgraph".utf8)
    for (width, name) in [(4, "UTF-32"), (2, "UTF-16")] where bytes.contains(0) {
      var (index, found) = (0, 0)
      // One letter after the other, with zeros between, from either end.
      while let next = bytes[index...].firstIndex(of: word[0]) {
        index = next
        found = 1
        while found < word.count, index + found * width < bytes.count,
          bytes[index + found * width] == word[found],
          bytes[index + (found - 1) * width + 1..<index + found * width].allSatisfy({ $0 == 0 })
        {
          found += 1
        }
        if found == word.count { return name }
        index += 1
      }
    }
    return nil
  }

  /// Reads a text.
  ///
  /// - Complexity: O(length)
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let firstEnd = bytes.firstIndex { $0 == 0x0A || $0 == 0x0D }
    let isCarriageReturn = firstEnd.map { bytes[$0] == 0x0D } ?? false
    let isBoth =
      isCarriageReturn && firstEnd.map { $0 + 1 < bytes.count && bytes[$0 + 1] == 0x0A } ?? false
    lineEnd = isBoth ? [0x0D, 0x0A] : isCarriageReturn ? [0x0D] : [0x0A]
    bytes.withUnsafeBufferPointer { buffer in
      let reader = MarkdownReader.read(buffer)
      for fence in reader.fences { add(fence, buffer) }
      var marks = Marks(reader.comments, buffer)
      marks.pair()
      regions = marks.regions
      slots = marks.slots
      problems += marks.problems
    }
    problems.sort { $0.range.lowerBound < $1.range.lowerBound }
  }

  private mutating func add(_ fence: MarkdownReader.Fence, _ buffer: UnsafeBufferPointer<UInt8>) {
    let info: FenceInfo
    do {
      guard let found = try FenceInfo(fence, buffer) else { return }
      info = found
    } catch {
      return problems.append(error)
    }
    guard fence.isClosed else {
      return problems.append(Problem(range: fence.info, message: "this code block never ends"))
    }
    guard let name = info.name else {
      let message = "a code block of gradgraph needs a name: \(info.example)"
      return problems.append(Problem(range: fence.info, message: message))
    }
    fences.append(Fence(name: name, words: info.words, lines: info.lines))
  }

  // MARK: Text

  /// The text of some ranges; invalid UTF-8 appears as U+FFFD.
  public func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The offset of the first byte that is not valid UTF-8; `nil` if all are.
  public var invalidUTF8: Int? {
    var iterator = bytes.makeIterator()
    var decoder = UTF8()
    var position = 0
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): position += UTF8.width(scalar)
      case .emptyInput: return nil
      case .error: return position
      }
    }
  }
}

extension MarkdownDocument {
  /// The content of a region or slot compared with the expected one.
  public enum State: Equatable, Sendable {
    /// The content and the digest equal the expected ones.
    case current
    /// It was generated, and is now another; or is still empty.
    case stale
    /// It was changed since it was generated, or was never generated.
    case edited
  }

  /// A change of the text.
  public struct Edit: Equatable, Sendable {
    /// The replaced bytes of the document.
    public var range: Range<Int>
    /// The new bytes.
    public var bytes: [UInt8]
  }

  /// The edit that fills a region: it replaces everything behind the opening comment.
  ///
  /// - Parameters:
  ///   - region: one of this document's.
  ///   - lines: the generated lines, without line ends.
  public func edit(_ region: Region, lines: [String]) -> Edit {
    var bytes = lineEnd
    let blank = Array(region.prefix.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed())
    for line in [""] + lines + [""] {
      bytes += line.isEmpty ? blank : region.prefix + Array(line.utf8)
      bytes += lineEnd
    }
    bytes += region.prefix
    let digest = Self.digest(of: bytes)
    return Edit(
      range: region.opening.upperBound..<region.closing.upperBound,
      bytes: bytes + Array("<!-- /gradgraph \(digest) -->".utf8))
  }

  /// The edit that fills a slot.
  public func edit(_ slot: Slot, text: String) -> Edit {
    let digest = Self.digest(of: Array(text.utf8))
    return Edit(
      range: slot.opening.upperBound..<slot.closing.upperBound,
      bytes: Array("\(text)<!-- /gradgraph-value \(digest) -->".utf8))
  }

  /// The first difference between a region and the edit that fills it: a line of its content without the blanks around
  /// it, or the opening comment if only the end differs.
  public func firstDifference(in region: Region, _ edit: Edit) -> Range<Int> {
    let isEnd = { (byte: UInt8) in byte == 0x0A || byte == 0x0D }
    let wanted = edit.bytes.split(omittingEmptySubsequences: true, whereSeparator: isEnd)
    var index = 0
    var start = region.content.lowerBound
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: ">") }
    func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      let head = line.drop(while: isBlank)
      return head.lastIndex { !isBlank($0) }.map { head[...$0] } ?? []
    }
    var lines = wanted.map(trimmed).filter { !$0.isEmpty }
    // The closing comment is no content.
    lines = lines.dropLast()
    while start < region.content.upperBound {
      let end = bytes[start..<region.content.upperBound].firstIndex(where: isEnd) ?? region.content.upperBound
      let line = trimmed(bytes[start..<end])
      if !line.isEmpty {
        guard index < lines.count, line.elementsEqual(lines[index]) else {
          return line.startIndex..<line.endIndex
        }
        index += 1
      }
      start = end + 1
    }
    return index < lines.count ? region.closing : region.opening
  }

  /// The state of a region, given the edit that would fill it.
  public func state(of region: Region, _ edit: Edit) -> State { state(region.content, region.digest, edit) }

  /// The state of a slot, given the edit that would fill it.
  public func state(of slot: Slot, _ edit: Edit) -> State { state(slot.content, slot.digest, edit) }

  private func state(_ content: Range<Int>, _ digest: String?, _ edit: Edit) -> State {
    if bytes[edit.range].elementsEqual(edit.bytes) { return .current }
    let isEmpty = bytes[content].allSatisfy { [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ">")].contains($0) }
    if isEmpty && digest == nil { return .stale }
    return digest == Self.digest(of: bytes[content]) ? .stale : .edited
  }

  /// The text after some edits, in any order; they do not overlap.
  public func applying(_ edits: [Edit]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      result += bytes[position..<edit.range.lowerBound]
      result += edit.bytes
      position = edit.range.upperBound
    }
    return result + bytes[position...]
  }

  /// FNV-1a, 32 bits, of the lines without blanks and quotes' marks at their ends: moving a block into a list or a quote, and
  /// other line ends, are no edits.
  static func digest(of bytes: some Collection<UInt8>) -> String {
    var hash: UInt32 = 0x811C_9DC5
    func add(_ byte: UInt8) { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let text = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ">") }
      var blanks: [UInt8] = []
      for byte in text {
        if byte == 0x20 || byte == 0x09 {
          blanks.append(byte)
        } else {
          blanks.forEach(add)
          blanks = []
          add(byte)
        }
      }
      if !text.isEmpty { add(0x0A) }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
