/// The words for shapes that do not fit.
extension Mistake {
  var shapeMessage: String {
    switch self {
    case .shapesDoNotFit("@", let left, let right):
      "shapes \(left) and \(right) do not fit in '@'; the rows of the first are as long as the second has rows"
    case .shapesDoNotFit(let operation, let left, let right):
      "shapes \(left) and \(right) do not fit in \(quoted(operation))"
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
    case .indexOutOfRange(let index, let shape):
      "the index \(index) is out of range; \(shape.words) has \(shape.extent)"
    case .indexOfNumber: "a number has no elements"
    case .outputNotScalar(let name, let shape):
      Self.outputNotScalar(name, shape)
    case .outputOutOfRange(let name, let shape): Self.outOfRange(name, shape)
    case .tooManyNodes(let limit): "the formula makes more than \(limit) nodes"
    default: ""
    }
  }

  private static func outputNotScalar(_ name: String?, _ shape: Shape) -> String {
    guard let name else { return "the output is \(shape.words); an output is one number, such as the sum" }
    let zeros = String(repeating: "[0]", count: shape.rank)
    return "the output \(quoted(name)) is \(shape.words); an output is one number, such as \(quoted(name + zeros))"
  }

  static func outOfRange(_ name: String, _ shape: Shape?) -> String {
    guard let shape, shape != .scalar else { return "\(quoted(name)) does not exist; a number has no elements" }
    return "\(quoted(name)) does not exist; its shape is \(shape)"
  }
}

extension Shape {
  /// Such as `a vector of shape [3]`.
  fileprivate var words: String {
    switch self {
    case .scalar: "a number"
    case .vector: "a vector of shape \(self)"
    case .matrix: "a matrix of shape \(self)"
    }
  }

  fileprivate var extent: String {
    guard let count = elements?.count else { return "none" }
    let kind = rank == 2 ? "row" : "element"
    return count == 1 ? "the one \(kind) 0" : "the \(kind)s 0 to \(count - 1)"
  }
}
