import Autodiff
import Testing

@Suite struct GraphTests {
  @Test func theSeedHasThePublishedGradients() {
    let graph = Graph()
    let a = graph.variable(2, named: "a")
    let b = graph.variable(-3, named: "b")
    let c = (a * b + a ** 2).named("c")
    let d = tanh(c).named("d")
    d.backward()
    #expect(d.data == -0.9640275800758169)
    #expect(a.grad == 0.07065082485316443)
    #expect(b.grad == 0.14130164970632886)
  }
}
