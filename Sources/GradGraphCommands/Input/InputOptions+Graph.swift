import Autodiff
import DisplayText
import FormulaSyntax
import GraphExport

extension InputOptions {
  /// Reads and records, for commands that work on the graph itself. A graph in JSON is computed again from its leaves.
  ///
  /// - Parameters:
  ///   - command: the command that needs gradients, for the message.
  ///   - severalOutputs: `true` if `--output` may name several, with commas between them.
  ///   - comparing: `true` to compare the numbers of a file with the computed ones; otherwise wrong data is an error.
  func graph(
    for command: String, severalOutputs: Bool = false, comparing: Bool = false
  ) throws(CommandFailure) -> InputGraph {
    if forwardOnly { throw .usage("\(command) is about gradients; --forward-only computes none") }
    let names = severalOutputs ? try outputNames() : output.map { [$0] } ?? []
    switch try read() {
    case .source(let source):
      var first = self
      first.output = names.first
      let graph = Graph()
      let recording = try first.record(source, on: graph, takesArrays: severalOutputs)
      var loaded = InputGraph(graph: graph, output: recording.output, names: NodeNames(recording))
      if !names.isEmpty { loaded.outputs = try loaded.values(named: names, for: "--output") }
      return loaded
    case .diagram(let diagram, let name):
      // A graph that is computed anew is not compared with the numbers of its file.
      let isChanged = compute || !values.isEmpty
      let given = try assigned(diagram)
      var loaded = try recomputing(name) { () throws(RecomputationError) in
        try InputGraph(given, on: Graph(), checking: !comparing && !isChanged)
      }
      let outputOfFile = loaded.output
      if !names.isEmpty { loaded.outputs = try loaded.values(named: names, for: "--output") }
      if comparing, !isChanged {
        let isOutput = loaded.outputs.map(\.value) == [outputOfFile]
        loaded.discrepancies = try recomputing(name) { () throws(RecomputationError) in
          try diagram.discrepancies(hasGradients: isOutput)
        }
      }
      return loaded
    }
  }

  func recomputing<Result>(
    _ file: String, _ work: () throws(RecomputationError) -> Result
  ) throws(CommandFailure) -> Result {
    do {
      return try work()
    } catch {
      throw .located(VisibleText.of("\(file): error: \(error)"))
    }
  }

  /// A graph in JSON with the data that its leaves are given.
  func assigned(_ diagram: Diagram) throws(CommandFailure) -> Diagram {
    let given = try assignments()
    if given.isEmpty { return diagram }
    var (diagram, input) = (diagram, InputDiagram(diagram))
    for (name, value) in given {
      for (element, number) in value.elements(of: name) {
        let position = try input.position(of: element, in: input.diagram, for: "name=value")
        guard diagram.nodes[position].kind != .operation else {
          throw .usage("'\(element)' is computed; only variables and constants take values")
        }
        diagram.nodes[position].data = number
      }
    }
    return diagram
  }

  /// The graph of a file with all numbers computed, if that is asked for.
  func computed(_ diagram: Diagram, _ file: String) throws(CommandFailure) -> Diagram {
    guard compute || !values.isEmpty || forwardOnly || output != nil else { return diagram }
    let given = try assigned(diagram)
    let position = try output.map { name throws(CommandFailure) in
      try InputDiagram(given).position(of: name, in: given, for: "--output")
    }
    return try recomputing(file) { () throws(RecomputationError) in
      try given.computed(output: position, hasGradients: !forwardOnly)
    }
  }

  /// The names of `--output`; none when it is not given.
  func outputNames() throws(CommandFailure) -> [String] {
    guard let output else { return [] }
    let names = output.namesBetweenCommas
    var seen: Set<String> = []
    for name in names {
      if name.isEmpty, names.count > 1 {
        throw .usage("--output: a name is missing in '\(VisibleText.of(output))'")
      }
      guard seen.insert(name).inserted else {
        throw .usage("--output: '\(VisibleText.of(name))' is named twice")
      }
    }
    return names
  }

  /// The numbers that are expected, found before anything is written.
  ///
  /// - Parameters:
  ///   - names: the names of the graph.
  ///   - find: data and gradient of a name.
  func expected(
    among names: NodeNames, _ find: (String) throws(CommandFailure) -> (data: Double?, grad: Double?)
  ) throws(CommandFailure) -> ExpectedNumbers {
    var numbers: [(Expectation, Double?)] = []
    for expectation in expect {
      try expectation.verifyShape(among: names)
      let found = try find(expectation.name)
      numbers.append((expectation, expectation.quantity == .data ? found.data : found.grad))
    }
    return ExpectedNumbers(numbers)
  }
}

extension GivenValue {
  /// The numbers with the names of their elements: `x[0]`, `W[1, 0]`.
  fileprivate func elements(of name: String) -> [(name: String, number: Double)] {
    switch self {
    case .number(let number): [(name, number)]
    case .vector(let numbers): numbers.enumerated().map { ("\(name)[\($0)]", $1) }
    case .matrix(let rows):
      rows.enumerated().flatMap { row, numbers in
        numbers.enumerated().map { ("\(name)[\(row), \($0)]", $1) }
      }
    }
  }
}

extension String {
  /// The parts between commas, without blanks around them; `W[1, 0]` is one.
  var namesBetweenCommas: [String] {
    var parts = [""]
    var depth = 0
    for character in self {
      depth += character == "[" ? 1 : character == "]" ? -1 : 0
      if character == ",", depth <= 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    return parts.map { String($0.withoutBlanks) }
  }
}

extension StringProtocol {
  /// The text without blanks at its ends.
  var withoutBlanks: SubSequence {
    let start = firstIndex { $0 != " " } ?? endIndex
    let end = lastIndex { $0 != " " }.map { index(after: $0) } ?? endIndex
    return self[start..<end]
  }
}
