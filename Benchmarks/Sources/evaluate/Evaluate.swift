import Autodiff

/// Computes single operations for `Tests/Reference/accuracy.py`, see `make accuracy`.
///
/// A line asks `name parameters numbers…`, such as `leaky_relu 1 4000000000000000 3f847ae147ae147b`: the operands and then so
/// many parameters, as the bits of doubles in hexadecimal. It is answered by the bits of the value and of the derivatives.
@main
enum Evaluate {
  static func main() {
    while let line = readLine() {
      print(answer(line.split(separator: " ").map(String.init)) ?? "unknown: \(line)")
    }
  }

  private static func answer(_ words: [String]) -> String? {
    guard words.count > 2, let operation = Operation.named(words[0]), let parameters = Int(words[1]) else {
      return nil
    }
    let numbers = words.dropFirst(2).compactMap { UInt64($0, radix: 16).map(Double.init(bitPattern:)) }
    guard numbers.count == words.count - 2, parameters < numbers.count,
      operation.definition.arity.accepts(numbers.count - parameters)
    else { return nil }
    let graph = Graph()
    let operands = numbers.dropLast(parameters).map { graph.variable($0) }
    let result = graph.apply(operation, to: operands, parameters: Array(numbers.suffix(parameters)))
    result.backward()
    let answers = [result.data] + operands.map { $0.grad ?? .nan }
    return answers.map { String($0.bitPattern, radix: 16) }.joined(separator: " ")
  }
}
