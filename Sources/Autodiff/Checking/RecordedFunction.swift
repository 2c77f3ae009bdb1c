/// A function of numbers that records operations on them: recorded anew for each point.
///
/// A point at which it records other operations, or the same on other operands, as a function with branches does,
/// cannot be compared: its values are NaN.
struct RecordedFunction {
  private let point: [Double]
  private let body: ([Value]) -> [Value]
  private let structure: Structure
  /// The operations that one recording takes.
  let operations: Int

  /// The recorded operations and edges, without the numbers.
  private struct Structure: Equatable {
    var hash: UInt64 = 14_695_981_039_346_656_037
    var count = 0

    init(_ tape: Tape, _ outputs: [Value]) {
      count = tape.count
      for id in 0..<tape.count {
        add(UInt64(tape.nodes[id].code))
        tape.forEachOperand(of: id) { add(UInt64($0)) }
      }
      for output in outputs { add(UInt64(output.id)) }
    }

    /// The hash of Fowler, Noll and Vo, a word at a time.
    private mutating func add(_ word: UInt64) { hash = (hash ^ word) &* 1_099_511_628_211 }
  }

  /// - Parameters:
  ///   - point: the numbers of the variables of the recorded outputs.
  ///   - outputs: the nodes that the body recorded there.
  ///   - body: the function.
  init(at point: [Double], outputs: [Value], _ body: @escaping ([Value]) -> [Value]) {
    self.point = point
    self.body = body
    let tape = outputs[0].tape
    structure = Structure(tape, outputs)
    operations = (0..<tape.count).reduce(0) { $0 + (tape.nodes[$1].isLeaf ? 0 : 1) }
  }

  /// The outputs with another number for one variable.
  func values(replacing variable: Int, by number: Double) -> [Double] {
    let graph = Graph()
    return withExtendedLifetime(graph) {
      let variables = point.enumerated().map { index, data in
        graph.variable(index == variable ? number : data, named: "x[\(index)]")
      }
      let outputs = body(variables)
      guard outputs.allSatisfy({ $0.uncheckedTape == graph.tape }),
        Structure(graph.tape, outputs) == structure
      else { return [] }
      return outputs.map { $0.data }
    }
  }
}
