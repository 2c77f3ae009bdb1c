/// Differences of a function at steps that are powers of two, climbed from narrow to wide.
struct DifferenceLadder {
  struct Result {
    var derivative = Double.nan
    var error = Double.infinity
    var variation = 0.0
    var isFlat = false
    var isKinked = false
    var steps: ClosedRange<Double>?
    var evaluations = 0
  }

  /// An entry of the table of extrapolations.
  private struct Entry {
    var value: Double
    /// The distance from the entries that it was extrapolated from.
    var spread: Double
    /// The exponents of the narrowest and the widest step.
    var narrow: Int
    var wide: Int
  }

  private let x: Double
  private let center: Double
  private let noise: Double
  private let sample: (Int) -> (below: Double, above: Double)

  /// - Parameters:
  ///   - noise: the largest rounding error of a value of the function.
  ///   - highest: the exponent of the widest step that is allowed; by default a quarter of `x`, or of 1.
  ///   - sample: the function so far below and above `x`.
  static func result(
    at x: Double, center: Double, noise: Double, highest: Int? = nil,
    sample: (Double) -> (below: Double, above: Double)
  ) -> Result {
    guard x.isFinite, center.isFinite else { return Result() }
    var known: [Int: (below: Double, above: Double)] = [:]
    func remembered(_ exponent: Int) -> (below: Double, above: Double) {
      if let sample = known[exponent] { return sample }
      let new = sample(step(exponent))
      known[exponent] = new
      return new
    }
    let top = highest ?? Swift.max(x.magnitude, 1).exponent - 2
    var result = withoutActuallyEscaping(remembered) { sample in
      DifferenceLadder(x: x, center: center, noise: noise.isNaN ? .infinity : noise, sample: sample)
        .climb(top)
    }
    result.evaluations = 2 * known.count
    return result
  }

  static func step(_ exponent: Int) -> Double { Double(sign: .plus, exponent: exponent, significand: 1) }

  /// The exponent of the narrowest step at a point; narrower ones are lost in its digits.
  static func lowest(at x: Double) -> Int { x == 0 ? -1000 : x.ulp.exponent + 3 }

  private func slope(_ exponent: Int) -> Double? {
    let step = Self.step(exponent)
    let (below, above) = sample(exponent)
    let slope = (above - below) / ((x + step) - (x - step))
    return slope.isFinite ? slope : nil
  }

  // MARK: The climb

  private func climb(_ top: Int) -> Result {
    guard let (start, rivals) = start(top) else { return Result() }
    var slopes: [Double] = []
    var row: [Double] = []
    var best: Entry?
    var worse = 0
    var widest = start
    for exponent in stride(from: start, through: top, by: 2) {
      guard let slope = slope(exponent) else { break }
      widest = exponent
      slopes.append(slope)
      let entry = extend(&row, with: slope, exponent)
      guard let entry else { continue }
      guard let known = best else {
        best = entry
        continue
      }
      let (error, knownError) = (error(of: entry), error(of: known))
      if !((entry.value - known.value).magnitude <= 4 * (error + knownError)) { break }
      if error <= knownError {
        best = entry
        worse = 0
      } else {
        worse += 1
      }
      if worse == 2 || error <= 1e-12 * entry.value.magnitude { break }
    }
    return result(best, slopes, start, widest, rivals)
  }

  /// The exponent to start from: the first at which two steps agree but for rounding and no kink is between them.
  ///
  /// - Returns: the exponent, or else that of the best agreement, with all exponents tried.
  private func start(_ top: Int) -> (exponent: Int, rivals: [Int])? {
    var best: (exponent: Int, distance: Double)?
    var tried: [Int] = []
    for exponent in starts(top) {
      guard let narrow = slope(exponent), let wide = slope(exponent + 2) else { continue }
      let distance = (narrow - wide).magnitude
      let agree = distance <= 2 * blur(exponent) + 1e-6 * narrow.magnitude
      if agree && !isKinked(from: exponent) { return (exponent, []) }
      tried.append(exponent)
      let relative = distance == 0 ? 0 : distance / Swift.max(narrow.magnitude, wide.magnitude)
      if relative < best?.distance ?? .infinity { best = (exponent, relative) }
    }
    return best.map { ($0.exponent, tried) }
  }

