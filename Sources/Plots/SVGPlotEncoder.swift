import DisplayText
import GraphExport

/// Encodes a training as one SVG: the loss by epoch and, beside it, the decision regions of the classifier.
///
/// The SVG has a title and a description for screen readers (`role`, `<title>`, `<desc>`) and, for
/// ``Theme/auto``, follows the reader's light or dark theme.
public struct SVGPlotEncoder: Sendable {
  /// The colours.
  public var theme: Theme
  /// Significant digits, 1 to 17.
  public var precision: Int

  /// Creates an encoder.
  public init(theme: Theme = .auto, precision: Int = 4) {
    self.theme = theme
    self.precision = precision
  }

  /// The plots as an SVG document, in UTF-8.
  ///
  /// - Parameters:
  ///   - title: the name of the training.
  ///   - curve: its losses.
  ///   - map: the decisions; `nil` if the model is not a classifier on a plane.
  ///   - note: a line below the title, such as the accuracy, or the reason for a missing map.
  public func encode(title: String, curve: LossCurve, map: DecisionMap? = nil, note: String = "") -> [UInt8] {
    let column = Self.left + Self.panelWidth + Self.right
    let width = map == nil ? column : 2 * column
    // Letters are about half as wide as high; nothing is aligned by it.
    let notes = VisibleText.wrapped(VisibleText.of(note), to: Int((width - 40) / 6.2))
    let plot = Plot(top: Self.top + 16 * Double(notes.count), height: Self.panelWidth * (map?.aspect ?? 0.7))
    let legend = map.map { SVGLegend($0, width: Self.panelWidth) }
    var page = SVGPage(
      width: width, height: plot.top + plot.height + Self.bottom + (legend?.height ?? 0), title: title,
      description: description(curve, map, note), theme: theme)
    page.text(
      VisibleText.fitted(VisibleText.of(title), to: Int((width - 40) / 9)), x: 20, y: 30,
      fill: page.palette.text, attributes: " font-size=\"15\" font-weight=\"bold\"")
    for (line, note) in notes.enumerated() {
      page.text(
        note, x: 20, y: 49 + 16 * Double(line), fill: page.palette.muted, attributes: " font-size=\"12\"")
    }
    draw(curve, in: plot.panel(left: Self.left, curve.epochs, curve.scale), on: &page)
    if let map {
      let panel = plot.panel(left: column + Self.left, map.xScale, map.yScale)
      draw(map, in: panel, on: &page)
      legend?.draw(left: panel.left, top: plot.top + plot.height + 54, on: &page)
    }
    return page.finished()
  }

  /// The space that the plots of a page share.
  private struct Plot {
    let top: Double
    let height: Double

    func panel(left: Double, _ x: PlotScale, _ y: PlotScale) -> SVGPanel {
      SVGPanel(left: left, top: top, width: panelWidth, height: height, x: x, y: y)
    }
  }

  private static let panelWidth = 340.0
  private static let (left, right, top, bottom) = (64.0, 24.0, 76.0, 58.0)

  var numbers: NumberText { NumberText(precision: precision) }

  private func description(_ curve: LossCurve, _ map: DecisionMap?, _ note: String) -> String {
    var words = note.isEmpty ? "" : note + ". "
    if let first = curve.losses.first, let last = curve.losses.last {
      words +=
        "Loss by epoch: from \(numbers.text(first)) to \(numbers.text(last)) in \(curve.losses.count - 1) epochs."
    }
    if let map {
      words +=
        " Decisions over \(map.xName) and \(map.yName), with \(map.points.count) points of the classes "
      words += map.classNames.joined(separator: ", ") + "; \(map.isWrong.count { $0 }) are decided wrongly."
    }
    return words
  }

  // MARK: Loss

  private func draw(_ curve: LossCurve, in panel: SVGPanel, on page: inout SVGPage) {
    panel.drawAxes(
      on: &page, numbers, xName: "epoch", yName: curve.scale.isLogarithmic ? "loss (log scale)" : "loss",
      heading: "Loss by epoch")
    page.path(
      path(of: curve, panel),
      "fill=\"none\" stroke=\"\(page.palette.data)\" stroke-width=\"2\" stroke-linejoin=\"round\"")
    guard let last = curve.losses.last, last.isFinite else { return }
    let end = (x: panel.horizontal(Double(curve.losses.count - 1)), y: panel.vertical(last))
    page.circle(end.x, end.y, radius: 3.5, "fill=\"\(page.palette.data)\"")
    page.text(
      numbers.text(last), x: end.x - 2, y: end.y - 8, fill: page.palette.data, anchor: "end",
      attributes: " font-weight=\"bold\"")
  }

  /// A line through all epochs or, if two epochs are closer than half a pixel, through the extremes of each
  /// half pixel.
  private func path(of curve: LossCurve, _ panel: SVGPanel) -> String {
    let columns = Int(2 * Self.panelWidth)
    var places: [(x: Double, y: Double)?] = []
    if curve.losses.count <= columns {
      places = curve.losses.enumerated().map { epoch, loss in
        loss.isFinite ? (panel.horizontal(Double(epoch)), panel.vertical(loss)) : nil
      }
    } else {
      for (column, range) in curve.envelope(columns: columns).enumerated() {
        let x = panel.left + panel.width * Double(column) / Double(columns - 1)
        guard let range else {
          places.append(nil)
          continue
        }
        for place in [range.upperBound, range.lowerBound] {
          places.append((x, panel.top + panel.height * (1 - place)))
        }
      }
    }
    var path = ""
    var isDown = false
    for place in places {
      if let place { path += "\(isDown ? "L" : "M")\(SVGPage.pixels(place.x)) \(SVGPage.pixels(place.y))" }
      isDown = place != nil
    }
    return path
  }
}
