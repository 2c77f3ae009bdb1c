/// The number of an interned name.
struct NameID: Equatable, Sendable {
  var index: Int32
  static let none = NameID(index: -1)
}

/// Every name of a formula once, with the facts that the parser learns about it.
///
/// Names live in an open hash table over the bytes of the source, so that a use of a known name
/// allocates nothing. Names beyond ASCII whose bytes are new are compared as Swift compares strings, so that
/// a composed and a decomposed `é` are one name. The hash is seeded per process against
/// inputs made to collide; ids depend on the order of appearance alone.
///
/// - Complexity: O(length) per look-up on average.
struct NameTable: Sendable {
  /// Offsets take 32 bits, because the table of a long formula should fit in the processor's cache;
  /// the parser refuses larger sources.
  struct Entry: Sendable {
    private var start: Int32
    private var length: Int32
    private var definitionOffset: Int32 = -1
    private var firstUseOffset: Int32 = -1
    /// The defining statement, or -1; a broken definition has none.
    var statement: Int32 = -1
    /// Index of the function of this name among the parser's callables.
    var function = Self.functionNotLookedUp

    static let functionNotLookedUp: Int16 = -2
    static let noFunction: Int16 = -1

    init(range: Range<Int>) {
      start = Int32(truncatingIfNeeded: range.lowerBound)
      length = Int32(truncatingIfNeeded: range.count)
    }

    /// The first appearance in the source.
    var range: Range<Int> { Int(start)..<(Int(start) + Int(length)) }
    /// Offset of the definition, or -1.
    var definition: Int {
      get { Int(definitionOffset) }
      set { definitionOffset = Int32(truncatingIfNeeded: newValue) }
    }
    /// Offset of the first use as a variable, or -1.
    var firstUse: Int {
      get { Int(firstUseOffset) }
      set { firstUseOffset = Int32(truncatingIfNeeded: newValue) }
    }
  }

  var entries: [Entry] = []
  private var slots = [Slot](repeating: .free, count: 64)
  /// The names beyond ASCII.
  private var unicode: [String: NameID] = [:]

  private struct Slot: Sendable {
    var hash: UInt32
    var id: Int32
    static let free = Slot(hash: 0, id: -1)
  }

  private static let seed = UInt64.random(in: .min ... .max)
  private static let factor = UInt64.random(in: .min ... .max) | 1

  subscript(id: NameID) -> Entry {
    get { entries[Int(id.index)] }
    _modify { yield &entries[Int(id.index)] }
  }

  /// All ids, in order of first appearance.
  var ids: some RandomAccessCollection<NameID> {
    entries.indices.lazy.map { NameID(index: Int32(truncatingIfNeeded: $0)) }
  }

  /// The id of the name at `range`, which is new or known.
  mutating func intern(_ range: Range<Int>, of text: SourceText, isASCII: Bool) -> NameID {
    let hash = Self.hash(range, of: text)
    let slot = slot(of: range, text, hash: hash, source: text)
    if slots[slot].id >= 0 { return NameID(index: slots[slot].id) }
    let id = NameID(index: Int32(truncatingIfNeeded: entries.count))
    if !isASCII {
      let name = text.string(range)
      if let known = unicode[name] { return known }
      unicode[name] = id
    }
    entries.append(Entry(range: range))
    slots[slot] = Slot(hash: hash, id: id.index)
    if entries.count * 2 > slots.count { grow() }
    return id
  }

  /// The id of a name that comes from elsewhere, if the formula mentions it.
  func find(_ name: String, in source: Source) -> NameID? {
    guard !name.isEmpty, name.utf8.allSatisfy({ $0 < 0x80 }) else { return unicode[name] }
    let found = Source(name).withText { text in
      let range = 0..<text.count
      let hash = Self.hash(range, of: text)
      return source.withText { slots[slot(of: range, text, hash: hash, source: $0)].id }
    }
    return found >= 0 ? NameID(index: found) : nil
  }

  /// The slot that holds the name, or the free slot where it belongs.
  private func slot(of range: Range<Int>, _ text: SourceText, hash: UInt32, source: SourceText) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot].id >= 0 {
      let candidate = slots[slot]
      if candidate.hash == hash, Self.equal(entries[Int(candidate.id)].range, source, range, text) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    let mask = slots.count * 4 - 1
    var larger = [Slot](repeating: .free, count: slots.count * 4)
    for old in slots where old.id >= 0 {
      var slot = Int(truncatingIfNeeded: old.hash) & mask
      while larger[slot].id >= 0 { slot = (slot + 1) & mask }
      larger[slot] = old
    }
    slots = larger
  }

  private static func equal(
    _ left: Range<Int>, _ leftText: SourceText, _ right: Range<Int>, _ rightText: SourceText
  ) -> Bool {
    guard left.count == right.count else { return false }
    var offset = 0
    while offset < left.count {
      let count = min(left.count - offset, 8)
      let word = leftText.word(at: left.lowerBound + offset, count: count)
      guard word == rightText.word(at: right.lowerBound + offset, count: count) else { return false }
      offset += count
    }
    return true
  }

  /// Names that differ in their last character only have neighbouring hashes: numbered names, of which formulas that
  /// programs write are full, share the lines of the processor's cache.
  private static func hash(_ range: Range<Int>, of text: SourceText) -> UInt32 {
    let last = range.upperBound - 1
    var hash = seed ^ UInt64(truncatingIfNeeded: range.count)
    var index = range.lowerBound
    while index < last {
      let count = min(last - index, 8)
      let product = (hash ^ text.word(at: index, count: count)).multipliedFullWidth(by: factor)
      hash = product.high ^ product.low ^ seed
      index += count
    }
    return UInt32(truncatingIfNeeded: hash >> 32) << 4 | UInt32(text[last] & 15)
  }
}
