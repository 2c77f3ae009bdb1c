/// Points to train on: rows of features, each with a target.
public struct DataSet: Equatable, Sendable {
  /// One row per point, all of the same length.
  public let features: [[Double]]
  /// The targets, one per point: the number of its class, or a number to predict.
  public let targets: [Double]
  /// The names of the features, in the order of a row.
  public let featureNames: [String]
  /// The name of the predicted quantity.
  public let targetName: String
  /// The names of the classes whose indices the targets are; `nil` where targets are numbers.
  public let classNames: [String]?

  /// - Parameters:
  ///   - features: one row per point, all of the same length.
  ///   - targets: one per point.
  ///   - featureNames: `x[0]`, `x[1]`, … when they are left out.
  ///   - targetName: the name of the predicted quantity.
  ///   - classNames: the names of the classes; every target is then an index into them.
  /// - Precondition: rows, targets and names fit each other.
  public init(
    features: [[Double]], targets: [Double], featureNames: [String]? = nil, targetName: String = "y",
    classNames: [String]? = nil
  ) {
    let width = features.first?.count ?? 0
    precondition(
      features.count == targets.count,
      "\(features.count) rows of features do not fit \(targets.count) targets")
    for row in features {
      precondition(
        row.count == width, "a row has \(row.count) features where the first row has \(width)")
    }
    let names = featureNames ?? (0..<width).map { "x[\($0)]" }
    precondition(names.count == width, "\(names.count) names do not fit \(width) features")
    if let classNames {
      for target in targets {
        precondition(
          Int(exactly: target).map(classNames.indices.contains) == true,
          "the target \(target) is no index of the \(classNames.count) classes")
      }
    }
    self.features = features
    self.targets = targets
    self.featureNames = names
    self.targetName = targetName
    self.classNames = classNames
  }

  /// The number of points.
  public var count: Int { features.count }
}

// The sets to try networks on, in two dimensions, with the classes 0 and 1. The same seed gives the same points on
// every machine: they are made with + - * / only.
extension DataSet {
  /// Exclusive or: the corners of the unit square, in turn, of class 1 where the coordinates differ.
  ///
  /// - Parameters:
  ///   - points: the number of points, at least 1.
  ///   - noise: the standard deviation of the nearly normal noise added to each coordinate.
  ///   - seed: of the noise.
  public static func xor(points: Int = 4, noise: Double = 0, seed: UInt64 = 1) -> DataSet {
    scattered(points, noise, seed) { index in
      let (x, y) = (index % 4 / 2, index % 2)
      return (Double(x), Double(y), x ^ y)
    }
  }

  /// Two half circles of radius 1 that reach into each other, as scikit-learn's `make_moons`: the upper one, around
  /// (0, 0), is class 0 and the lower one, around (1, 0.5), is class 1.
  public static func moons(points: Int = 100, noise: Double = 0.1, seed: UInt64 = 1) -> DataSet {
    let upper = (points + 1) / 2
    return scattered(points, noise, seed) { index in
      let isUpper = index < upper
      let (place, count) = isUpper ? (index, upper) : (index - upper, points - upper)
      let (cos, sin) = UnitCircle.point(turns: 0.5 * Double(place) / Double(max(count - 1, 1)))
      return isUpper ? (cos, sin, 0) : (1 - cos, 0.5 - sin, 1)
    }
  }

  /// A circle of radius 1, class 0, around one of radius 0.5, class 1.
  public static func circles(points: Int = 100, noise: Double = 0.1, seed: UInt64 = 1) -> DataSet {
    let outer = (points + 1) / 2
    return scattered(points, noise, seed) { index in
      let isOuter = index < outer
      let (place, count) = isOuter ? (index, outer) : (index - outer, points - outer)
      let (cos, sin) = UnitCircle.point(turns: Double(place) / Double(count))
      return isOuter ? (cos, sin, 0) : (cos / 2, sin / 2, 1)
    }
  }

  private static func scattered(
    _ count: Int, _ noise: Double, _ seed: UInt64, _ place: (Int) -> (x: Double, y: Double, label: Int)
  ) -> DataSet {
    precondition(count > 0, "a data set needs 1 point or more, not \(count)")
    precondition(noise >= 0 && noise.isFinite, "the noise is 0 or more, not \(noise)")
    // Not the numbers that a network of the same seed starts from.
    var random = SplitMix64(seed: seed)
    random = random.split()
    var features: [[Double]] = []
    var targets: [Double] = []
    for point in (0..<count).lazy.map(place) {
      let x = point.x + noise * random.nearlyNormal()
      let y = point.y + noise * random.nearlyNormal()
      features.append([x, y])
      targets.append(Double(point.label))
    }
    return DataSet(features: features, targets: targets)
  }
}

/// Points of the unit circle without the C library, whose last digits differ between platforms.
private enum UnitCircle {
  /// The point of the unit circle after `turns` turns, at most one.
  static func point(turns: Double) -> (cos: Double, sin: Double) {
    // By symmetry about the middle, the angle is at most half a turn; the other half has the opposite sine.
    let angle = 2 * Double.pi * min(turns, 1 - turns)
    let sine = series(from: angle, first: 1, angle: angle)
    return (series(from: 1, first: 0, angle: angle), turns > 0.5 ? -sine : sine)
  }

  /// Taylor's series; for angles up to π its terms beyond the 15th are below the last digit.
  private static func series(from start: Double, first: Double, angle: Double) -> Double {
    var (term, sum, order) = (start, start, first)
    for _ in 0..<15 {
      term *= -angle * angle / ((order + 1) * (order + 2))
      sum += term
      order += 2
    }
    return sum
  }
}
