import DisplayText

/// A tooltip that is drawn beside a node or an edge while it has keyboard focus.
struct SVGTip {
  /// Ids of the node or edge and of the tooltip, both without the picture's prefix.
  let owner: String
  let id: String
  private let lines: [String]
  private let anchor: SVGBounds

  private static let (size, lineHeight, padding, distance) = (10.0, 13.5, 5.0, 5.0)
  private static let (mostColumns, mostLines) = (56, 8)

  /// - Parameters:
  ///   - lines: unescaped characters.
  ///   - bounds: the bounds of the owner.
  init(of owner: String, _ lines: [String], beside bounds: SVGBounds) {
    self.owner = owner
    id = "tip-\(owner)"
    let kept = lines.count <= Self.mostLines ? lines : lines.prefix(Self.mostLines - 1) + ["…"]
    self.lines = kept.map { VisibleText.fitted($0, to: Self.mostColumns) }
    anchor = bounds
  }

  private var width: Double {
    // A column of these fonts is 0.602 of their size.
    0.602 * Self.size * Double(lines.map(VisibleText.width).max() ?? 0) + 2 * Self.padding
  }

  private var height: Double { Self.lineHeight * Double(lines.count) + 2 * Self.padding - 2 }

  /// The upper left corner: below the owner if there is space, otherwise above or beside it.
  private func place(in page: SVGBounds) -> (x: Double, y: Double) {
    func within(_ wish: Double, _ low: Double, _ high: Double) -> Double { max(low, min(wish, high)) }
    let x = within(anchor.middle.x - width / 2, page.left + 3, page.right - 3 - width)
    let y = within(anchor.middle.y - height / 2, page.top + 3, page.bottom - 3 - height)
    let (below, above) = (anchor.bottom + Self.distance, anchor.top - Self.distance - height)
    let (right, left) = (anchor.right + Self.distance, anchor.left - Self.distance - width)
    if below + height <= page.bottom { return (x, below) }
    if above >= page.top { return (x, above) }
    if right + width <= page.right { return (right, y) }
    // The tooltip may cover its owner, but not leave the picture.
    return left >= page.left ? (left, y) : (x, max(page.top, page.bottom - 3 - height))
  }

  /// The SVG element.
  ///
  /// - Parameter page: the bounds of the whole picture.
  func written(_ identity: SVGIdentity, in page: SVGBounds, _ colors: Palette) -> String {
    let (x, y) = place(in: page)
    let spans = lines.enumerated().map { index, line in
      let down = index == 0 ? "" : " dy=\"\(SVGPage.pixels(Self.lineHeight))\""
      return "<tspan x=\"\(SVGPage.pixels(x + Self.padding))\"\(down)>\(XMLText.element(line))</tspan>"
    }
    return """
      <g id="\(identity.id(of: id))" visibility="hidden">\
      <rect x="\(SVGPage.pixels(x))" y="\(SVGPage.pixels(y))" width="\(SVGPage.pixels(width))" \
      height="\(SVGPage.pixels(height))" rx="4" fill="\(colors.background)" stroke="\(colors.text)"/>\
      <text y="\(SVGPage.pixels(y + Self.padding + Self.size - 1))" font-family="\(DOTFont.mono)" \
      font-size="\(SVGPage.pixels(Self.size))" fill="\(colors.text)">\(spans.joined())</text></g>

      """
  }
}
