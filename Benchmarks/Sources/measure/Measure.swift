import Autodiff
import FormulaSyntax
import GraphExport
import Dispatch
import Workloads

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Times the workloads for the table of ratios.
///
///     measure times A 15       nanoseconds per node: record + backward, record, replay, sweep, and the first on new graphs
///     measure scaling          nanoseconds per node of chains from 10^3 to 10^7 nodes
///     measure export 1000000   millions of nodes per second: snapshot, DOT, tree, JSON, JSON back; statements
///     measure export 1000000 JSON   one of them
///     measure cores            how much two independent graphs gain from two cores
@main
enum Measure {
  static func main() async {
    let arguments = CommandLine.arguments.dropFirst()
    switch arguments.first {
    case "times": times(workload(arguments.dropFirst().first), repeats: Int(arguments.last ?? "") ?? 15)
    case "scaling": scaling()
    case "cores": await cores()
    case "export":
      export(nodes: Int(arguments.dropFirst().first ?? "") ?? 1_000_000, arguments.dropFirst(2).first)
    default: print("usage: measure times WORKLOAD, measure scaling|cores|export [NODES]")
    }
  }

  private static func workload(_ name: String?) -> Workload {
    Workload.all.first { $0.name == name } ?? Workload.all[0]
  }

  private static func times(_ workload: Workload, repeats: Int) {
    // A small graph is measured many times in a row, per graph instead of per node.
    let isSmall = workload.name == "D"
    let inner = isSmall ? 10_000 : 1
    var nodes = 1.0
    let graph = Graph()
    let full = median(repeats) {
      for _ in 0..<inner {
        let count = workload.run(on: graph)
        if !isSmall { nodes = Double(count) }
      }
    }
    let record = median(repeats) {
      for _ in 0..<inner {
        graph.removeAll()
        _ = workload.record(graph)
      }
    }
    let new = median(repeats) {
      for _ in 0..<inner { workload.run() }
    }
    graph.removeAll()
    let output = workload.record(graph)
    let replay = median(repeats) {
      for _ in 0..<inner {
        graph.forward()
        output.backward()
      }
    }
    let leaves = (0..<3).map { graph[$0] }.filter { $0.operation.isLeaf }
    // Preparing a sweep takes as long as replaying some 80 nodes.
    let inputs = isSmall ? 1024 : 64
    let rows = Array(repeating: leaves.map(\.data), count: inputs)
    let sweep = median(max(3, repeats / 3)) {
      for _ in 0..<max(1, inner / inputs) { _ = output.sweep(leaves, over: rows) }
    }
    let scale = nodes * Double(inner)
    print(
      workload.name, full / scale, record / scale, replay / scale,
      sweep / (nodes * Double(max(1, inner / inputs) * inputs)), new / scale)
  }

  private static func scaling() {
    for exponent in stride(from: 3.0, through: 7.0, by: 0.5) {
      let steps = Int((Double.pow10(exponent) / 3).rounded())
      let workload = Workload.chain(steps)
      let inner = max(1, 300_000 / steps)
      let full = median(7) {
        for _ in 0..<inner { workload.run() }
      }
      print(steps * 3, full / Double(steps * 3 * inner))
    }
  }

  private static func cores() async {
    func work() { for _ in 0..<60 { Workload.all[0].run() } }
    let clock = ContinuousClock()
    work()
    var gains: [Double] = []
    for _ in 0..<7 {
      let alone = clock.measure {
        work()
        work()
      }
      let start = clock.now
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<2 { group.addTask { work() } }
      }
      gains.append(alone / (clock.now - start))
    }
    print("cores", gains.sorted()[3])
  }

  private static func export(nodes: Int, _ only: String?) {
    let (graph, output) = ExportWorkload.graph(nodes: nodes)
    let diagram = Diagram(graph, output: output)
    let count = Double(graph.count)
    func report(_ name: String, _ count: (Int) -> Double, _ body: () -> [UInt8]) {
      guard only == nil || only == name else { return }
      var bytes: [UInt8] = []
      // The encoders use all cores, so that the time that passes counts.
      let time = median(5, of: { Double(DispatchTime.now().uptimeNanoseconds) }) {
        bytes = []
        bytes = body()
      }
      let items = count(bytes.count { $0 == UInt8(ascii: "\n") })
      print(name, items / time * 1e3, "million/s,", Double(bytes.count) / items, "bytes each")
    }
    report("snapshot", { _ in count }) {
      _ = Diagram(graph, output: output)
      return []
    }
    report("DOT", { _ in count }) { DOTEncoder().encode(diagram) }
    report("JSON", { _ in count }) { DiagramJSONEncoder().encode(diagram) }
    report("tree", { Double($0) }) { TreeEncoder().encode(diagram) }
    if only == nil || only == "back" {
      let json = DiagramJSONEncoder().encode(diagram)
      report("back", { _ in count }) {
        _ = try? DiagramJSONDecoder().decode(json)
        return []
      }
    }
    if only == nil || only == "statements" {
      let formula = ExportWorkload.formula(statements: nodes / 3)
      report("statements", { _ in Double(nodes / 3) }) {
        _ = try? Formula.record(Source(bytes: formula, name: "statements"), on: Graph())
        return []
      }
    }
  }

  /// The median time of some runs, in nanoseconds; by default of the processor, so that other programs do not count.
  private static func median(_ count: Int, of time: () -> Double = processorTime, _ body: () -> Void)
    -> Double
  {
    body()
    let times = (0..<count).map { _ -> Double in
      let start = time()
      body()
      return time() - start
    }
    return times.sorted()[count / 2]
  }

  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}

extension Double {
  fileprivate static func pow10(_ exponent: Double) -> Double {
    var result = 1.0
    for _ in 0..<Int(exponent) { result *= 10 }
    return exponent == exponent.rounded(.down) ? result : result * 10.0.squareRoot()
  }
}
