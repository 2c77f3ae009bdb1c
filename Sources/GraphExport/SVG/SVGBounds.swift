/// The rectangle around some shapes, in the units of a picture; y grows downwards.
struct SVGBounds: Equatable {
  var left = Double.infinity
  var right = -Double.infinity
  var top = Double.infinity
  var bottom = -Double.infinity

  var isEmpty: Bool { left > right }
  var middle: (x: Double, y: Double) { ((left + right) / 2, (top + bottom) / 2) }

  mutating func extend(_ x: Double, _ y: Double) {
    (left, right) = (min(left, x), max(right, x))
    (top, bottom) = (min(top, y), max(bottom, y))
  }

  /// Extends the rectangle by a shape; by the control points of a curve.
  mutating func extend(_ shape: SVGElement, in svg: [UInt8]) {
    if shape.name == "ellipse" {
      func number(_ name: String) -> Double { shape.value(of: name, in: svg).flatMap(Double.init) ?? 0 }
      let (x, y, a, b) = (number("cx"), number("cy"), number("rx"), number("ry"))
      extend(x - a, y - b)
      extend(x + a, y + b)
      return
    }
    guard let text = shape.attributes.first(where: { $0.name == "d" || $0.name == "points" }) else { return }
    // Graphviz writes absolute coordinates only, in pairs.
    let numbers = svg[text.value].split { !Self.isPartOfNumber($0) }
    for index in stride(from: 0, to: numbers.count - 1, by: 2) {
      guard let x = Double(String(decoding: numbers[index], as: UTF8.self)),
        let y = Double(String(decoding: numbers[index + 1], as: UTF8.self))
      else { return }
      extend(x, y)
    }
  }

  private static func isPartOfNumber(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "e")
  }
}
