import Autodiff
import FormulaSyntax
import GraphExport

/// Graphs and texts for the encoders and the readers.
public enum ExportWorkload {
  /// Chains that share their variables, with names now and then: operations of all shapes and numbers of all lengths.
  public static func graph(nodes: Int) -> (graph: Graph, output: Value) {
    let graph = Graph()
    let a = graph.variable(0.7, named: "a")
    let b = graph.variable(-0.3, named: "b")
    var x = graph.variable(0.5, named: "x")
    while graph.count < nodes - 4 {
      x = tanh(x * a + b)
      x = x - a * x ** 2
    }
    x.named("y").backward()
    return (graph, x)
  }

  /// A formula of so many statements.
  public static func formula(statements: Int) -> [UInt8] {
    var text = "a = 0.5\nb = -0.25\nv0 = 1\n"
    for i in 1...statements { text += "v\(i) = tanh(v\(i - 1)*a + b)\n" }
    return Array(text.utf8)
  }
}
