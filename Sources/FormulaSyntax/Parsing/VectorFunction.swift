/// A function of vectors that is made of several operations, or of none.
public enum VectorFunction: UInt8, CaseIterable, Sendable {
  /// The functions of vectors, in the order of the documentation; `transpose` takes a matrix.
  case softmax, logSoftmax, meanSquaredError, crossEntropy, transpose

  /// The name in formulas.
  public var name: String {
    switch self {
    case .softmax: "softmax"
    case .logSoftmax: "log_softmax"
    case .meanSquaredError: "mse"
    case .crossEntropy: "cross_entropy"
    case .transpose: "transpose"
    }
  }

  /// The names of the arguments.
  public var arguments: [String] {
    switch self {
    case .softmax, .logSoftmax: ["x"]
    case .meanSquaredError: ["x", "y"]
    case .crossEntropy: ["x", "label"]
    case .transpose: ["W"]
    }
  }

  /// The form of a call: `mse(x, y)`.
  public var written: String { "\(name)(\(arguments.joined(separator: ", ")))" }

  /// The definition in the formula language; matrices are taken row by row.
  public var formula: String {
    switch self {
    case .softmax: "exp(x - logsumexp(x))"
    case .logSoftmax: "x - logsumexp(x)"
    case .meanSquaredError: "mean(square(x - y))"
    case .crossEntropy: "logsumexp(x) - x[label]"
    case .transpose: "W[j][i] in place of W[i][j]"
    }
  }

  /// The function that formulas call `name`.
  public static func named(_ name: String) -> VectorFunction? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
