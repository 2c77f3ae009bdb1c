import LayeredLayout

extension GraphLayout {
  /// What is over what it may not be over, in words.
  func faults(_ graph: LayoutGraph) -> [String] {
    var faults: [String] = []
    let boxes = graph.nodes.indices.map { LayoutFrame(center: centers[$0], size: graph.nodes[$0].size) }
    let labels: [LayoutFrame?] = graph.edges.indices.map { index in
      guard let size = graph.edges[index].label else { return nil }
      return routes[index].label.map { LayoutFrame(center: $0, size: size) }
    }
    for (index, edge) in graph.edges.enumerated() where (edge.label == nil) != (labels[index] == nil) {
      faults.append("edge \(index) has its label not")
    }
    for a in boxes.indices {
      for b in 0..<a where boxes[a].overlaps(boxes[b], tolerance: 0.01) {
        faults.append("boxes \(b) and \(a)")
      }
      for (index, label) in labels.enumerated() {
        if let label, label.overlaps(boxes[a], tolerance: 0.01) {
          faults.append("label \(index) over box \(a)")
        }
      }
      if !isInside(boxes[a]) { faults.append("box \(a) outside") }
    }
    for (a, label) in labels.enumerated() {
      guard let label else { continue }
      if !isInside(label) { faults.append("label \(a) outside") }
      for b in 0..<a {
        if let other = labels[b], other.overlaps(label, tolerance: 0.01) {
          faults.append("labels \(b) and \(a)")
        }
      }
    }
    faults += frameFaults(graph, boxes)
    for (index, edge) in graph.edges.enumerated() {
      let points = routes[index].points()
      let bounds = Self.bounds(points)
      for (box, frame) in boxes.enumerated() where box != edge.from && box != edge.to {
        if bounds.overlaps(frame, tolerance: 0.05), Self.strikes(points, frame) {
          faults.append("edge \(index) through box \(box)")
        }
      }
      for (other, label) in labels.enumerated() where other != index {
        if let label, bounds.overlaps(label, tolerance: 0.05), Self.strikes(points, label) {
          faults.append("edge \(index) under label \(other)")
        }
      }
      for (end, node) in [(points[0], edge.from), (points[points.count - 1], edge.to)]
      where Self.distance(end, boxes[node]) > 0.01 {
        faults.append("edge \(index) does not meet box \(node)")
      }
    }
    return faults
  }

  private func isInside(_ frame: LayoutFrame) -> Bool {
    frame.x > -0.01 && frame.y > -0.01 && frame.maxX < size.width + 0.01 && frame.maxY < size.height + 0.01
  }

  private func frameFaults(_ graph: LayoutGraph, _ boxes: [LayoutFrame]) -> [String] {
    func ancestors(_ group: Int?) -> [Int] {
      var result: [Int] = []
      var at = group
      while let group = at {
        result.append(group)
        at = graph.groups[group].parent
      }
      return result
    }
    func holds(_ outer: LayoutFrame, _ inner: LayoutFrame) -> Bool {
      outer.x < inner.x && outer.y < inner.y && outer.maxX > inner.maxX && outer.maxY > inner.maxY
    }
    var faults: [String] = []
    for (group, frame) in frames.enumerated() {
      guard let frame else { continue }
      if !isInside(frame) { faults.append("frame \(group) outside") }
      for (node, box) in boxes.enumerated() {
        if ancestors(graph.nodes[node].group).contains(group) {
          if !holds(frame, box) { faults.append("frame \(group) does not hold box \(node)") }
        } else if frame.overlaps(box, tolerance: 0.01) {
          faults.append("frame \(group) over box \(node)")
        }
      }
      for (other, inner) in frames.enumerated() where other != group {
        guard let inner else { continue }
        if ancestors(other).contains(group) {
          if !holds(frame, inner) { faults.append("frame \(group) does not hold frame \(other)") }
        } else if !ancestors(group).contains(other), frame.overlaps(inner, tolerance: 0.01) {
          faults.append("frames \(group) and \(other)")
        }
      }
      if let title = titles[group] {
        if !holds(frame, title) { faults.append("frame \(group) does not hold its title") }
        for (node, box) in boxes.enumerated() where box.overlaps(title, tolerance: 0.01) {
          faults.append("title \(group) over box \(node)")
        }
      }
    }
    return faults
  }

  static func bounds(_ points: [LayoutPoint]) -> LayoutFrame {
    var (low, high) = (points[0], points[0])
    for point in points {
      (low.x, low.y) = (min(low.x, point.x), min(low.y, point.y))
      (high.x, high.y) = (max(high.x, point.x), max(high.y, point.y))
    }
    return LayoutFrame(
      x: low.x - 0.1, y: low.y - 0.1, width: high.x - low.x + 0.2, height: high.y - low.y + 0.2)
  }

  private static func distance(_ point: LayoutPoint, _ frame: LayoutFrame) -> Double {
    let x = max(frame.x - point.x, point.x - frame.maxX, 0)
    let y = max(frame.y - point.y, point.y - frame.maxY, 0)
    return max(x, y)
  }

  /// Whether a way enters a frame by more than a twentieth.
  static func strikes(_ points: [LayoutPoint], _ frame: LayoutFrame) -> Bool {
    let inner = 0.05
    for (a, b) in zip(points, points.dropFirst()) {
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      var (low, high) = (0.0, 1.0)
      var isOutside = false
      for (p, q) in [
        (-dx, a.x - frame.x - inner), (dx, frame.maxX - inner - a.x), (-dy, a.y - frame.y - inner),
        (dy, frame.maxY - inner - a.y),
      ] {
        if p == 0 {
          if q < 0 { isOutside = true }
        } else if p < 0 {
          low = max(low, q / p)
        } else {
          high = min(high, q / p)
        }
      }
      if !isOutside, low <= high { return true }
    }
    return false
  }
}
