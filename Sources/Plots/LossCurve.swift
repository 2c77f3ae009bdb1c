/// The loss of a training, epoch by epoch, to be plotted.
public struct LossCurve: Equatable, Sendable {
  /// The loss before the first epoch, then after each.
  public let losses: [Double]

  public init(_ losses: [Double]) { self.losses = losses }

  /// Epochs along the axis.
  var epochs: PlotScale { PlotScale(0, Double(max(losses.count - 1, 1))) }

  /// Losses along the axis: from 0, or by powers of ten where the largest is 1000 times the smallest, or more.
  var scale: PlotScale {
    let finite = losses.filter { $0.isFinite }
    guard let least = finite.min(), let most = finite.max() else { return PlotScale(0, 1) }
    return least > 0 && most / least >= 1000
      ? PlotScale(least, most, isLogarithmic: true) : PlotScale(min(0, least), most)
  }

  /// The highest and the lowest place of the curve in each of so many columns, as fractions of the scale; `nil` where
  /// no loss is finite.
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
        // Where epochs are fewer than columns, the straight line between two of them.
        for column in stride(from: last.x.rounded(.up), through: x.rounded(.down), by: 1) {
          extend(Int(column), last.y + (y - last.y) * (column - last.x) / (x - last.x))
        }
      }
      last = (x, y)
    }
    return ranges
  }
}
