import Autodiff
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct TanhTests {
  private let graph = Graph()

  private func ours(_ x: Double) -> Double { Autodiff.tanh(graph.variable(x)).data }

  @Test(
    "The hyperbolic tangent is the nearest number, or its neighbour",
    arguments: [
      (1e-300, 1e-300), (1e-09, 1e-09), (0.01, 0.00999966667999946),
      (0.0624999, 0.062418647137121884), (0.0625, 0.062418746747512514), (0.1, 0.09966799462495582),
      (0.1874999, 0.18533310334297723), (0.1875, 0.1853331999081395),
      (0.2, 0.197375320224904), (0.49951, 0.46173171062216783), (0.5, 0.46211715726000974),
      (0.75, 0.6351489523872873), (1.0, 0.7615941559557649), (1.03125, 0.7744091874342136),
      (2.0, 0.9640275800758169), (3.3, 0.9972829600991421), (5.0, 0.9999092042625951),
      (9.7, 0.9999999924886664), (15.9, 0.999999999999969), (18.7, 0.9999999999999999),
      (19.06, 0.9999999999999999), (19.07, 1.0),
    ] as [(Double, Double)])
  func exact(x: Double, expected: Double) {
    for (x, expected) in [(x, expected), (-x, -expected)] {
      let distance = (ours(x) - expected).magnitude
      #expect(distance <= expected.ulp, "tanh(\(x)) is \(ours(x)), not \(expected)")
    }
  }

  @Test("At zero, infinity and NaN it is what it should be")
  func special() {
    #expect(ours(0).sign == .plus && ours(0) == 0)
    #expect(ours(-0.0).sign == .minus && ours(-0.0) == 0)
    #expect(ours(.leastNonzeroMagnitude) == .leastNonzeroMagnitude)
    #expect(ours(-.leastNormalMagnitude) == -.leastNormalMagnitude)
    #expect(ours(.infinity) == 1 && ours(-.infinity) == -1)
    #expect(ours(.greatestFiniteMagnitude) == 1 && ours(-25) == -1 && ours(20) == 1)
    #expect(ours(.nan).isNaN)
  }

  @Test("Many inputs at once have the same bits as one at a time")
  func lanes() {
    let points: [Double] = [
      0, -0.0, 0.06, -0.0625, 1, -3, 19.9, 20, -25, .infinity, -.infinity, .nan, -0.01,
      .leastNonzeroMagnitude, 0.0625.nextDown, 0.9,
    ]
    // Small ones, large ones and both side by side.
    for points in [points, points.sorted { $0.magnitude < $1.magnitude }] {
      let x = graph.variable(0)
      let results = Autodiff.tanh(x).sweep([x], over: points.map { [$0] }).data
      for (point, result) in zip(points, results) {
        let one = ours(point)
        #expect(
          result.bitPattern == one.bitPattern || result.isNaN && one.isNaN,
          "tanh(\(point)) is \(one), not \(result)")
      }
    }
  }

  @Test("It is close to the platform's, odd, and never falls")
  func close() {
    // Also the seams between the rows of the table, which lie at numbers of seven bits.
    var points = (0...40_000).map { Double($0) / 2000 }
    for exponent in -4...4 {
      for bits in 64..<128 {
        let seam = Double(bits) / 128 * Double(sign: .plus, exponent: exponent, significand: 1)
        points += [seam.nextDown, seam, seam.nextUp]
      }
    }
    var before = 0.0
    for x in points.sorted() {
      let y = ours(x)
      #expect(ours(-x) == -y)
      // glibc promises 2 units in the last place.
      #expect((y - tanh(x)).magnitude <= 3 * y.ulp, "tanh(\(x)) is \(y), the platform's \(tanh(x))")
      #expect(y >= before - before.ulp, "tanh(\(x)) is \(y), below \(before)")
      before = y
    }
  }
}
