/// What a classifier decides on a plane, with the points that it should have learnt, to be plotted.
public struct DecisionMap {
  /// A point and its true class, an index into ``classNames``.
  public struct Point: Equatable, Sendable {
    public var x: Double
    public var y: Double
    public var label: Int

    public init(x: Double, y: Double, label: Int) {
      self.x = x
      self.y = y
      self.label = label
    }
  }

  public let points: [Point]
  public let xName: String
  public let yName: String
  public let classNames: [String]
  /// One score per class at a place; the largest wins, the first at a tie.
  public let scores: (_ x: Double, _ y: Double) -> [Double]

  /// - Precondition: there are 2 to 10 classes, the labels are among them, and coordinates are finite.
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

  /// So many can be told apart by their marks.
  public static let maxClasses = 10

  /// The class that is decided for at a place.
  public func decision(_ x: Double, _ y: Double) -> Int { Self.winner(of: scores(x, y)) }

  /// Whether the decision at each point is another than its class.
  var isWrong: [Bool] { points.map { decision($0.x, $0.y) != $0.label } }

  /// The class with the largest score, the first at a tie.
  public static func winner(of scores: [Double]) -> Int {
    var best = 0
    for index in scores.indices where scores[index] > scores[best] { best = index }
    return best
  }

  // MARK: Axes

  var xScale: PlotScale { Self.scale(points.map { $0.x }) }
  var yScale: PlotScale { Self.scale(points.map { $0.y }) }

  /// The height of the plot by its width: that of the data, so that circles are round, unless one axis is much longer.
  var aspect: Double {
    let (x, y) = (xScale, yScale)
    return min(max((y.upper - y.lower) / (x.upper - x.lower), 0.5), 1.1)
  }

  /// A tenth of room around the points.
  private static func scale(_ numbers: [Double]) -> PlotScale {
    let (least, most) = (numbers.min() ?? 0, numbers.max() ?? 1)
    let margin = (most - least) / 10
    return PlotScale(least - margin, most + margin)
  }
}
