import Autodiff
import GraphExport
import Testing

@Suite struct TikZEncoderTests {
  private func tikz(_ diagram: Diagram, _ options: PictureOptions = PictureOptions()) -> String {
    text(TikZEncoder(options).encode(diagram))
  }

  private struct Drawing {
    var nodes: [(x: Double, y: Double)] = []
    var styles: [String] = []
    var edges: [Substring] = []
    var labels: [String] = []
    /// Left, top, right, bottom.
    var frames: [(left: Double, top: Double, right: Double, bottom: Double)] = []

    init(_ text: String) {
      for line in text.split(separator: "\n") {
        if let node = line.wholeMatch(
          of: #/\\node\[gg (\w+)\] \(n\d+\) at \((-?[\d.]+),(-?[\d.]+)\) \{.*\};/#)
        {
          nodes.append((Double(node.2) ?? 0, Double(node.3) ?? 0))
          styles.append(String(node.1))
        } else if line.hasPrefix("\\draw[gg edge] ") {
          edges.append(line)
        } else if let label = line.wholeMatch(of: #/\\node\[gg label\] at \(.*?\) \{(.*)\};/#) {
          labels.append(String(label.1))
        } else if let frame = line.wholeMatch(
          of: #/\\draw\[gg frame\] \((-?[\d.]+),(-?[\d.]+)\) rectangle \((-?[\d.]+),(-?[\d.]+)\);/#)
        {
          frames.append(
            (Double(frame.1) ?? 0, Double(frame.2) ?? 0, Double(frame.3) ?? 0, Double(frame.4) ?? 0))
        }
      }
    }
  }

  @Test func `The seed has its values, gradients and local derivatives`() {
    let shown = tikz(Diagram(Sample.seed().graph))
    let drawing = Drawing(shown)
    #expect(drawing.styles == ["variable", "variable", "operation", "operation", "operation", "output"])
    #expect(drawing.edges.count == 6 && drawing.labels == ["$-3$", "$2$", "$4$", "$1$", "$1$", "$0.07065$"])
    #expect(shown.contains("{\\ggBox{$d$ $=$ $\\tanh$}\\ggData $-0.9640$\\ggGrad $1$\\ggEnd};"))
    #expect(shown.contains("\\ggLine{\\ggSum $=$ $-0.2120$ $+$ $0.2826$}"))
    #expect(shown.contains("{\\ggBox{$(\\cdot)^{2}$}"))
    #expect(shown.hasPrefix("% For \\usepackage{amsmath,tikz};"))
    #expect(shown.hasSuffix("\\end{tikzpicture}\n"))
  }

  @Test(arguments: PictureOptions.Direction.allCases)
  func `Data flows in the direction that is asked for`(_ direction: PictureOptions.Direction) {
    let diagram = Diagram(Sample.seed().graph)
    let drawing = Drawing(tikz(diagram, PictureOptions(direction: direction)))
    for edge in diagram.edges {
      let (from, to) = (drawing.nodes[edge.from], drawing.nodes[edge.to])
      let way =
        switch direction {
        case .leftToRight: to.x - from.x
        case .rightToLeft: from.x - to.x
        case .topToBottom: from.y - to.y
        case .bottomToTop: to.y - from.y
        }
      #expect(way > 20, "\(edge)")
    }
  }

  @Test(arguments: UInt64(0)..<40) func `Boxes keep apart, and frames hold their own boxes only`(
    _ seed: UInt64
  ) {
    var random = Seeded(seed)
    let diagram = Diagram(Sample.graph(&random))
    let shown = tikz(diagram, PictureOptions(direction: .allCases[Int(seed % 4)]))
    // What is not ASCII is a letter or a sign that has a definition for pdflatex.
    #expect(shown.utf8.allSatisfy { $0 == 0x0A || $0 >= 0x20 && $0 != 0x7F }, "seed \(seed)")
    let unknown = Set(shown.unicodeScalars.filter { !$0.isASCII })
    #expect(unknown.allSatisfy { shown.contains("\\detokenize{\($0)}") }, "seed \(seed)")
    let drawing = Drawing(shown)
    #expect(drawing.nodes.count == diagram.nodes.count, "seed \(seed)")
    #expect(drawing.edges.count == diagram.edges.count, "seed \(seed)")
    for (index, a) in drawing.nodes.enumerated() {
      for b in drawing.nodes[..<index] {
        #expect((a.x - b.x).magnitude > 20 || (a.y - b.y).magnitude > 20, "seed \(seed)")
      }
    }
    // Outer groups come before inner ones, as in the diagram; those without a node have no frame.
    var isUsed = diagram.groups.map { _ in false }
    for node in diagram.nodes { if let group = node.group { isUsed[group] = true } }
    for (group, parent) in diagram.groups.map(\.parent).enumerated().reversed() where isUsed[group] {
      if let parent { isUsed[parent] = true }
    }
    let groups = isUsed.indices.filter { isUsed[$0] }
    #expect(drawing.frames.count == groups.count, "seed \(seed)")
    for (frame, group) in zip(drawing.frames, groups) {
      for (index, place) in drawing.nodes.enumerated() {
        var own = diagram.nodes[index].group
        while let current = own, current != group { own = diagram.groups[current].parent }
        let isInside =
          frame.left < place.x && place.x < frame.right && frame.bottom < place.y && place.y < frame.top
        #expect(isInside == (own == group), "seed \(seed), node \(index), group \(group)")
      }
    }
  }

  @Test func `Five runs give the same bytes`() {
    for seed in UInt64(0)..<10 {
      let texts = (0..<5).map { _ in
        var random = Seeded(seed)
        return TikZEncoder().encode(Diagram(Sample.graph(&random)))
      }
      #expect(Set(texts).count == 1, "seed \(seed)")
    }
  }

  @Test func `A tree has no crossing edges`() {
    let graph = Graph()
    var layer = (0..<32).map { graph.variable(Double($0), named: "x\($0)") }
    // The order in which they are recorded is not that in which they stand.
    var random = Seeded(7)
    layer.shuffle(using: &random)
    while layer.count > 1 {
      layer = stride(from: 0, to: layer.count, by: 2).map { layer[$0] + layer[$0 + 1] }
    }
    let diagram = Diagram(graph)
    let drawing = Drawing(tikz(diagram))
    for (index, a) in diagram.edges.enumerated() {
      for b in diagram.edges[..<index] where drawing.nodes[a.from].x == drawing.nodes[b.from].x {
        let start = drawing.nodes[a.from].y - drawing.nodes[b.from].y
        let end = drawing.nodes[a.to].y - drawing.nodes[b.to].y
        #expect(start * end >= 0, "\(a) \(b)")
      }
    }
  }

  @Test(arguments: [2000, 20_000]) func `What TeX could not draw is folded, and says so`(_ count: Int) {
    let graph = Graph()
    let x = graph.variable(0.5, named: "x")
    var y = x
    for _ in 0..<count { y = sin(y) }
    (y * x).named("z")
    let encoder = TikZEncoder()
    let fitted = encoder.fitted(Diagram(graph))
    #expect(fitted.nodes.count <= TikZEncoder.maxNodes)
    let shown = text(encoder.encode(Diagram(graph)))
    #expect(Drawing(shown).nodes.count == fitted.nodes.count && shown.contains("{showing "))
    let limit = Double(TikZEncoder.maxPoints)
    #expect(Drawing(shown).nodes.allSatisfy { $0.x.magnitude < limit && $0.y.magnitude < limit })
  }

  @Test func `A dark picture has a page, and what is not finite stands out`() {
    let graph = Graph()
    log(graph.variable(-1, named: "θ_1")).named("loss|").backward()
    let shown = tikz(Diagram(graph), PictureOptions(theme: .dark))
    #expect(shown.contains("\\fill[ggpage] ") && shown.contains("\\definecolor{ggpage}{HTML}{14171C}%"))
    #expect(shown.contains("$\\text{loss\\textbar{}}$"))
    #expect(shown.contains("\\ggBadData $\\mathrm{NaN}$"))
    #expect(shown.contains("$\\theta\\mathit{\\_1}$"))
    #expect(tikz(Diagram()).contains("\\end{tikzpicture}"))
  }
}
