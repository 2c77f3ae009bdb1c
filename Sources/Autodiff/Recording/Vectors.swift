// Vectors are collections of values, matrices arrays of rows; every element is a node of its own. For operations element
// by element Swift has `map` and `zip`: `x.map(tanh)`, `zip(x, y).map(*)`. Operators on arrays would be
// mistaken for, or mistake, the `+` that joins them.

// MARK: Variables

extension Graph {
  /// Records a vector of variables, `x[0]`, `x[1]`, …, in a group of its name.
  ///
  /// ```swift
  /// let x = graph.variables([1, 2], named: "x")
  /// x[1].name  // "x[1]"
  /// ```
  public func variables(_ data: some Collection<Double>, named name: String) -> [Value] {
    group(name) {
      data.enumerated().map { index, number in variable(number, named: "\(name)[\(index)]") }
    }
  }

  /// Records a matrix of variables by rows, `W[0][0]`, `W[0][1]`, …, in a group of its name.
  ///
  /// - Precondition: the rows are equally long.
  public func variables(_ rows: [[Double]], named name: String) -> [[Value]] {
    checkRows(rows, of: "the matrix '\(name)'")
    return group(name) {
      rows.enumerated().map { row, data in
        data.enumerated().map { column, number in variable(number, named: "\(name)[\(row)][\(column)]") }
      }
    }
  }
}

// MARK: Many to one, as one node

/// The sum of one or more values, as one node.
public func sum(_ values: some Collection<Value>) -> Value { combined(.sum, values) }
/// The sum of one or more values, as one node.
public func sum(_ values: Value...) -> Value { combined(.sum, values) }
/// The mean of one or more values, as one node.
public func mean(_ values: some Collection<Value>) -> Value { combined(.mean, values) }
/// The mean of one or more values, as one node.
public func mean(_ values: Value...) -> Value { combined(.mean, values) }
/// The product of one or more values, as one node.
public func product(_ values: some Collection<Value>) -> Value { combined(.product, values) }
/// The product of one or more values, as one node.
public func product(_ values: Value...) -> Value { combined(.product, values) }
/// log(Σ exp(xᵢ)) of one or more values, without overflow, as one node.
public func logsumexp(_ values: some Collection<Value>) -> Value { combined(.logsumexp, values) }
/// log(Σ exp(xᵢ)) of one or more values, without overflow, as one node.
public func logsumexp(_ values: Value...) -> Value { combined(.logsumexp, values) }

/// x₀·y₀ + x₁·y₁ + …, as one node.
///
/// - Precondition: `x` and `y` have one length, at least 1.
public func dot(_ x: some Collection<Value>, _ y: some Collection<Value>) -> Value {
  checkLengths(x.count, y.count, in: "dot")
  return combined(.dot, Array(x) + Array(y))
}

// MARK: Matrices

/// The matrix times the vector: element i is the dot product of row i with `x`.
///
/// - Precondition: every row is as long as `x`.
public func matmul(_ matrix: [[Value]], _ x: [Value]) -> [Value] {
  checkRows(matrix, of: "the matrix in matmul")
  checkFit(shape(of: matrix), shape(of: x), matrix.first?.count == x.count)
  return matrix.map { dot($0, x) }
}

/// The product of two matrices of shapes [m, k] and [k, n], of shape [m, n].
///
/// - Precondition: the rows of `left` are as long as `right` has rows.
public func matmul(_ left: [[Value]], _ right: [[Value]]) -> [[Value]] {
  checkRows(left, of: "the first matrix in matmul")
  checkFit(shape(of: left), shape(of: right), left.first?.count == right.count)
  let columns = transpose(right)
  return left.map { row in columns.map { dot(row, $0) } }
}

/// The matrix with rows and columns exchanged; no node is recorded.
///
/// - Precondition: the rows are equally long.
public func transpose(_ matrix: [[Value]]) -> [[Value]] {
  checkRows(matrix, of: "the matrix in transpose")
  return (matrix.first ?? []).indices.map { column in matrix.map { $0[column] } }
}

// MARK: Softmax

/// exp(xᵢ) / Σ exp(xⱼ) for every element, as exp(xᵢ - logsumexp(x)), in a group.
///
/// An element of -inf has the probability 0; one of inf, or nothing but -inf, gives NaN.
/// - Parameters:
///   - scores: any numbers, at least one.
///   - group: the group's name; nil leaves the nodes in the open group.
public func softmax(_ scores: [Value], group: String? = "softmax") -> [Value] {
  checkNotEmpty(scores, in: "softmax")
  return grouped(group, scores) {
    let total = logsumexp(scores)
    return scores.map { exp($0 - total) }
  }
}

/// The logarithm of ``softmax(_:group:)``: xᵢ - logsumexp(x), in a group.
///
/// - Parameters:
///   - scores: any numbers, at least one.
///   - group: the group's name; nil leaves the nodes in the open group.
public func logSoftmax(_ scores: [Value], group: String? = "log_softmax") -> [Value] {
  checkNotEmpty(scores, in: "logSoftmax")
  return grouped(group, scores) {
    let total = logsumexp(scores)
    return scores.map { $0 - total }
  }
}

// MARK: Shapes

/// Runs `body` in a group of the values' graph, or without one.
func grouped<Result>(_ name: String?, _ values: [Value], _ body: () -> Result) -> Result {
  guard let name, let first = values.first else { return body() }
  return first.tape.group(name, body)
}

private func checkNotEmpty(_ values: [Value], in function: String) {
  precondition(!values.isEmpty, "\(function) needs at least one value")
}

/// Stops when two lists that belong together differ in length.
func checkLengths(_ left: Int, _ right: Int, in function: String) {
  precondition(left == right, "shapes [\(left)] and [\(right)] do not fit in \(function)")
}

private func checkFit(_ left: String, _ right: String, _ fits: Bool) {
  precondition(fits, "shapes \(left) and \(right) do not fit in matmul")
}

private func checkRows<Element>(_ rows: [[Element]], of matrix: String) {
  guard let first = rows.first, let odd = rows.firstIndex(where: { $0.count != first.count }) else { return }
  preconditionFailure(
    "the rows of \(matrix) have different lengths: \(first.count) in row 0, \(rows[odd].count) in row \(odd)")
}

private func shape(of x: [Value]) -> String { "[\(x.count)]" }
private func shape(of matrix: [[Value]]) -> String { "[\(matrix.count), \(matrix.first?.count ?? 0)]" }
