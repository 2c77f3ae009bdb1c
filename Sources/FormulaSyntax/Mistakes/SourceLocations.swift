/// Lines and columns of a source, found only once there is a mistake to report.
///
/// Asked in order of position, columns on one long line cost one walk along it.
///
/// - Complexity: O(length of the source) to create; O(log lines) per line; columns together
///   O(length of the source) when asked in order.
struct SourceLocations {
  private let bytes: [UInt8]
  private var lineStarts: [Int]
  private var last = (offset: 0, lineStart: -1, column: 1)

  init(_ source: Source) {
    bytes = source.bytes
    lineStarts = [source.contentStart]
    for index in bytes.indices {
      let isLineEnd =
        bytes[index] == 0x0A || bytes[index] == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)
      if isLineEnd { lineStarts.append(index + 1) }
    }
  }

  /// The line of an offset, counted from 1.
  func line(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while low < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return max(low, 1)
  }

  /// The bytes of a line without its end.
  func bytes(ofLine line: Int) -> Range<Int> {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return start..<end
  }

  /// The column of an offset in characters, counted from 1.
  mutating func column(of offset: Int, line: Int) -> Int {
    let lineStart = lineStarts[line - 1]
    if last.lineStart != lineStart || offset < last.offset { last = (lineStart, lineStart, 1) }
    let passed = bytes[last.offset..<max(min(offset, bytes.count), last.offset)]
    let count =
      passed.allSatisfy { $0 < 0x80 } ? passed.count : String(decoding: passed, as: UTF8.self).count
    last = (last.offset + passed.count, lineStart, last.column + count)
    return last.column
  }
}
