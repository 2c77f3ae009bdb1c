import Autodiff
import Testing

@Suite struct TapePoolTests {
  @Test("Graphs made and released on many threads, also on others than they were made on, are never mixed up")
  func threads() async {
    let wrong = await withTaskGroup(of: Int.self) { tasks in
      for task in 0..<16 {
        tasks.addTask {
          var wrong = 0
          for round in 0..<200 {
            let number = Double(task * 1000 + round)
            let (first, second) = (Graph(), Graph())
            let (a, b) = (first.variable(number), second.variable(-number))
            let (x, y) = (a * a + 1, b * 3)
            if round % 20 == 0 { await Task.yield() }
            x.backward()
            y.backward()
            let isRight =
              x.data == number * number + 1 && a.grad == 2 * number && y.data == -3 * number && b.grad == 3
            if !isRight || first.count != 4 || second.count != 3 { wrong += 1 }
          }
          return wrong
        }
      }
      return await tasks.reduce(0, +)
    }
    #expect(wrong == 0)
  }

  @Test("Graphs inside graphs each have their own nodes")
  func nested() {
    let outer = Graph()
    let x = outer.variable(2)
    for depth in 1...50 {
      let inner = (0..<depth).map { _ in Graph() }
      for graph in inner { _ = graph.variable(7) * 2 }
      #expect(inner.allSatisfy { $0.count == 3 && $0[2].data == 14 && $0.gradientRoot == nil })
    }
    #expect(outer.count == 1 && (x * x).data == 4)
  }
}
