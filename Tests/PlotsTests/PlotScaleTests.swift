import Testing

import GraphExport

@testable import Plots

@Suite struct PlotScaleTests {
  @Test(
    arguments: [
      (0, 0x1p-1074), (0, 0x1p-1073), (-0x1p-1074, 0x1p-1074), (0x1p-1030, 0x3p-1027), (1e-300, 2e-300),
      (-1e300, 1e300),
      (0, .infinity),
      (-1.7e308, 1.7e308), (1, 1 + 0x1p-52), (1e300, 1e300), (0, 0), (3, 2), (1e-291, 9e-291),
    ] as [(Double, Double)])
  func `Every range has ticks on it, ascending and finite`(least: Double, most: Double) {
    let scale = PlotScale(least, most)
    for count in 1...12 {
      let ticks = scale.ticks(atMost: count)
      #expect(ticks.count <= count, "\(ticks)")
      #expect(ticks == ticks.sorted())
      #expect(ticks.allSatisfy { $0.isFinite && (0...1).contains(scale.fraction(of: $0)) }, "\(ticks)")
    }
  }

  @Test(arguments: [(0x1p-1074, 1), (0x1p-1063, 0x1p-1030), (1e-5, 1e300)] as [(Double, Double)])
  func `Logarithmic scales have ticks at powers of ten, also at subnormal ones`(least: Double, most: Double) {
    let ticks = PlotScale(least, most, isLogarithmic: true).ticks(atMost: 6)
    #expect(!ticks.isEmpty && ticks.allSatisfy { $0 >= least && $0 <= most }, "\(ticks)")
  }

  @Test func `Curves of losses that are subnormal, huge or not finite are drawn`() {
    for losses in [
      [1, 0x1p-1074], [0x1p-1074, 0], [1e308, 1], [1.7e308, -1.7e308], [.nan, 1], [.infinity], [0],
    ] as [[Double]] {
      let curve = LossCurve(losses)
      #expect(!TextPlotEncoder().encode(curve).isEmpty)
      let svg = String(
        decoding: SVGPlotEncoder(theme: .light, precision: 4).encode(
          title: "t", curve: curve, map: nil, note: ""),
        as: UTF8.self)
      for place in ["Mnan", "Lnan", "Minf", "Linf", "x=\"nan", "y=\"nan"] {
        #expect(!svg.contains(place), "\(losses): \(place)")
      }
    }
  }
}
