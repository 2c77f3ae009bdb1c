/// The number of paths between two nodes, which doubles with every level of a graph that shares its nodes.
///
/// It is exact below 2^4096; from there on ``description`` names only this bound.
public struct PathCount: Equatable, Sendable {
  /// The bits up to which a count is exact.
  public static let exactBits = 4096

  private var low: UInt64
  /// The further words, least significant first, without leading zeros.
  private var high: [UInt64] = []

  /// `true` if there are 2^4096 paths or more, so that the number is not known.
  public private(set) var isBeyondExact = false

  init(_ count: UInt64) { low = count }

  /// The count, if it fits.
  public var int: Int? { isBeyondExact || !high.isEmpty ? nil : Int(exactly: low) }

  static func += (left: inout Self, right: Self) {
    if left.isBeyondExact || right.isBeyondExact { return left.saturate() }
    var carry = left.low.addReportingOverflow(right.low)
    for index in 0..<max(left.high.count, right.high.count) {
      if index == left.high.count { left.high.append(0) }
      let isOver = left.high[index].addReportingOverflow(index < right.high.count ? right.high[index] : 0)
      let isOverAgain = left.high[index].addReportingOverflow(carry ? 1 : 0)
      carry = isOver || isOverAgain
    }
    if carry { left.high.append(1) }
    if left.high.count >= exactBits / UInt64.bitWidth { left.saturate() }
  }

  private mutating func saturate() {
    self = PathCount(0)
    isBeyondExact = true
  }
}

extension UInt64 {
  /// Adds, and returns `true` if the sum did not fit.
  fileprivate mutating func addReportingOverflow(_ other: UInt64) -> Bool {
    let (sum, overflow) = addingReportingOverflow(other)
    self = sum
    return overflow
  }
}

extension PathCount: CustomStringConvertible {
  /// All decimal digits, or `2^4096 or more`.
  public var description: String {
    if isBeyondExact { return "2^\(Self.exactBits) or more" }
    let chunk: UInt64 = 10_000_000_000_000_000_000
    var words = [low] + high
    var chunks: [UInt64] = []
    while words.count > 1 {
      var remainder: UInt64 = 0
      for index in words.indices.reversed() {
        (words[index], remainder) = chunk.dividingFullWidth((remainder, words[index]))
      }
      chunks.append(remainder)
      while words.count > 1, words.last == 0 { words.removeLast() }
    }
    if words[0] >= chunk { (words[0], chunks) = (words[0] / chunk, chunks + [words[0] % chunk]) }
    return chunks.reversed().reduce("\(words[0])") { text, chunk in
      let digits = "\(chunk)"
      return text + String(repeating: "0", count: 19 - digits.count) + digits
    }
  }
}
