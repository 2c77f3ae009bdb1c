/// The words for shapes that do not fit.
extension Mistake {
  var shapeMessage: String {
    switch self {
    case .shapesDoNotFit("@", let left, let right):
      "shapes \(left.words) and \(right.words) do not fit in '@'; the left side has \(left.shape.columns), the right side \(right.shape.rows)"
    case .shapesDoNotFit(let operation, let left, let right):
      "shapes \(left.words) and \(right.words) do not fit in \(quoted(operation))"
    case .wrongArgument(let function, let expected, let found):
      "\(quoted(function)) takes \(expected), but is given \(found.words)"
    case .vectorAmongArguments(let function, let shape):
      "\(quoted(function)) takes one vector or any number of numbers, but \(shape.words) is one of several arguments"
    case .numberInMatrixProduct: "'@' multiplies matrices and vectors; a number is multiplied with '*'"
    case .unevenElements(.vector(let first), .vector(let found)):
      "the rows of a matrix have one length; the first has \(first), this one \(found)"
    case .unevenElements(let first, let found):
      "a vector holds numbers and a matrix rows; the first element is \(first.words), this one \(found.words)"
    case .bracketsTooDeep: "brackets nest no deeper than the rows of a matrix"
    case .indexOutOfRange(let index, let operand):
      "the index \(index) is out of range; \(operand.name.map(quoted) ?? "the \(operand.shape.kind)") has \(operand.shape.extent)"
    case .indexOfNumber(let name?): "\(quoted(name)) is a number and has no elements"
    case .indexOfNumber(nil): "a number has no elements"
    case .outputNotScalar(let name, let shape):
      Self.outputNotScalar(name, shape)
    case .outputOutOfRange(let name, let shape): Self.outOfRange(name, shape)
    case .tooLargeGraph(let demand, let excess): demand.message(excess)
    case .matrixPower(let shape):
      "a raised number behind \(shape.words) may mean two things; write '**' for every element or '@' for the product"
    default: ""
    }
  }

  private static func outputNotScalar(_ name: String?, _ shape: Shape) -> String {
    guard let name else { return "the output is \(shape.words); an output is one number, such as the sum" }
    let zeros = String(repeating: "[0]", count: shape.rank)
    return
      "the output \(quoted(name)) is \(shape.words); an output is one number, such as \(quoted(name + zeros))"
  }

  static func outOfRange(_ name: String, _ shape: Shape) -> String {
    guard shape != .scalar else { return "\(quoted(name)) does not exist; a number has no elements" }
    return "\(quoted(name)) does not exist; its shape is \(shape)"
  }
}

extension Mistake.Operand {
  /// The shape and the name, such as `[3] of 'x'`.
  fileprivate var words: String { name.map { "\(shape) of \(quoted($0))" } ?? "\(shape)" }
}

extension Shape {
  fileprivate var kind: String {
    switch self {
    case .scalar: "number"
    case .vector: "vector"
    case .matrix: "matrix"
    }
  }

  /// The kind and the shape, such as `a vector of shape [3]`.
  fileprivate var words: String { self == .scalar ? "a number" : "a \(kind) of shape \(self)" }

  /// The kind and the shape, such as `a vector of shape [3]`.
  var inWords: String { words }

  /// The number of elements and their indices, such as `3 elements, 0 to 2`.
  fileprivate var extent: String {
    let count = elements?.count ?? 0
    let parts = Self.counted(count, rank == 2 ? "row" : "element")
    return count == 1 ? "\(parts), 0" : "\(parts), 0 to \(count - 1)"
  }

  /// As the left side of `@`.
  fileprivate var columns: String {
    if case .matrix(_, let columns) = self { return Self.counted(columns, "column") }
    return Self.counted(count, "element")
  }

  /// As the right side of `@`.
  fileprivate var rows: String { Self.counted(elements?.count ?? 0, rank == 2 ? "row" : "element") }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
