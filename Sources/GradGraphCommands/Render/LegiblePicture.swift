import DisplayText
import GraphExport

/// A picture on its way to a size at which it can be read: in another direction, or folded further.
///
/// Chooses direction and folding only with `--fit` or when the node budget already folded the graph; for a part of a
/// large graph, the direction alone; otherwise draws what was asked.
struct LegiblePicture {
  private(set) var diagram: Diagram
  private(set) var options: PictureOptions
  private(set) var dot: [UInt8] = []
  /// The drawing, once it is legible or can't be better.
  private(set) var svg: [UInt8]?
  /// The changes that made it legible, or its remaining excess, in words; `nil` if there are none.
  private(set) var words: String?
  /// `true` if its text is large enough, as far as that is known.
  private(set) var isLegible = true
  /// `true` if a direction or a fold may be chosen.
  let isAdaptable: Bool

  private let asked: Asked
  private let mayFold: Bool
  private var folding: Folding?
  private var directions: [PictureOptions.Direction]
  private var next: Int
  private var best: Candidate?
  /// The smallest diagram known to be too large, and its folding.
  private var tooLarge: (nodes: Int, folding: Folding)?
  /// The number of further tries of a fold between that and the best.
  private var tries = 2

  /// The request, before anything is chosen.
  private struct Asked {
    var diagram: Diagram
    var options: PictureOptions
    var frames: BackwardFrames?
    var directions: [PictureOptions.Direction]
    var facts: [String]
  }

  private struct Candidate {
    var diagram: Diagram
    var options: PictureOptions
    var dot: [UInt8]
    var svg: [UInt8]
    /// The width and the height in multiples of the legible ones; 1 fits.
    var excess: (width: Double, height: Double)
    var smallest: Double
    var width: Double

    var fits: Bool { excess == (1, 1) }

    func isBetter(than other: Candidate?) -> Bool {
      guard let other else { return true }
      return excess < other.excess
        || excess == other.excess && diagram.nodes.count > other.diagram.nodes.count
    }
  }

  /// The width of a page in pixels, where none is asked for; some pages, one below the other.
  private static let (page, tallest) = (800, 4_000.0)

  private var page: Double { Double(asked.options.fit ?? Self.page) }

  /// - Parameter frames: for an animation, its frames of the same diagram with the same options.
  init(_ view: View, _ options: PictureOptions, keepsDirection: Bool, frames: BackwardFrames? = nil) {
    self.options = options
    let isOverBudget = view.budget.map { view.part.nodes.count > $0 } ?? false
    // Of a large graph, a small part may take another direction.
    let isPartOfLarge = view.limit == nil && view.part.whole.map { $0.nodes > View.pictureLimit } ?? false
    isAdaptable = ((isOverBudget || isPartOfLarge) && frames == nil) || options.fit != nil
    mayFold = view.limit == nil && frames == nil && (isOverBudget || options.fit != nil)
    if let frames {
      diagram = frames.diagram
    } else if let budget = view.budget, isOverBudget {
      var folding = view.folding
      diagram = folding.diagram(atMost: budget)
      self.folding = folding
    } else {
      diagram = view.picture
      if mayFold { folding = view.folding }
    }
    directions =
      keepsDirection || !isAdaptable
      ? [options.direction] : [options.direction, .topToBottom, .leftToRight].unique
    next = isOverBudget ? view.budget ?? 0 : diagram.nodes.count
    asked = Asked(
      diagram: diagram, options: options, frames: frames, directions: directions,
      facts: isAdaptable ? ["directions \(directions)", "folds \(mayFold)"] : [])
    if isAdaptable { _ = choose() } else { dot = encoded() }
  }

  /// The digest that shows whether a finished picture is current, computed before anything is drawn.
  ///
  /// - Parameter seconds: the duration of a step of an animation.
  func digest(name: String?, title: String?, seconds: Double? = nil) -> String {
    if let frames = asked.frames, let seconds {
      return frames.digest(secondsPerStep: seconds, name: name, title: title, facts: asked.facts)
    }
    return SVGDocument.digest(
      of: asked.diagram, asked.options, name: name, title: title, facts: asked.facts)
  }

  /// The whole file of a settled drawing, or of any drawing of a picture that can't be adapted; `nil` for other formats than SVG.
  ///
  /// - Throws: a `FrameError` for an animation whose drawing does not fit it.
  func finished(
    _ drawn: [UInt8], name: String?, title: String?, seconds: Double? = nil
  ) throws -> [UInt8]? {
    let digest = digest(name: name, title: title, seconds: seconds)
    if let frames, let seconds {
      return try frames.animation(
        in: drawn, secondsPerStep: seconds, name: name, title: title, digest: digest)
    }
    return SVGDocument.finish(drawn, of: diagram, options, name: name, title: title, digest: digest)
  }

  /// The frames in the direction that was chosen.
  var frames: BackwardFrames? { asked.frames?.turned(to: options.direction) }

