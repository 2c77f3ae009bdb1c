import DisplayText

/// The difference of two texts, as `diff -u` prints it.
enum UnifiedDiff {
  private static let context = 3

  /// Lines of both texts in the order in which they are shown.
  private enum Line {
    case same(Substring), removed(Substring), added(Substring)

    var text: String {
      switch self {
      case .same(let line): " " + VisibleText.line(String(line))
      case .removed(let line): "-" + VisibleText.line(String(line))
      case .added(let line): "+" + VisibleText.line(String(line))
      }
    }

    var isSame: Bool { if case .same = self { true } else { false } }
  }

  /// - Parameter edits: the edits that turn the old text into the new one; only their surroundings are shown.
  /// - Complexity: near O(text); lines of which many were moved take up to O(lines · log lines).
  static func text(of path: String, _ old: [UInt8], _ edits: [(range: Range<Int>, bytes: [UInt8])]) -> String
  {
    let name = VisibleText.of(path)
    var result = "--- a/\(name)\n+++ b/\(name)\n"
    var oldLine = 1
    var shift = 0
    var position = 0
    let edits = edits.sorted { $0.range.lowerBound < $1.range.lowerBound }
    var index = 0
    while index < edits.count {
      let start = lineStart(edits[index].range.lowerBound, old)
      var end = lineEnd(edits[index].range.upperBound, old)
      oldLine += lineEnds(old[position..<start])
      // Other edits of the same lines are part of the same hunk.
      var bytes: [UInt8] = []
      var place = start
      repeat {
        bytes += old[place..<edits[index].range.lowerBound]
        bytes += edits[index].bytes
        place = edits[index].range.upperBound
        end = max(end, lineEnd(place, old))
        index += 1
      } while index < edits.count && edits[index].range.lowerBound < end
      bytes += old[place..<end]
      let before = lines(old[start..<end])
      let after = lines(bytes[...])
      result += hunkText(merged(before, after), oldLine, oldLine + shift)
      shift += after.count - before.count
      oldLine += lineEnds(old[start..<end])
      position = end
    }
    return result
  }

  private static func lineStart(_ place: Int, _ bytes: [UInt8]) -> Int {
    bytes[..<place].lastIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? 0
  }

  private static func lineEnd(_ place: Int, _ bytes: [UInt8]) -> Int {
    guard let end = bytes[place...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
      return bytes.count
    }
    return bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A ? end + 2 : end + 1
  }

  /// LF, CR LF and CR, each as one.
  private static func lineEnds(_ bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    var isReturn = false
    for byte in bytes {
      if byte == 0x0D || (byte == 0x0A && !isReturn) { count += 1 }
      isReturn = byte == 0x0D
    }
    return count
  }

  private static func lines(_ bytes: ArraySlice<UInt8>) -> [Substring] {
    var lines: [Substring] = []
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.endIndex
      lines.append(Substring(decoding: bytes[start..<end], as: UTF8.self))
      let isBoth = end + 1 < bytes.endIndex && bytes[end] == 0x0D && bytes[end + 1] == 0x0A
      start = end + (isBoth ? 2 : 1)
    }
    return lines
  }

  private static func merged(_ old: [Substring], _ new: [Substring]) -> [Line] {
    var lines: [Line] = []
    var (left, right) = (0, 0)
    for match in LineMatching.matches(old, new) {
      lines += old[left..<match.old].map(Line.removed) + new[right..<match.new].map(Line.added)
      lines.append(.same(old[match.old]))
      (left, right) = (match.old + 1, match.new + 1)
    }
    return lines + old[left...].map(Line.removed) + new[right...].map(Line.added)
  }

  /// The changed lines with some around them.
  private static func hunkText(_ lines: [Line], _ oldStart: Int, _ newStart: Int) -> String {
    var result = ""
    var index = 0
    var (oldLine, newLine) = (oldStart, newStart)
    func pass(_ line: Line) {
      switch line {
      case .same:
        oldLine += 1
        newLine += 1
      case .removed: oldLine += 1
      case .added: newLine += 1
      }
    }
    while let first = lines[index...].firstIndex(where: { !$0.isSame }) {
      let start = max(index, first - context)
      lines[index..<start].forEach(pass)
      var end = first
      var same = 0
      while end < lines.count, same <= 2 * context {
        same = lines[end].isSame ? same + 1 : 0
        end += 1
      }
      end -= max(0, same - context)
      let hunk = lines[start..<end]
      let counts = (
        hunk.count { if case .added = $0 { false } else { true } },
        hunk.count { if case .removed = $0 { false } else { true } }
      )
      result += "@@ -\(oldLine),\(counts.0) +\(newLine),\(counts.1) @@\n"
      for line in hunk {
        result += line.text + "\n"
        pass(line)
      }
      index = end
    }
    return result
  }
}
