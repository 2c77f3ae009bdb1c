/// The groups of a graph: since a graph only grows, a group is a list of id ranges and costs nothing per node.
struct GroupTable {
  struct Span {
    var start: Int
    var end: Int
    var group: Int
  }

  private(set) var groups: [Graph.Group] = []
  /// Ranges of ids in ascending order, each with its innermost group.
  private(set) var spans: [Span] = []
  private var open: [Int] = []
  private var start = 0
  private var known: [Place: Int] = [:]

  /// A name inside a group, or outside of all; unlike the path it is as short as it was written.
  private struct Place: Hashable {
    var parent: Int?
    var name: Substring
  }

  var isEmpty: Bool { groups.isEmpty }

  /// Opens the group `name` inside the innermost open one; a dot in the name opens groups within groups.
  mutating func begin(_ name: String, at count: Int) {
    closeSpan(at: count)
    var group = open.last
    if name.utf8.contains(UInt8(ascii: ".")) {
      for part in name.split(separator: ".", omittingEmptySubsequences: false) {
        group = index(of: Place(parent: group, name: part))
      }
    } else {
      group = index(of: Place(parent: group, name: Substring(name)))
    }
    if let group { open.append(group) }
  }

  private mutating func index(of place: Place) -> Int {
    if let index = known[place] { return index }
    let path = place.parent.map { groups[$0].path + "." + place.name } ?? String(place.name)
    groups.append(Graph.Group(path: path, parent: place.parent))
    known[place] = groups.count - 1
    return groups.count - 1
  }

  /// The number of open groups; a dotted name counts once.
  var depth: Int { open.count }

  /// Closes the innermost groups until `depth` are open; `false` if no more than `depth` are open before.
  mutating func end(to depth: Int, at count: Int) -> Bool {
    guard depth >= 0, open.count > depth else { return false }
    closeSpan(at: count)
    open.removeSubrange(depth...)
    return true
  }

  /// All spans, including the open one.
  func spans(at count: Int) -> [Span] {
    var table = self
    table.closeSpan(at: count)
    return table.spans
  }

  private mutating func closeSpan(at count: Int) {
    if let group = open.last, count > start { spans.append(Span(start: start, end: count, group: group)) }
    start = count
  }
}

extension Tape {
  /// Runs `body` with the group `name` open, then closes it and all groups that `body` left open in it.
  func group<Result, Failure>(_ name: String, _ body: () throws(Failure) -> Result) throws(Failure) -> Result
  {
    let depth = tables.groups.depth
    tables.groups.begin(name, at: count)
    defer {
      let wasOpen = tables.groups.end(to: depth, at: count)
      precondition(wasOpen, "the group '\(name)' was ended inside its own body")
    }
    return try body()
  }
}
