import GraphExport

extension SVGPlotEncoder {
  /// The number of grid cells in each direction at which decisions are sampled.
  private static let cells = 80

  func draw(_ map: DecisionMap, in panel: SVGPanel, on page: inout SVGPage) {
    drawRegions(of: map, in: panel, on: &page)
    panel.drawAxes(on: &page, numbers, xName: map.xName, yName: map.yName, heading: "Decision boundary")
    for (point, isWrong) in zip(map.points, map.isWrong) {
      let (x, y) = (panel.horizontal(point.x), panel.vertical(point.y))
      SVGMark.point(point.label).draw(x, y, on: &page)
      if isWrong { SVGMark.ring.draw(x, y, on: &page) }
    }
  }

  // MARK: Regions

  private func drawRegions(of map: DecisionMap, in panel: SVGPanel, on page: inout SVGPage) {
    let steps = (0...Self.cells).map { Double($0) / Double(Self.cells) }
    let scores = steps.map { row in
      steps.map { column in map.scores(panel.x.number(at: column), panel.y.number(at: 1 - row)) }
    }
    var border = ""
    for label in map.classNames.indices {
      // The lead of a class over the others: positive where it wins.
      let lead = scores.map { row in row.map { Self.lead(of: label, $0) } }
      let tracer = RegionTracer(lead) { column, row in
        RegionTracer.Place(
          x: panel.left + panel.width * steps[column], y: panel.top + panel.height * steps[row])
      }
      page.path(
        tracer.area.map(SVGPage.polygon).joined(),
        "fill=\"\(SVGMark.color(label, page.palette))\" fill-opacity=\"0.16\"")
      // With two classes, both regions have the same border.
      guard label > 0 || map.classNames.count > 2 else { continue }
      border += tracer.border.map { SVGPage.line($0.x, $0.y, $1.x, $1.y) }.joined()
    }
    page.path(
      border, "fill=\"none\" stroke=\"\(page.palette.text)\" stroke-width=\"1.4\" stroke-linecap=\"round\"")
  }

  private static func lead(of label: Int, _ scores: [Double]) -> Double {
    var best = -Double.infinity
    for index in scores.indices where index != label { best = max(best, scores[index]) }
    return scores[label] - best
  }
}
