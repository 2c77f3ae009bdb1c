import Autodiff
import ChainRule
import FormulaSyntax
import GraphExport

/// What the portable core makes of the text of a formula; the same source runs natively and as WebAssembly.
struct Answer: Equatable {
  /// The forms that a formula can be asked for in, by the number that the exported functions take.
  enum Form: Int32, CaseIterable {
    case tree = 0
    case json = 1
    case explanation = 2
  }

  /// Whether the formula is right; otherwise the text is its diagnostics.
  var isRight: Bool
  /// UTF-8.
  var text: [UInt8]

  init(isRight: Bool, text: [UInt8]) {
    self.isRight = isRight
    self.text = text
  }

  init(to formula: [UInt8], as form: Form) {
    let graph = Graph()
    do throws(FormulaErrors) {
      let source = Source(bytes: formula, name: "<formula>")
      let output = try Formula.record(source, on: graph).output
      output.backward()
      isRight = true
      switch form {
      case .tree: text = TreeEncoder(TreeOptions(width: 100)).encode(Diagram(graph, output: output))
      case .json: text = DiagramJSONEncoder().encode(Diagram(graph, output: output))
      case .explanation:
        let variables = graph.values.filter { $0.operation == .variable }
        text = ExplanationEncoder().encode(Explanation(of: variables, from: output, top: 3))
      }
    } catch {
      isRight = false
      text = Array((error.description + "\n").utf8)
    }
  }
}
