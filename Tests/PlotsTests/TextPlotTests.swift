import DisplayText
import Testing

@testable import GraphExport
@testable import Plots

@Suite struct TextPlotTests {
  private func text(_ curve: LossCurve, _ options: PlotOptions) -> String {
    String(decoding: TextPlotEncoder(options).encode(curve), as: UTF8.self)
  }

  private func text(_ map: DecisionMap, _ options: PlotOptions) -> String {
    String(decoding: TextPlotEncoder(options).encode(map), as: UTF8.self)
  }

  private static let falling = LossCurve((0...100).map { 1 / (1 + Double($0) / 10) })

  /// Right of x = 0.5 is class 1; the last point is on the wrong side.
  static var halves: DecisionMap {
    DecisionMap(
      points: [
        .init(x: 0, y: 0, label: 0), .init(x: 0, y: 1, label: 0), .init(x: 1, y: 0, label: 1),
        .init(x: 0.2, y: 0.5, label: 1),
      ], xName: "a", yName: "b", classNames: ["no", "yes"], scores: { x, _ in [0, x - 0.5] })
  }

  // MARK: Loss

  @Test func `A loss is a line of braille dots between its axes`() {
    #expect(
      text(Self.falling, PlotOptions(width: 40)) == """
        loss by epoch
          1 ┤⢱
            │⠘⡄
            │ ⠸⡀
            │  ⠑⡄
        0.5 ┤   ⠈⠣⣄
            │      ⠉⠒⠤⢄⣀
            │           ⠉⠉⠓⠒⠒⠦⠤⠤⠤⢄⣀⣀⣀⣀⣀⣀⡀
          0 ┤                           ⠈⠉⠉⠉⠉⠉⠉⠉
            └┬────────────────┬────────────────┬
             0               50              100

        """)
  }

  @Test func `In ASCII it is made of asterisks`() {
    #expect(
      text(LossCurve([1, 0.5, 0.25, 0.125]), PlotOptions(charset: .ascii, width: 30)) == """
        loss by epoch
          1 +**
            |  **
            |    **
            |      **
        0.5 +        *****
            |             ******
            |                   ******
          0 +
            ++---------------+--------
             0               2

        """)
  }

  @Test func `A loss that falls by a thousand or more has a scale of powers of ten`() {
    let curve = LossCurve([1, 0.1, 0.01, 0.001])
    #expect(curve.scale.isLogarithmic)
    #expect(text(curve, PlotOptions(width: 40)).hasPrefix("loss by epoch, log scale\n    1 ┤"))
    #expect(!LossCurve([1, 0.1, 0.01]).scale.isLogarithmic)
    #expect(!LossCurve([1, 0]).scale.isLogarithmic)
  }

  @Test(arguments: [
    [], [0.5], [0, 0], [.nan], [1, .infinity, 2], [.nan, .nan], [1e308, -1e308], [1e-307, 1e308],
  ])
  func `Any numbers are plotted, those that are not finite left out`(losses: [Double]) {
    for charset in TreeOptions.Charset.allCases {
      let lines = text(LossCurve(losses), PlotOptions(charset: charset)).split(separator: "\n")
      #expect(lines.count == 11, "\(losses)")
    }
  }

  // MARK: Decisions

  @Test func `Decisions are regions with their points`() {
    #expect(
      text(Self.halves, PlotOptions(charset: .ascii, width: 30)) == """
        decision boundary: a across, b
        up
            |            ............
          1 +  o         ............
            |            ............
            |            ............
            |            ............
            |            ............
        0.5 +      !     ............
            |            ............
            |            ............
            |            ............
            |            ............
          0 +  o         ..........x.
            +--+--------+----------+-
               0       0.5         1
        o no   x yes in .
        ! 1 decided wrongly

        """)
  }

  @Test func `Ten classes have ten marks and ten fillings`() {
    let points = (0..<10).map { DecisionMap.Point(x: Double($0), y: Double($0 % 2), label: $0) }
    let map = DecisionMap(
      points: points, xName: "x", yName: "y", classNames: (0..<10).map { "k\($0)" },
      scores: { x, _ in (0..<10).map { -(x - Double($0)).magnitude } })
    for charset in TreeOptions.Charset.allCases {
      let shown = text(map, PlotOptions(charset: charset, width: 70))
      #expect(PlotStyle.marks.allSatisfy { shown.contains($0) } && !shown.contains("decided wrongly"))
      #expect(Set(PlotStyle(charset).regions).count == 10)
      #expect(PlotStyle(charset).regions.allSatisfy { shown.contains($0) })
    }
  }

  // MARK: Width, characters and colours

  @Test(arguments: [24, 40, 80, 160], TreeOptions.Charset.allCases)
  func `Lines fit the width, and ASCII is ASCII`(width: Int, charset: TreeOptions.Charset) {
    let map = DecisionMap(
      points: Self.halves.points, xName: "日本語 with a long name", yName: "b\u{1B}[31m\n",
      classNames: ["no", "yes, and a name that is longer than all others"], scores: Self.halves.scores)
    let options = PlotOptions(charset: charset, width: width)
    for shown in [text(Self.falling, options), text(map, options)] {
      for line in shown.split(separator: "\n") {
        #expect(VisibleText.width(String(line)) <= width, "\(line)")
      }
      #expect(!shown.contains("\u{1B}"))
      #expect(charset == .utf8 || shown.utf8.allSatisfy { $0 < 0x80 })
    }
  }

  @Test func `Colours change nothing else, and every one of them ends`() {
    for plot in [{ text(Self.falling, $0) }, { text(Self.halves, $0) }] {
      let colored = plot(PlotOptions(width: 60, usesColor: true))
      for line in colored.split(separator: "\n") where line.contains("\u{1B}") {
        #expect(line.components(separatedBy: TerminalColor.reset).count > 1)
        #expect(line.hasSuffix(TerminalColor.reset))
      }
      #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plot(PlotOptions(width: 60)))
    }
  }

  // MARK: Scales

  @Test func `Ticks are round numbers within the scale`() {
    #expect(PlotScale(0, 1).ticks(atMost: 4) == [0, 0.5, 1])
    #expect(PlotScale(0, 1).ticks(atMost: 6) == [0, 0.2, 0.4, 0.6, 0.8, 1])
    #expect(PlotScale(-0.13, 0.31).ticks(atMost: 5) == [-0.1, 0, 0.1, 0.2, 0.3])
    #expect(PlotScale(0, 2000).ticks(atMost: 5) == [0, 500, 1000, 1500, 2000])
    #expect(PlotScale(1e-4, 2, isLogarithmic: true).ticks(atMost: 3) == [1e-4, 1e-2, 1])
    for (lower, upper) in [(1e300, 1.1e300), (1e-300, 1.1e-300), (-5, -5), (1e18, 1e18 + 4096)] {
      let scale = PlotScale(lower, upper)
      let ticks = scale.ticks(atMost: 5)
      #expect(!ticks.isEmpty && ticks.count <= 5 && ticks == ticks.sorted())
      #expect(ticks.allSatisfy { scale.lower <= $0 && $0 <= scale.upper })
    }
  }
}
