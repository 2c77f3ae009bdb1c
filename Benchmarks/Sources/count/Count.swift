import Autodiff
import Workloads

/// Runs a workload so often that its instructions can be counted: `count WORKLOAD record|replay|sweep REPEATS`.
///
/// What is printed is the number of nodes that were visited.
@main
enum Count {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count == 3, let repeats = Int(arguments[3]),
      let workload = Workload.all.first(where: { $0.name == arguments[1] })
    else { return print("usage: count WORKLOAD record|replay|sweep REPEATS") }
    switch arguments[2] {
    case "record":
      let graph = Graph()
      var nodes = 0
      for _ in 0..<repeats { nodes += workload.run(on: graph) }
      print(nodes)
    case "replay":
      let graph = Graph()
      let output = workload.record(graph)
      for _ in 0..<repeats {
        graph.forward()
        output.backward()
      }
      print(repeats * graph.count)
    default:
      let graph = Graph()
      let output = workload.record(graph)
      let leaves = graph.values.filter { $0.operation == .variable }.prefix(100)
      let row = leaves.map(\.data)
      _ = output.sweep(Array(leaves), over: Array(repeating: row, count: 8 * repeats))
      print(8 * repeats * graph.count)
    }
  }
}
