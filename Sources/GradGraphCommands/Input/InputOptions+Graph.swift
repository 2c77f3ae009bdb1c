import Autodiff
import DisplayText
import GraphExport

extension InputOptions {
  /// Reads and records, for commands that work on the graph itself. A graph in JSON is computed again from its leaves.
  ///
  /// - Parameters:
  ///   - command: what needs gradients, for the message.
  ///   - severalOutputs: whether `--output` may name several, with commas between them.
  func graph(for command: String, severalOutputs: Bool = false) throws(CommandFailure) -> InputGraph {
    if forwardOnly { throw .usage("\(command) is about gradients; --forward-only computes none") }
    let names = severalOutputs ? try outputNames() : output.map { [$0] } ?? []
    switch try read(outputIsAllowed: true) {
    case .source(let source):
      var first = self
      first.output = names.first
      let graph = Graph()
      let recording = try first.record(source, on: graph, takesArrays: severalOutputs)
      var loaded = InputGraph(graph: graph, output: recording.output, names: NodeNames(recording))
      if !names.isEmpty { loaded.outputs = try loaded.values(named: names, for: "--output") }
      return loaded
    case .diagram(let diagram, let name):
      var loaded = try recomputed(diagram, name)
      if names.isEmpty { return loaded }
      let outputOfFile = loaded.output
      loaded.outputs = try loaded.values(named: names, for: "--output")
      if loaded.outputs.map(\.value) != [outputOfFile] { loaded.claimedGradients = [:] }
      return loaded
    }
  }

  private func recomputed(_ diagram: Diagram, _ file: String) throws(CommandFailure) -> InputGraph {
    do {
      return try InputGraph(diagram, on: Graph())
    } catch {
      throw .located(VisibleText.of("\(file): error: \(error)"))
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