  private func starts(_ top: Int) -> [Int] {
    var starts = [Swift.min(Swift.max(x.magnitude, 1).exponent - 26, top - 12)]
    if x != 0, x.exponent - 26 < starts[0] { starts.append(x.exponent - 26) }
    while starts.count < 8 { starts.append(starts[starts.count - 1] - 8) }
    let lowest = Self.lowest(at: x)
    let inside = starts.filter { $0 >= lowest }
    return inside.isEmpty ? [lowest] : inside
  }

  /// Adds a row to the table of extrapolations; the best new entry, or `nil` in the first row.
  private func extend(_ row: inout [Double], with slope: Double, _ exponent: Int) -> Entry? {
    var next = [slope]
    var best: Entry?
    var factor = 1.0
    for (column, previous) in row.enumerated() {
      factor *= 16
      let value = previous + (previous - next[column]) / (factor - 1)
      let spread = Swift.max((value - previous).magnitude, (value - next[column]).magnitude)
      next.append(value)
      let entry = Entry(value: value, spread: spread, narrow: exponent - 2 * (column + 1), wide: exponent)
      if error(of: entry) <= best.map(error) ?? .infinity { best = entry }
    }
    row = Array(next.prefix(Self.columns))
    return best
  }

  private static let columns = 6

  private func error(of entry: Entry) -> Double { entry.spread + 1.2 * blur(of: entry) }

  /// The largest change of a slope by rounding.
  private func blur(_ exponent: Int) -> Double {
    let (below, above) = sample(exponent)
    let rounding = Swift.max(0x1p-52 * Swift.max(below.magnitude, above.magnitude), .leastNonzeroMagnitude)
    return Swift.max(noise, rounding) / Self.step(exponent)
  }

  private func blur(of entry: Entry) -> Double { Swift.max(blur(entry.narrow), blur(entry.wide)) }

  // MARK: The result

  private func result(
    _ best: Entry?, _ slopes: [Double], _ start: Int, _ widest: Int, _ rivals: [Int]
  ) -> Result {
    guard let best else { return Result() }
    // The gap between the narrower differences and the result is noise, too, if it exceeds the known noise.
    var missed = noise
    for (index, slope) in slopes.enumerated() where start + 2 * index <= best.narrow - 6 {
      missed = Swift.max(missed, (slope - best.value).magnitude * Self.step(start + 2 * index))
    }
    let levels = Array(stride(from: start, through: widest, by: 2))
    let isFlat = levels.allSatisfy { sample($0) == (center, center) }
    let (below, above) = sample(widest)
    let steeper = Swift.max((below - center).magnitude, (above - center).magnitude)
    let blur = Swift.max(blur(of: best), missed / Self.step(best.narrow))
    // Without a good start the error of the result covers the disagreement of all starts.
    let dissent = rivals.map {
      (slope($0) ?? best.value).distance(to: best.value).magnitude - 2 * self.blur($0)
    }
    let error = Swift.max(best.spread + 1.2 * blur, dissent.max() ?? 0)
    // Values that vary by less than their noise give no information, however well they agree.
    let isKnown = isFlat || steeper >= noise
    return Result(
      derivative: best.value,
      error: !isKnown ? .infinity : isFlat && error < .leastNormalMagnitude ? 0 : error,
      variation: steeper / Self.step(widest), isFlat: isFlat, isKinked: isKinked(levels),
      steps: Self.step(best.narrow)...Self.step(best.wide))
  }

  /// `true` if the slopes to both sides stay apart, at the first level where more than noise separates them: at a smooth
  /// point their gap shrinks as fast as the step.
  private func isKinked(_ levels: [Int]) -> Bool {
    levels.first(where: isParted).map(isKinked) ?? false
  }

  private func isKinked(from level: Int) -> Bool {
    isParted(level) && !(gap(level) <= 0.5 * gap(level + 2))
  }

  private func isParted(_ level: Int) -> Bool { gap(level) > 40 * blur(level) }

  private func gap(_ exponent: Int) -> Double {
    let (below, above) = sample(exponent)
    return ((above - center) + (below - center)).magnitude / Self.step(exponent)
  }
}
