import DisplayText
import GraphExport

/// The mark of a point in a plot.
enum SVGMark {
  /// A point of a class. Classes differ in shape and colour; from the sixth on, shapes are hollow.
  case point(Int)
  /// A ring around a point that is classified wrongly.
  case ring

  static func color(_ label: Int, _ palette: Palette) -> String {
    let colors = [palette.data, palette.gradient, palette.outputLine, palette.muted, palette.warning]
    return colors[label % colors.count]
  }

  func draw(_ x: Double, _ y: Double, on page: inout SVGPage) {
    switch self {
    case .ring:
      page.circle(x, y, radius: 7, "fill=\"none\" stroke=\"\(page.palette.text)\" stroke-width=\"1.6\"")
    case .point(let label):
      let (color, background) = (Self.color(label, page.palette), page.palette.background)
      let isHollow = label >= 5
      let paint = "fill=\"\(isHollow ? background : color)\" stroke=\"\(isHollow ? color : background)\""
      guard let corners = Self.corners(label) else { return page.circle(x, y, radius: 3.8, paint) }
      page.path(SVGPage.polygon(corners.map { RegionTracer.Place(x: x + $0.0, y: y + $0.1) }), paint)
    }
  }

  /// The corners of a class's shape, in pixels from its middle; `nil` for a circle.
  private static func corners(_ label: Int) -> [(Double, Double)]? {
    switch label % 5 {
    case 0: nil
    case 1: [(-3.4, -3.4), (3.4, -3.4), (3.4, 3.4), (-3.4, 3.4)]
    case 2: [(0, -4.6), (4.4, 3.4), (-4.4, 3.4)]
    case 3: [(0, -5), (5, 0), (0, 5), (-5, 0)]
    default: [(0, 4.6), (4.4, -3.4), (-4.4, -3.4)]
    }
  }
}

/// The legend of a plot's marks, in lines that fit a width.
struct SVGLegend {
  private var lines: [[(mark: SVGMark, text: String, x: Double)]] = []

  private static let lineHeight = 18.0

  init(_ map: DecisionMap, width: Double) {
    var entries = map.classNames.enumerated().map {
      (SVGMark.point($0), VisibleText.fitted(VisibleText.of($1), to: 24))
    }
    let wrong = map.isWrong.count { $0 }
    if wrong > 0 { entries.append((.ring, "\(wrong) decided wrongly")) }
    var end = Double.infinity
    for (mark, text) in entries {
      // An estimate from the width of Helvetica's letters; nothing is aligned by it.
      let entryWidth = 30 + 6.5 * Double(VisibleText.width(text))
      if end + entryWidth > width {
        lines.append([])
        end = 0
      }
      lines[lines.count - 1].append((mark, text, end))
      end += entryWidth
    }
  }

  var height: Double { Double(lines.count) * Self.lineHeight }

  func draw(left: Double, top: Double, on page: inout SVGPage) {
    for (index, line) in lines.enumerated() {
      let y = top + Double(index) * Self.lineHeight
      for entry in line {
        entry.mark.draw(left + entry.x + 7, y, on: &page)
        page.text(entry.text, x: left + entry.x + 18, y: y + 4, fill: page.palette.text)
      }
    }
  }
}
