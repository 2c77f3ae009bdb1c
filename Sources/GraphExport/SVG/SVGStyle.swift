/// The style sheet of a picture; every rule begins with the picture's id.
struct SVGStyle {
  private let identity: SVGIdentity
  private let theme: Theme

  init(_ identity: SVGIdentity, _ theme: Theme) {
    self.identity = identity
    self.theme = theme
  }

  /// An attribute with a colour.
  struct Color: Hashable {
    var attribute: String
    var value: String
  }

  /// - Parameters:
  ///   - colors: the colours of the picture.
  ///   - tips: the tooltips that are drawn.
  func rules(colors: Set<Color>, tips: [SVGTip]) -> String {
    let id = identity.id
    // In a page, the picture is never wider than its container.
    var rules = "#\(id):not(:root){max-width:100%;height:auto}\n"
    if !tips.isEmpty {
      // A tooltip may be larger than a small picture.
      let shown = tips.map { "#\(identity.id(of: $0.owner)):focus~g>#\(identity.id(of: $0.id))" }
      rules += """
        #\(id) [tabindex]{outline:none}
        @media screen{
        #\(id){overflow:visible}
        #\(id):focus-within{position:relative;z-index:1}
        #\(id) .node:focus{outline:2px solid \(theme.palette.text);outline-offset:1px}
        #\(id) .edge:focus path{stroke-width:3}
        \(shown.joined(separator: ",\n")){visibility:visible}}

        """
    }
    return rules + dark(colors, outline: !tips.isEmpty)
  }

  /// The rules of the dark theme, one per colour: no two roles share a colour, so it identifies the role.
  /// They apply to screens only; printing uses light colours.
  func dark(_ colors: Set<Color>, outline: Bool = false) -> String {
    guard theme == .auto else { return "" }
    let rules = zip(Palette.light.roles, Palette.dark.roles).flatMap { light, dark in
      ["fill", "stroke"].filter { colors.contains(Color(attribute: $0, value: light)) }.map {
        "#\(identity.id) [\($0)=\"\(light)\"]{\($0):\(dark)}\n"
      }
    }
    let ring = outline ? "#\(identity.id) .node:focus{outline-color:\(Palette.dark.text)}\n" : ""
    return "@media screen and (prefers-color-scheme: dark){\n\(rules.joined())\(ring)}\n"
  }
}

extension SVGElement {
  /// The colours of the element.
  func colors(in svg: [UInt8]) -> [SVGStyle.Color] {
    attributes.filter { $0.name == "fill" || $0.name == "stroke" }.map {
      SVGStyle.Color(attribute: $0.name, value: String(decoding: svg[$0.value], as: UTF8.self))
    }
  }
}
