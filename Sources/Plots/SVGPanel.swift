import GraphExport

/// The rectangle of one plot on a page, with its axes.
struct SVGPanel {
  let left: Double
  let top: Double
  let width: Double
  let height: Double
  let x: PlotScale
  let y: PlotScale

  func horizontal(_ number: Double) -> Double { left + width * x.fraction(of: number) }
  func vertical(_ number: Double) -> Double { top + height * (1 - y.fraction(of: number)) }

  /// Draws axes, numbers and grid lines; the plot is drawn above them.
  func drawAxes(on page: inout SVGPage, _ numbers: NumberText, xName: String, yName: String, heading: String)
  {
    let colors = page.palette
    var grid = ""
    for tick in y.ticks(atMost: 6) {
      let level = vertical(tick)
      grid += SVGPage.line(left, level, left + width, level)
      page.text(numbers.text(tick), x: left - 6, y: level + 4, fill: colors.muted, anchor: "end")
    }
    for tick in x.ticks(atMost: 6) {
      let place = horizontal(tick)
      grid += SVGPage.line(place, top, place, top + height)
      page.text(numbers.text(tick), x: place, y: top + height + 16, fill: colors.muted, anchor: "middle")
    }
    page.path(grid, "stroke=\"\(colors.groupLine)\" stroke-opacity=\"0.35\" stroke-width=\"0.6\"")
    page.path(
      "M\(SVGPage.pixels(left)) \(SVGPage.pixels(top))v\(SVGPage.pixels(height))h\(SVGPage.pixels(width))",
      "fill=\"none\" stroke=\"\(colors.line)\"")
    page.text(xName, x: left + width / 2, y: top + height + 34, fill: colors.muted, anchor: "middle")
    let middle = (x: SVGPage.pixels(left - 42), y: SVGPage.pixels(top + height / 2))
    page.text(
      yName, x: left - 42, y: top + height / 2, fill: colors.muted, anchor: "middle",
      attributes: " transform=\"rotate(-90 \(middle.x) \(middle.y))\"")
    page.text(
      heading, x: left, y: top - 12, fill: colors.text, attributes: " font-size=\"13\" font-weight=\"bold\"")
  }
}
