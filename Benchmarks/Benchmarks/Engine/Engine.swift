import Autodiff
import Benchmark
import Workloads

// `swift package benchmark`: record and backward, and replay, of every workload, with percentiles.
let benchmarks: @Sendable () -> Void = {
  for workload in Workload.all {
    Benchmark("\(workload.name): record and backward") { benchmark in
      for _ in benchmark.scaledIterations { workload.run() }
    }
    Benchmark("\(workload.name): replay") { benchmark in
      let graph = Graph()
      let output = workload.record(graph)
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations {
        graph.forward()
        output.backward()
      }
    }
  }
}
