/// The factors of a path, by their positions in a table, because thousands of paths with hundreds of factors
/// share most of their edges.
struct FactorList: RandomAccessCollection, Sendable {
  let table: FactorTable
  let places: [UInt32]

  var startIndex: Int { 0 }
  var endIndex: Int { places.count }

  subscript(position: Int) -> Explanation.Factor { table.factors[Int(places[position])] }

  /// The factors of both parts of one path.
  static func + (upper: FactorList, lower: FactorList) -> FactorList {
    FactorList(table: upper.table, places: upper.places + lower.places)
  }
}

/// The factors of all paths of a gradient, each once.
final class FactorTable: Sendable {
  let factors: [Explanation.Factor]

  init(_ factors: [Explanation.Factor]) { self.factors = factors }
}
