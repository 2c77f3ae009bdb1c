/// The lines that two texts have in common, for showing changes.
///
/// Lines that both texts have once, in the same order in both, hold the texts together (Bram Cohen's patience diff); between
/// them the shortest edit is found (Myers, "An O(ND) difference algorithm", 1986) as long as it is short. What differs by more is
/// shown as replaced: a reader gains nothing from a line that both have by chance.
enum LineMatching {
  /// A line of both texts.
  struct Match: Equatable {
    var old: Int
    var new: Int
  }

  /// The edits that are searched for between two lines that hold the texts together.
  private static let mostEdits = 128

  /// Pairs of equal lines, ascending in both.
  ///
  /// - Complexity: O(lines · log lines).
  static func matches(_ old: [Substring], _ new: [Substring]) -> [Match] {
    // Lines as numbers, so that each comparison takes one step.
    var numbers: [Substring: Int] = [:]
    func number(_ line: Substring) -> Int {
      if let known = numbers[line] { return known }
      numbers[line] = numbers.count
      return numbers.count - 1
    }
    let (left, right) = (old.map(number), new.map(number))
    var found: [Match] = []
    var (start, other) = (0, 0)
    for anchor in anchors(left, right, lines: numbers.count) + [Match(old: left.count, new: right.count)] {
      found += between(start..<anchor.old, other..<anchor.new, left, right)
      if anchor.old < left.count { found.append(anchor) }
      (start, other) = (anchor.old + 1, anchor.new + 1)
    }
    return found
  }

  /// The longest ascending sequence of lines that are there once in both.
  private static func anchors(_ left: [Int], _ right: [Int], lines: Int) -> [Match] {
    var places = [(count: Int, old: Int, others: Int, new: Int)](repeating: (0, 0, 0, 0), count: lines)
    for (index, line) in left.enumerated() {
      places[line].count += 1
      places[line].old = index
    }
    for (index, line) in right.enumerated() {
      places[line].others += 1
      places[line].new = index
    }
    let unique = left.filter { places[$0].count == 1 && places[$0].others == 1 }.map {
      Match(old: places[$0].old, new: places[$0].new)
    }
    // Piles, as in the card game: each begins with the least last place of a sequence of its length.
    var piles: [Int] = []
    var before = [Int?](repeating: nil, count: unique.count)
    for (index, match) in unique.enumerated() {
      var (low, high) = (0, piles.count)
      while low < high {
        let middle = (low + high) / 2
        if unique[piles[middle]].new < match.new { low = middle + 1 } else { high = middle }
      }
      before[index] = low > 0 ? piles[low - 1] : nil
      if low == piles.count { piles.append(index) } else { piles[low] = index }
    }
    var result: [Match] = []
    var next = piles.last
    while let index = next {
      result.append(unique[index])
      next = before[index]
    }
    return result.reversed()
  }

  /// The matches of two stretches that no unique line divides.
  private static func between(
    _ old: Range<Int>, _ new: Range<Int>, _ left: [Int], _ right: [Int]
  ) -> [Match] {
    var (start, other) = (old.lowerBound, new.lowerBound)
    var (end, otherEnd) = (old.upperBound, new.upperBound)
    var head: [Match] = []
    while start < end, other < otherEnd, left[start] == right[other] {
      head.append(Match(old: start, new: other))
      (start, other) = (start + 1, other + 1)
    }
    var tail: [Match] = []
    while end > start, otherEnd > other, left[end - 1] == right[otherEnd - 1] {
      (end, otherEnd) = (end - 1, otherEnd - 1)
      tail.append(Match(old: end, new: otherEnd))
    }
    if start < end, other < otherEnd { head += shortest(start..<end, other..<otherEnd, left, right) }
    return head + tail.reversed()
  }

  /// The matches of the shortest edit; none when it has more than ``mostEdits`` lines.
  private static func shortest(
    _ old: Range<Int>, _ new: Range<Int>, _ left: [Int], _ right: [Int]
  ) -> [Match] {
    let (columns, rows) = (old.count, new.count)
    guard abs(columns - rows) <= mostEdits else { return [] }
    let most = min(mostEdits, columns + rows)
    // The furthest column on each diagonal, for each number of edits.
    var furthest = [Int](repeating: 0, count: 2 * most + 3)
    var history: [[Int]] = []
    for edits in 0...most {
      history.append(furthest)
      for diagonal in stride(from: -edits, through: edits, by: 2) {
        let place = diagonal + most + 1
        let isDown =
          diagonal == -edits || (diagonal != edits && furthest[place - 1] < furthest[place + 1])
        var column = isDown ? furthest[place + 1] : furthest[place - 1] + 1
        while column < columns, column - diagonal < rows, column - diagonal >= 0,
          left[old.lowerBound + column] == right[new.lowerBound + column - diagonal]
        {
          column += 1
        }
        furthest[place] = column
        if column >= columns, column - diagonal >= rows {
          return walk(back: history, edits, (columns, rows), most).map {
            Match(old: old.lowerBound + $0.old, new: new.lowerBound + $0.new)
          }
        }
      }
    }
    return []
  }

  /// The matches on the way that ends at the last lines.
  private static func walk(
    back history: [[Int]], _ edits: Int, _ end: (column: Int, row: Int), _ most: Int
  ) -> [Match] {
    var (column, row) = end
    var matches: [Match] = []
    for step in stride(from: edits, through: 0, by: -1) {
      let furthest = history[step]
      let diagonal = column - row
      let place = diagonal + most + 1
      let isDown = diagonal == -step || (diagonal != step && furthest[place - 1] < furthest[place + 1])
      let from = step == 0 ? 0 : isDown ? furthest[place + 1] : furthest[place - 1]
      let fromRow = step == 0 ? 0 : from - (isDown ? diagonal + 1 : diagonal - 1)
      // The common lines passed after the edit of this step.
      let start = step == 0 ? 0 : isDown ? from : from + 1
      while column > start, row > 0 {
        (column, row) = (column - 1, row - 1)
        matches.append(Match(old: column, new: row))
      }
      (column, row) = (from, fromRow)
    }
    return matches.reversed()
  }
}
