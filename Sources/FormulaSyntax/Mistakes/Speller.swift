/// Finds the known name that a misspelt one was probably meant to be.
///
/// Names are near when at most a third of their characters (at least one) must be inserted, left out, replaced or
/// swapped with their neighbour (the "optimal string alignment" distance); capitals do not count.
///
/// - Complexity: all look-ups of one speller together compare a bounded number of characters;
///   when they are spent, nothing is suggested any more.
public struct Speller {
  private var remainingWork = 20_000_000
  private static let longestName = 64

  /// A speller with its whole budget of work.
  public init() {}

  /// The nearest candidate, the first of several equally near ones, or nil if none is near.
  public mutating func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    guard name.utf8.count <= Self.longestName * 4 else { return nil }
    let word = Self.letters(name)
    guard !word.isEmpty, word.count <= Self.longestName else { return nil }
    var best: (name: String, rank: Int)?
    for candidate in candidates {
      guard remainingWork > 0 else { break }
      remainingWork -= 8
      guard candidate.utf8.count <= Self.longestName * 4 else { continue }
      let letters = Self.letters(candidate)
      let longer = max(word.count, letters.count)
      let allowed = min(max(longer / 3, 1), longer - 1)
      guard abs(word.count - letters.count) <= allowed else { continue }
      remainingWork -= word.count * letters.count
      let distance = Self.distance(word, letters)
      guard distance <= allowed else { continue }
      // Letters are swapped or mistaken more often than forgotten: `tahn` is `tanh` rather than `tan`.
      let rank = 2 * distance + (word.count == letters.count ? 0 : 1)
      if best.map({ rank < $0.rank }) ?? true { best = (candidate, rank) }
      if rank == 0 { break }
    }
    return best?.name
  }

  private static func letters(_ name: String) -> [UInt32] {
    name.unicodeScalars.map { scalar in
      (0x41...0x5A).contains(scalar.value) ? scalar.value | 0x20 : scalar.value
    }
  }

  /// The optimal string alignment distance, row by row.
  private static func distance(_ left: [UInt32], _ right: [UInt32]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
        var cost = min(replaced, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