  /// Checks that Graphviz can lay it out at all, and in time.
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
    let smallest = SVGDocument.smallestText(in: drawn) ?? PictureOptions.leastText
    let candidate = Candidate(
      diagram: diagram, options: options, dot: dot, svg: drawn,
      excess: (
        max(1, width * PictureOptions.leastText / (page * smallest)),
        mayFold ? max(1, height / Self.tallest) : 1
      ), smallest: smallest, width: width)
    if candidate.isBetter(than: best) { best = candidate }
    directions.removeFirst()
    let isDone = best?.fits == true && (candidate.fits || directions.isEmpty)
    if isDone ? enlarge() : !directions.isEmpty || (mayFold && foldFurther()) {
      if choose() { return }
    }
    settle()
  }

  private mutating func settle() {
    guard let best else { return }
    (diagram, options, dot, svg) = (best.diagram, best.options, best.dot, best.svg)
    isLegible = best.excess.width == 1
    words = isLegible ? changes : complaint(best)
  }

  private var changes: String? {
    var changes: [String] = []
    if options.direction != asked.options.direction {
      changes.append("drawn from \(options.direction == .topToBottom ? "top to bottom" : "left to right")")
    }
    if diagram.nodes.count < asked.diagram.nodes.count {
      changes.append("folded to \(diagram.nodes.count) nodes")
    }
    if changes.isEmpty { return nil }
    return changes.joined(separator: " and ") + ", to be legible at a width of \(Int(page)) px"
  }

  private func complaint(_ best: Candidate) -> String {
    let tenths = Int(best.smallest * page / best.width * 10)
    let needed = Int((page * best.excess.width).rounded(.up))
    let advice =
      mayFold || asked.frames != nil
      ? "show a part of the graph with --path or --focus" : "--max-nodes with fewer nodes makes it legible"
    return "its smallest text is \(tenths / 10).\(tenths % 10) px high at a width of \(Int(page)) px, and "
      + "\(Int(PictureOptions.leastText)) px from \(needed) px on; \(advice)"
  }

  private func encoded() -> [UInt8] { frames?.dot ?? DOTEncoder(options).encode(diagram) }

  /// Encodes the next candidate; those that are certainly too wide are not drawn.
  ///
  /// - Returns: `true` if there is one.
  private mutating func choose() -> Bool {
    while true {
      let size = diagram.layoutSize
      // The size that Graphviz draws in a fraction of a second; folds take time, too, so that the limit with them is lower.
      let isSlow = size.places > (mayFold ? 1_000 : 3_000)
      let fitting = directions.filter { direction in
        let isAcross = direction == .leftToRight || direction == .rightToLeft
        let (along, across) = (Double(size.ranks * 90), Double(size.widest * 70))
        return (isAcross ? along : across) <= 1.3 * page
          && (!mayFold || (isAcross ? across : along) <= 1.3 * Self.tallest)
      }
      if !isSlow, let first = fitting.first {
        directions = Array(directions.drop { $0 != first })
        break
      }
      if best?.fits == true {
        guard enlarge() else { return false }
      } else {
        guard isSlow || mayFold, foldFurther() else { break }
      }
    }
    options = asked.options
    options.direction = directions.first ?? asked.options.direction
    dot = encoded()
    return true
  }

  /// Prepares a fold that is larger than the best and smaller than the one that is too large.
  private mutating func enlarge() -> Bool {
    guard mayFold, tries > 0, let best, let tooLarge else { return false }
    tries -= 1
    let legible = best.diagram.nodes.count
    let least = diagram.nodes.count > legible ? min(diagram.nodes.count, tooLarge.nodes) : tooLarge.nodes
    self.tooLarge?.nodes = least
    guard least > legible + max(2, legible / 5) else { return false }
    var folding = tooLarge.folding
    let larger = folding.diagram(atMost: (legible + least) / 2)
    guard larger.nodes.count > legible else { return false }
    diagram = larger
    directions = asked.directions
    return true
  }

  /// The share of nodes that stay in the next fold: less where a drawing was far too large.
  private var shrinking: Double {
    guard let excess = best?.excess else { return 0.75 }
    return min(max(1 / max(excess.width, excess.height), 0.5), 0.75)
  }

  private mutating func foldFurther() -> Bool {
    let least = 8
    guard var folding else { return false }
    let larger = folding
    while next > least {
      next = max(least, Int(Double(min(next, diagram.nodes.count)) * shrinking))
      let smaller = folding.diagram(atMost: next)
      self.folding = folding
      guard smaller.nodes.count < diagram.nodes.count else { continue }
      tooLarge = (diagram.nodes.count, larger)
      diagram = smaller
      directions = asked.directions
      return true
    }
    return false
  }
}

extension [PictureOptions.Direction] {
  /// The first of each.
  fileprivate var unique: Self { reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}
