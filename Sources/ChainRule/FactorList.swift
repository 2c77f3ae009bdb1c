/// Factors of a path, by their places in a table: paths share most of their edges, and there may be thousands of paths with
/// hundreds of factors.
struct FactorList: RandomAccessCollection, Sendable {
  let table: FactorTable
  let places: [UInt32]

  var startIndex: Int { 0 }
  var endIndex: Int { places.count }

  subscript(position: Int) -> Explanation.Factor { table.factors[Int(places[position])] }

  /// Both parts of one path.
  static func + (upper: FactorList, lower: FactorList) -> FactorList {
    FactorList(table: upper.table, places: upper.places + lower.places)
  }
}

/// The factors of all paths of a gradient, each once.
final class FactorTable: Sendable {
  let factors: [Explanation.Factor]

  init(_ factors: [Explanation.Factor]) { self.factors = factors }
}
