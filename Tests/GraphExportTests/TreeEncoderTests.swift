import Autodiff
import GraphExport
import Testing

@Suite struct TreeEncoderTests {
  @Test func theSeedIsThePublishedTree() {
    let graph = Graph()
    let a = graph.variable(2, named: "a")
    let b = graph.variable(-3, named: "b")
    let c = (a * b + a ** 2).named("c")
    let d = tanh(c).named("d")
    d.backward()
    #expect(
      String(decoding: TreeEncoder().encode(Diagram(graph)), as: UTF8.self) == """
        d  tanh         data -0.9640   grad 1
        └── c  +        data -2        grad 0.07065   ∂ 0.07065
            ├── *       data -6        grad 0.07065   ∂ 1
            │   ├── a   data  2        grad 0.07065   ∂ -3 ⇒ -0.2120
            │   └── b   data -3        grad 0.1413    ∂  2 ⇒  0.1413
            └── **2     data  4        grad 0.07065   ∂ 1
                └── a (*)                             ∂  4 ⇒  0.2826
        6 nodes, 6 edges, 1 shared

        """)
  }
}
