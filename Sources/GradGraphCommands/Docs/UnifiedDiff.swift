/// The difference of two texts, as `diff -u` prints it.
enum UnifiedDiff {
  private static let context = 3

  private enum Line {
    case same(Substring), removed(Substring), added(Substring)

    var text: String {
      switch self {
      case .same(let line): " \(line)"
      case .removed(let line): "-\(line)"
      case .added(let line): "+\(line)"
      }
    }

    var isSame: Bool { if case .same = self { true } else { false } }
  }

  /// - Parameter edits: what turns the old text into the new one; only their surroundings are shown.
  static func text(of path: String, _ old: [UInt8], _ edits: [(range: Range<Int>, bytes: [UInt8])]) -> String
  {
    var result = "--- a/\(path)\n+++ b/\(path)\n"
    var oldLine = 1
    var shift = 0
    var position = 0
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      let start = lineStart(edit.range.lowerBound, old)
      let end = lineEnd(edit.range.upperBound, old)
      guard start >= position else { continue }
      oldLine += old[position..<start].count { $0 == 0x0A }
      position = start
      let before = lines(old[start..<end])
      // Other edits of the same lines are part of the same hunk.
      let inside = edits.filter { $0.range.lowerBound >= start && $0.range.upperBound <= end }
      var bytes: [UInt8] = []
      var place = start
      for edit in inside.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
        bytes += old[place..<edit.range.lowerBound]
        bytes += edit.bytes
        place = edit.range.upperBound
      }
      bytes += old[place..<end]
      let after = lines(bytes[...])
      let hunks = merged(before, after)
      result += hunkText(hunks, oldLine, oldLine + shift)
      shift += after.count - before.count
      oldLine += old[position..<end].count { $0 == 0x0A }
      position = end
    }
    return result
  }

  private static func lineStart(_ place: Int, _ bytes: [UInt8]) -> Int {
    bytes[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
  }

  private static func lineEnd(_ place: Int, _ bytes: [UInt8]) -> Int {
    bytes[place...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
  }

  private static func lines(_ bytes: ArraySlice<UInt8>) -> [Substring] {
    var lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func merged(_ old: [Substring], _ new: [Substring]) -> [Line] {
    let difference = new.difference(from: old)
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var lines: [Line] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, removed.contains(left) {
        lines.append(.removed(old[left]))
        left += 1
      } else if right < new.count, added.contains(right) {
        lines.append(.added(new[right]))
        right += 1
      } else {
        lines.append(.same(old[left]))
        left += 1
        right += 1
      }
    }
    return lines
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
