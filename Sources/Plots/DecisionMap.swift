/// The decisions of a classifier on a plane, with the points of its training data, for a plot.
public struct DecisionMap {
  /// A point and its true class, an index into ``classNames``.
  public struct Point: Equatable, Sendable {
    /// The horizontal coordinate, finite.
    public var x: Double
    /// The vertical coordinate, finite.
    public var y: Double
    /// The true class, an index into ``DecisionMap/classNames``.
    public var label: Int

    /// Creates a point with its true class.
    public init(x: Double, y: Double, label: Int) {
      self.x = x
      self.y = y
      self.label = label
    }
  }

  /// The points of the training data.
  public let points: [Point]
  /// The name of the horizontal axis.
  public let xName: String
  /// The name of the vertical axis.
  public let yName: String
  /// The names of the classes, in the order of the scores.
  public let classNames: [String]
  /// Gives one score per class at a place; the largest wins, the first at a tie.
  public let scores: (_ x: Double, _ y: Double) -> [Double]

  /// Creates a map from points and a classifier.
  ///
  /// - Precondition: there are 2 to 10 classes, every label is the index of one, and coordinates are finite.
  public init(
    points: [Point], xName: String, yName: String, classNames: [String],
    scores: @escaping (_ x: Double, _ y: Double) -> [Double]
  ) {
    precondition(
      (2...Self.maxClasses).contains(classNames.count),
      "a decision map shows 2 to \(Self.maxClasses) classes, not \(classNames.count)")
    for point in points {
      precondition(
        classNames.indices.contains(point.label),
        "class \(point.label) is not among the \(classNames.count) classes")
      precondition(point.x.isFinite && point.y.isFinite, "the point (\(point.x), \(point.y)) is not finite")
    }
    self.points = points
    self.xName = xName
    self.yName = yName
    self.classNames = classNames
    self.scores = scores
  }

  /// The number of classes whose marks can be distinguished.
  public static let maxClasses = 10

  /// The class with the largest score at a place, as an index into ``classNames``.
  public func decision(_ x: Double, _ y: Double) -> Int { Self.winner(of: scores(x, y)) }

  /// For each point, true if the decision differs from its class.
  var isWrong: [Bool] { points.map { decision($0.x, $0.y) != $0.label } }

  /// The index of the largest score, the first at a tie; 0 for no scores.
  public static func winner(of scores: [Double]) -> Int {
    var best = 0
    for index in scores.indices where scores[index] > scores[best] { best = index }
    return best
  }

  // MARK: Axes

  var xScale: PlotScale { Self.scale(points.map { $0.x }) }
  var yScale: PlotScale { Self.scale(points.map { $0.y }) }

  /// The ratio of the plot's height to its width: that of the data, so that circles are round, unless one
  /// axis is much longer.
  var aspect: Double {
    let (x, y) = (xScale, yScale)
    return min(max((y.upper - y.lower) / (x.upper - x.lower), 0.5), 1.1)
  }

  /// The scale of an axis, with a margin of a tenth around the points.
  private static func scale(_ numbers: [Double]) -> PlotScale {
    let (least, most) = (numbers.min() ?? 0, numbers.max() ?? 1)
    let margin = (most - least) / 10
    return PlotScale(least - margin, most + margin)
  }
}
