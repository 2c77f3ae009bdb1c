import DisplayText
import GraphExport

/// A picture on its way to a size at which it can be read: in another direction, or folded further.
///
/// Only a graph that its budget has folded is adapted: what fits the budget is drawn as it is asked for.
struct LegiblePicture {
  private(set) var diagram: Diagram
  private(set) var options: PictureOptions
  private(set) var dot: [UInt8]
  /// The drawing, once it is legible or can't be better.
  private(set) var svg: [UInt8]?
  /// What was done to make it legible, if anything.
  private(set) var words: String?
  /// Whether a direction or a fold may be chosen.
  let isAdaptable: Bool

  private var folding: Folding?
  private let asked: PictureOptions
  private var directions: [PictureOptions.Direction]
  private let limit: Int
  private let mayFold: Bool
  private let directionsAtFirst: [PictureOptions.Direction]

  /// Pixels, the width of a page; and the size that text has there at least.
  private static let page = 800.0
  private static let leastText = 9.0
  /// Some pages, one below the other.
  private static let tallest = 6_000.0
  /// The smallest text of a picture of folded boxes, and that of a gradient's sum.
  private static let (smallText, sumText) = (9.0, 8.0)

  init(_ view: View, _ options: PictureOptions, keepsDirection: Bool) {
    asked = options
    self.options = options
    mayFold = view.limit == nil
    directionsAtFirst = keepsDirection ? [options.direction] : [.leftToRight, .topToBottom]
    directions = directionsAtFirst
    if let budget = view.budget, view.part.nodes.count > budget {
      var folding = view.folding
      diagram = folding.diagram(atMost: budget)
      self.folding = folding
      limit = budget
      isAdaptable = true
    } else {
      diagram = view.picture
      limit = 0
      isAdaptable = false
    }
    dot = []
    if isAdaptable { choose() } else { dot = DOTEncoder(options).encode(diagram) }
  }

  /// Whether Graphviz can lay it out at all, and in time.
  func checkLayout(timeout: Double) throws(LayoutError) {
    let size = diagram.layoutSize
    if size.ranks > 32_000 { throw .tooDeep(ranks: size.ranks) }
    // RENDERING.md's measurements: 10,000 places take up to 12 s; the time grows with the square.
    let seconds = 12 * (Double(size.places) / 10_000) * (Double(size.places) / 10_000)
    if seconds > timeout { throw .tooSlow(nodes: diagram.nodes.count, seconds: seconds, timeout: timeout) }
    if size.places > 10_000 {
      StandardError.warn(
        "\(diagram.nodes.count) nodes may take Graphviz a minute; --max-nodes \(View.pictureLimit) folds them"
      )
    }
  }

  /// Takes a drawing of ``dot``: it stays, or the next one is prepared.
  mutating func note(_ drawn: [UInt8]) {
    let (width, height) = SVGDocument.size(of: drawn) ?? (0, 0)
    directions.removeFirst()
    let isTall = mayFold && height > Self.tallest
    if width <= legibleWidth && !isTall {
      settle(drawn, nil)
    } else if directions.isEmpty && !(mayFold && foldFurther()) {
      guard width > legibleWidth else { return settle(drawn, nil) }
      let size = Int(Self.leastText * Self.page / width * 10)
      settle(
        drawn,
        "its smallest text is \(size / 10).\(size % 10) px high at a width of 800 px; "
          + "--max-nodes with fewer nodes makes it legible")
    } else {
      choose()
    }
  }

  private mutating func settle(_ drawn: [UInt8], _ complaint: String?) {
    svg = drawn
    if let complaint { return words = complaint }
    var changes: [String] = []
    if options.direction != asked.direction { changes.append("drawn from top to bottom") }
    if diagram.nodes.count < firstCount { changes.append("folded to \(diagram.nodes.count) nodes") }
    if !changes.isEmpty {
      words = changes.joined(separator: " and ") + ", to be legible at a width of 800 px"
    }
  }

  private var firstCount = 0
  private var next = 0

  /// The widest picture whose smallest text is large enough on a page.
  private var legibleWidth: Double {
    let hasSums = diagram.gradientSums.contains { !$0.isEmpty }
    return Self.page * (hasSums ? Self.sumText : Self.smallText) / Self.leastText
  }

  /// Encodes the next candidate; those that are certainly too wide are not drawn.
  private mutating func choose() {
    if firstCount == 0 { (firstCount, next) = (diagram.nodes.count, limit) }
    while true {
      let size = diagram.layoutSize
      let isSlow = size.places > 3_000
      let fitting = directions.filter { direction in
        let isAcross = direction == .leftToRight || direction == .rightToLeft
        let (along, across) = (Double(size.ranks * 90), Double(size.widest * 70))
        return (isAcross ? along : across) <= 1.3 * Self.page
          && (!mayFold || (isAcross ? across : along) <= 1.3 * Self.tallest)
      }
      if !isSlow, let first = fitting.first {
        directions = Array(directions.drop { $0 != first })
        break
      }
      guard (isSlow || mayFold) && foldFurther() else { break }
    }
    options = asked
    options.direction = directions.first ?? asked.direction
    dot = DOTEncoder(options).encode(diagram)
  }

  private mutating func foldFurther() -> Bool {
    let least = 8
    guard var folding, next > least else { return false }
    next = max(least, min(next, diagram.nodes.count) * 3 / 4)
    diagram = folding.diagram(atMost: next)
    self.folding = folding
    directions = directionsAtFirst
    return true
  }
}

/// Why a graph is not handed to Graphviz.
enum LayoutError: Error, CustomStringConvertible {
  case tooDeep(ranks: Int)
  case tooSlow(nodes: Int, seconds: Double, timeout: Double)

  var description: String {
    let advice = "fold the graph with --max-nodes \(View.pictureLimit), or show a part with --path or --focus"
    switch self {
    case .tooDeep(let ranks):
      return
        "the longest path has \(ranks) nodes, and Graphviz draws no more than 32000 one after the other; \(advice)"
    case .tooSlow(let nodes, let seconds, let timeout):
      let minutes = Int((seconds / 60).rounded(.up))
      return
        "\(nodes) nodes would take Graphviz about \(minutes) min, more than the \(Int(timeout)) s it has; "
        + "\(advice), or allow more with --timeout \(Int(seconds.rounded(.up)))"
    }
  }
}
