import LayeredLayout

// Lays out a graph from standard input, for layout.py, which compares with dot. Each line is one of
//   g PARENT WIDTH HEIGHT        a group and the size of its title; -1 for no parent
//   n WIDTH HEIGHT GROUP         a box; -1 for no group
//   e FROM TO WIDTH HEIGHT       an edge and the size of its label; 0 0 for none
//   o NODE NODE …                an order to keep
// and the result is JSON: frames as [x, y, width, height], ways as the points of SVG paths, seconds for one layout.

var graph = LayoutGraph()
while let line = readLine() {
  let words = line.split(separator: " ")
  let numbers = words.dropFirst().compactMap { Double($0) }
  switch words.first {
  case "g":
    graph.add(
      LayoutGraph.Group(
        parent: numbers[0] < 0 ? nil : Int(numbers[0]),
        title: LayoutSize(width: numbers[1], height: numbers[2])))
  case "n":
    graph.add(
      LayoutGraph.Node(
        size: LayoutSize(width: numbers[0], height: numbers[1]), group: numbers[2] < 0 ? nil : Int(numbers[2])
      ))
  case "e":
    graph.add(
      LayoutGraph.Edge(
        from: Int(numbers[0]), to: Int(numbers[1]),
        label: numbers[2] > 0 ? LayoutSize(width: numbers[2], height: numbers[3]) : nil))
  case "o": graph.orders.append(numbers.map { Int($0) })
  default: break
  }
}

func json(_ frame: LayoutFrame) -> String { "[\(frame.x),\(frame.y),\(frame.width),\(frame.height)]" }

func path(_ route: LayoutRoute) -> String {
  func text(_ point: LayoutPoint) -> String { "\(point.x) \(point.y)" }
  return "M\(text(route.start))"
    + route.segments.map { segment in
      switch segment {
      case .line(let end): "L\(text(end))"
      case .curve(let a, let b, let end): "C\(text(a)) \(text(b)) \(text(end))"
      }
    }.joined()
}

let clock = ContinuousClock()
var best = Duration.seconds(1_000)
var layout = try GraphLayout(graph)
for _ in 0..<(graph.nodes.count > 10_000 ? 1 : 5) {
  let time = try clock.measure { layout = try GraphLayout(graph) }
  best = min(best, time)
}
let seconds = Double(best.components.seconds) + Double(best.components.attoseconds) * 1e-18
let nodes = graph.nodes.indices.map {
  json(LayoutFrame(center: layout.centers[$0], size: graph.nodes[$0].size))
}
let groups = layout.frames.map { $0.map(json) ?? "null" }
let edges = graph.edges.indices.map { index in
  let route = layout.routes[index]
  let label = graph.edges[index].label.flatMap { size in
    route.label.map { json(LayoutFrame(center: $0, size: size)) }
  }
  return "{\"path\":\"\(path(route))\",\"label\":\(label ?? "null")}"
}
print(
  """
  {"size":[\(layout.size.width),\(layout.size.height)],"seconds":\(seconds),"crossings":\(layout.crossings),
  "nodes":[\(nodes.joined(separator: ","))],
  "groups":[\(groups.joined(separator: ","))],
  "edges":[\(edges.joined(separator: ",\n"))]}
  """)
