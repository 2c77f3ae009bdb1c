/// The words of a comment or of a fence's first line, written as in a shell.
///
/// ```
/// seed 'd = tanh(a*b)' a=2 --alt "a picture of \"d\""
/// ```
///
/// Blanks and line ends separate words; single quotes keep everything, double quotes all but `\"` and `\\`.
public struct CommentWords: Equatable, Sendable {
  /// A word and where it is in the text.
  public struct Word: Equatable, Sendable {
    /// The word without its quotes and escapes.
    public var text: String
    /// Its bytes, without quotes around the whole of it.
    public var range: Range<Int>
  }

  /// The words in order.
  public private(set) var words: [Word] = []
  /// The offset of a quote that is not closed; `nil` if all are.
  public private(set) var openQuote: Int?

  /// - Parameters:
  ///   - pieces: the parts of the bytes to read, such as the lines of a comment without the quote's marks.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ pieces: [Range<Int>]) {
    var text: [UInt8] = []
    var begin: Int?
    var quote: (mark: UInt8, at: Int)?
    var end = 0
    func take(_ byte: UInt8, at place: Int) {
      if begin == nil { begin = place }
      text.append(byte)
      end = place + 1
    }
    func finish() {
      if let first = begin {
        words.append(Word(text: String(decoding: text, as: UTF8.self), range: first..<max(first, end)))
      }
      begin = nil
      text = []
    }
    for piece in pieces {
      var index = piece.lowerBound
      while index < piece.upperBound {
        let byte = bytes[index]
        if let open = quote {
          if byte == open.mark {
            quote = nil
            if begin == nil { (begin, end) = (index, index) }
          } else if byte == UInt8(ascii: "\\"), open.mark == UInt8(ascii: "\""), index + 1 < piece.upperBound,
            bytes[index + 1] == UInt8(ascii: "\"") || bytes[index + 1] == UInt8(ascii: "\\")
          {
            index += 1
            take(bytes[index], at: index)
          } else {
            take(byte, at: index)
          }
        } else if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
          finish()
        } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
          quote = (byte, index)
        } else {
          take(byte, at: index)
        }
        index += 1
      }
    }
    openQuote = quote?.at
    finish()
  }

  /// The first word of a range; empty if there is none.
  static func firstWord(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    let rest = bytes[range].drop(while: isBlank)
    return String(decoding: rest.prefix { !isBlank($0) }, as: UTF8.self)
  }
}
