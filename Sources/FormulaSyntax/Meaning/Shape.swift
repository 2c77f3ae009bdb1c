/// The structure of a formula's value: one number, the elements of a vector, or the rows of a matrix.
enum Shape: Equatable, Sendable {
  case scalar
  case vector(Int)
  case matrix(rows: Int, columns: Int)

  /// The number of elements.
  var count: Int {
    switch self {
    case .scalar: 1
    case .vector(let count): count
    case .matrix(let rows, let columns): rows * columns
    }
  }

  /// The number of indices of an element.
  var rank: Int {
    switch self {
    case .scalar: 0
    case .vector: 1
    case .matrix: 2
    }
  }

  /// The shape of one element of a vector or one row of a matrix, and their number.
  var elements: (shape: Shape, count: Int)? {
    switch self {
    case .scalar: nil
    case .vector(let count): (.scalar, count)
    case .matrix(let rows, let columns): (.vector(columns), rows)
    }
  }

  /// The suffix of an element's name behind the name of the whole: `[1]` or `[1][0]`.
  func suffix(ofElement index: Int) -> String {
    switch self {
    case .scalar: ""
    case .vector: "[\(index)]"
    case .matrix(_, let columns): "[\(index / columns)][\(index % columns)]"
    }
  }
}

extension Shape: CustomStringConvertible {
  /// The lengths in brackets, such as `[2, 3]`.
  var description: String {
    switch self {
    case .scalar: "a number"
    case .vector(let count): "[\(count)]"
    case .matrix(let rows, let columns): "[\(rows), \(columns)]"
    }
  }
}
