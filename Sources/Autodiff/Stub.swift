public enum Operation: UInt8, CaseIterable, Sendable {
  case variable, constant, add, subtract, multiply, divide, negate, power, powerConstant, exp, log, sqrt, sin, cos
  case tanh, sigmoid, relu, leakyRelu, elu, clamp, maximum, minimum, sum, mean, product

  public var definition: Definition { Self.table[Int(rawValue)] }
  static let table: [Definition] = allCases.map(\.row)
  var row: Definition {
    switch self {
    case .variable: Definition("variable", 0)
    case .constant: Definition("constant", 0)
    case .add: Definition("add", 2)
    case .subtract: Definition("sub", 2)
    case .multiply: Definition("mul", 2)
    case .divide: Definition("div", 2)
    case .negate: Definition("neg", 1)
    case .power: Definition("pow", 2)
    case .powerConstant: Definition("powc", 1, [Parameter(name: "exponent", defaultValue: nil)])
    case .exp: Definition("exp", 1)
    case .log: Definition("log", 1)
    case .sqrt: Definition("sqrt", 1)
    case .sin: Definition("sin", 1)
    case .cos: Definition("cos", 1)
    case .tanh: Definition("tanh", 1)
    case .sigmoid: Definition("sigmoid", 1)
    case .relu: Definition("relu", 1)
    case .leakyRelu: Definition("leaky_relu", 1, [Parameter(name: "slope", defaultValue: 0.01)])
    case .elu: Definition("elu", 1, [Parameter(name: "alpha", defaultValue: 1)])
    case .clamp:
      Definition(
        "clamp", 1, [Parameter(name: "lo", defaultValue: nil), Parameter(name: "hi", defaultValue: nil)])
    case .maximum: Definition("max", 2)
    case .minimum: Definition("min", 2)
    case .sum: Definition(name: "sum", arity: .atLeast(1), parameters: [])
    case .mean: Definition(name: "mean", arity: .atLeast(1), parameters: [])
    case .product: Definition(name: "product", arity: .atLeast(1), parameters: [])
    }
  }
  static let byName: [String: Operation] = Dictionary(
    uniqueKeysWithValues: allCases.dropFirst(2).map { ($0.definition.name, $0) })
  public static func named(_ name: String) -> Operation? { byName[name] }
  public static var functionNames: [String] { allCases.dropFirst(2).map(\.definition.name) }
}
public struct Definition: Sendable {
  public let name: String
  public let arity: Arity
  public let parameters: [Parameter]
  init(name: String, arity: Arity, parameters: [Parameter]) {
    self.name = name
    self.arity = arity
    self.parameters = parameters
  }
  init(_ name: String, _ count: Int, _ parameters: [Parameter] = []) {
    self.init(name: name, arity: .exactly(count), parameters: parameters)
  }
}
public enum Arity: Equatable, Sendable { case exactly(Int), atLeast(Int) }
public struct Parameter: Sendable {
  public let name: String
  public let defaultValue: Double?
}
public final class Graph {
  var operations: [Operation] = []
  var datas: [Double] = []
  var names: [Int: String] = [:]
  var groups: [String] = []
  public init() {}
  public var count: Int { datas.count }
  func add(_ operation: Operation, _ data: Double) -> Value {
    operations.append(operation)
    datas.append(data)
    return Value(graph: self, id: datas.count - 1)
  }
  public func variable(_ data: Double, named: String? = nil) -> Value {
    let value = add(.variable, data)
    if let named { value.named(named) }
    return value
  }
  public func constant(_ data: Double) -> Value { add(.constant, data) }
  public func apply(_ operation: Operation, to operands: [Value], parameters: [Double] = []) -> Value {
    let x = operands[0].data
    let y = operands.count > 1 ? operands[1].data : 0
    let data: Double
    switch operation {
    case .add: data = x + y
    case .subtract: data = x - y
    case .multiply: data = x * y
    case .divide: data = x / y
    case .negate: data = -x
    case .power: data = stubPower(x, y)
    case .powerConstant: data = stubPower(x, parameters[0])
    case .relu: data = max(x, 0)
    case .leakyRelu: data = x > 0 ? x : x * (parameters.first ?? 0.01)
    case .elu: data = x > 0 ? x : (parameters.first ?? 1) * -0.5
    case .clamp: data = min(max(x, parameters[0]), parameters[1])
    case .maximum: data = max(x, y)
    case .minimum: data = min(x, y)
    case .sum: data = operands.reduce(0) { $0 + $1.data }
    case .mean: data = operands.reduce(0) { $0 + $1.data } / Double(operands.count)
    case .product: data = operands.reduce(1) { $0 * $1.data }
    case .sqrt: data = x.squareRoot()
    default: data = x
    }
    return add(operation, data)
  }
  public func beginGroup(_ name: String) { groups.append(name) }
  public func endGroup() { groups.removeLast() }
}
func stubPower(_ x: Double, _ y: Double) -> Double {
  guard y.rounded() == y, abs(y) < 1000 else { return .nan }
  let product = (0..<Int(abs(y))).reduce(1.0) { product, _ in product * x }
  return y < 0 ? 1 / product : product
}
public struct Value {
  let graph: Graph
  let id: Int
  @discardableResult public func named(_ name: String) -> Value {
    graph.names[id] = name
    return self
  }
  public var data: Double { graph.datas[id] }
  public var name: String? { graph.names[id] }
}
