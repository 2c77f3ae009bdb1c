import Foundation
import TestSupport
import Testing

@testable import GraphExport
@testable import Plots

@Suite struct SVGPlotTests {
  private let curve = LossCurve([1, 0.5, 0.25])

  private func read(_ bytes: [UInt8]) throws -> SVGReader {
    try #require(SVGReader(Data(bytes)), "the SVG is not well-formed")
  }

  @Test func `A plot says in words what it shows`() throws {
    let svg = try read(
      SVGPlotEncoder().encode(title: "halves", curve: curve, map: TextPlotTests.halves, note: "accuracy 75 %")
    )
    #expect(svg.elements["svg"]?.first?["role"] == "img")
    #expect(svg.elements["title"]?.count == 1)
    #expect(
      svg.texts.contains(
        "accuracy 75 %. Loss by epoch: from 1 to 0.25 in 2 epochs. Decisions over a and b, with 4 points of the "
          + "classes no, yes; 1 are decided wrongly."))
    #expect(svg.texts.contains("1 decided wrongly") && svg.texts.contains("Decision boundary"))
  }

  @Test func `Every point has its mark, and the wrong ones a ring`() throws {
    let page = SVGPlotEncoder().encode(title: "", curve: curve, map: TextPlotTests.halves)
    let svg = try read(page)
    // Two circles of class 0, one in the legend, a ring at the point and in the legend, and the end of the loss.
    #expect(svg.elements["circle"]?.count == 6)
    #expect(svg.elements["circle"]?.count { $0["fill"] == "none" } == 2)
    // Two squares of class 1 and one in the legend are closed paths with four corners.
    let squares = (svg.elements["path"] ?? []).filter {
      $0["fill"] == Palette.light.gradient && $0["fill-opacity"] == nil
    }
    #expect(squares.count == 3)
  }

  @Test func `Without a map there is the loss alone`() throws {
    let alone = try read(SVGPlotEncoder().encode(title: "t", curve: curve))
    let both = try read(SVGPlotEncoder().encode(title: "t", curve: curve, map: TextPlotTests.halves))
    let widths = [alone, both].map { Double($0.elements["svg"]?.first?["width"] ?? "") ?? 0 }
    #expect(widths[0] * 2 == widths[1])
    #expect(!alone.texts.contains("Decision boundary"))
  }

  @Test(arguments: Theme.allCases)
  func `Every colour is a role of the palette, and only auto follows the reader`(theme: Theme) throws {
    let svg = try read(
      SVGPlotEncoder(theme: theme).encode(title: "t", curve: curve, map: TextPlotTests.halves))
    let palette = theme == .dark ? Palette.dark : .light
    let known = Set(palette.roles + ["none"])
    for attributes in svg.elements.values.joined() {
      for color in [attributes["fill"], attributes["stroke"]].compactMap({ $0 }) {
        #expect(known.contains(color))
      }
    }
    for text in svg.elements["text"] ?? [] { #expect(text["fill"] != nil) }
    #expect(svg.style.contains("prefers-color-scheme: dark") == (theme == .auto))
  }

  @Test func `Two plots on a page share no id, and the style of each is its own`() throws {
    let pages = try [0.25, 0.5].map {
      try read(SVGPlotEncoder().encode(title: "t", curve: LossCurve([1, $0]), map: TextPlotTests.halves))
    }
    let ids = pages.map { Set($0.ids) }
    #expect(ids[0].count == 3 && ids[0].isDisjoint(with: ids[1]))
    for page in pages {
      let own = try #require(page.ids.first)
      #expect(page.selectors.count > 10 && page.selectors.allSatisfy { $0.hasPrefix("#\(own)") })
    }
  }

  @Test func `Any name is safe`() throws {
    for name in HostileText.names {
      let map = DecisionMap(
        points: TextPlotTests.halves.points, xName: name, yName: name, classNames: [name, name],
        scores: TextPlotTests.halves.scores)
      let svg = try read(SVGPlotEncoder().encode(title: name, curve: curve, map: map, note: name))
      #expect(svg.elements["desc"]?.count == 1, "\(name.prefix(20).debugDescription)")
    }
  }

  @Test func `Any loss is drawn, and many epochs with few places`() throws {
    for losses in [[], [.nan], [1, .infinity, 0.5], [3, 3]] {
      _ = try read(SVGPlotEncoder().encode(title: "t", curve: LossCurve(losses)))
    }
    let long = LossCurve((0..<100_000).map { 1 + ($0 % 2 == 0 ? 0.1 : -0.1) })
    let bytes = SVGPlotEncoder().encode(title: "t", curve: long)
    #expect(bytes.count < 50_000)
    _ = try read(bytes)
  }

  // MARK: Regions

  /// Twice the area of a polygon (the shoelace formula).
  private func area(_ polygon: [RegionTracer.Place]) -> Double {
    polygon.indices.reduce(0) { sum, index in
      let (a, b) = (polygon[index], polygon[(index + 1) % polygon.count])
      return sum + (a.x * b.y - b.x * a.y) / 2
    }
  }

  private func traced(_ field: (Double, Double) -> Double) -> RegionTracer {
    let steps = (0...60).map { Double($0) / 20 - 1.5 }
    return RegionTracer(steps.map { y in steps.map { x in field(x, y) } }) { column, row in
      RegionTracer.Place(x: steps[column], y: steps[row])
    }
  }

  @Test func `A disc has the area and the circumference of a disc`() {
    let disc = traced { x, y in 1 - x * x - y * y }
    let size = disc.area.reduce(0) { $0 + area($1) }
    let length = disc.border.reduce(0) { sum, line in
      let (dx, dy) = (line.0.x - line.1.x, line.0.y - line.1.y)
      return sum + (dx * dx + dy * dy).squareRoot()
    }
    #expect((size - .pi).magnitude < 0.01, "\(size)")
    #expect((length - 2 * .pi).magnitude < 0.01, "\(length)")
  }

  @Test func `A region and its complement fill the plane`() {
    for field in [{ x, y in x * y - 0.21 }, { x, y in x + 0.3 * y * y - 0.2 }, { _, _ in 1 }, { _, _ in 0 }]
      as [(Double, Double) -> Double]
    {
      let inside = traced(field).area.reduce(0) { $0 + area($1) }
      let outside = traced { -field($0, $1) }.area.reduce(0) { $0 + area($1) }
      #expect((inside + outside - 9).magnitude < 1e-9 || inside + outside == 0, "\(inside), \(outside)")
    }
  }

  @Test func `Cells with opposite corners inside are cut in two`() {
    let tracer = RegionTracer([[1, -1], [-1, 1]]) { RegionTracer.Place(x: Double($0), y: Double($1)) }
    #expect(tracer.area.count == 1 && tracer.area[0].count == 6)
    let lines = tracer.border.map { [$0.0.x, $0.0.y, $0.1.x, $0.1.y] }
    #expect(lines == [[0.5, 0, 1, 0.5], [0.5, 1, 0, 0.5]])
    let other = RegionTracer([[-1, 1], [1, -1]]) { RegionTracer.Place(x: Double($0), y: Double($1)) }
    #expect(other.border.map { [$0.0.x, $0.0.y, $0.1.x, $0.1.y] } == [[1, 0.5, 0.5, 1], [0, 0.5, 0.5, 0]])
  }
}
