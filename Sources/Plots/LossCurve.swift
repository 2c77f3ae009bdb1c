/// The loss of a training by epoch, for a plot.
public struct LossCurve: Equatable, Sendable {
  /// The loss before the first epoch, then after each.
  public let losses: [Double]

  /// Creates a curve; losses that are not finite are gaps.
  public init(_ losses: [Double]) { self.losses = losses }

  /// The scale of epochs.
  var epochs: PlotScale { PlotScale(0, Double(max(losses.count - 1, 1))) }

  /// The scale of losses: from 0, or logarithmic if the largest is at least 1000 times the smallest.
  var scale: PlotScale {
    let finite = losses.filter { $0.isFinite }
    guard let least = finite.min(), let most = finite.max() else { return PlotScale(0, 1) }
    return least > 0 && most / least >= 1000
      ? PlotScale(least, most, isLogarithmic: true) : PlotScale(min(0, least), most)
  }

  /// The highest and the lowest point of the curve in each column, as fractions of the scale; `nil` in a
  /// column without a finite loss.
  func envelope(columns: Int) -> [ClosedRange<Double>?] {
    var ranges: [ClosedRange<Double>?] = Array(repeating: nil, count: columns)
    let (epochs, scale) = (epochs, scale)
    func extend(_ column: Int, _ place: Double) {
      let range = ranges[column] ?? place...place
      ranges[column] = min(range.lowerBound, place)...max(range.upperBound, place)
    }
    var last: (x: Double, y: Double)?
    for (epoch, loss) in losses.enumerated() {
      guard loss.isFinite else {
        last = nil
        continue
      }
      let x = epochs.fraction(of: Double(epoch)) * Double(columns - 1)
      let y = scale.fraction(of: loss)
      extend(Int(x.rounded()), y)
      if let last, x > last.x {
        // With fewer epochs than columns, the straight line between two of them.
        for column in stride(from: last.x.rounded(.up), through: x.rounded(.down), by: 1) {
          extend(Int(column), last.y + (y - last.y) * (column - last.x) / (x - last.x))
        }
      }
      last = (x, y)
    }
    return ranges
  }
}
