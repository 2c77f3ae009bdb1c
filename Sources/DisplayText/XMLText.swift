/// Makes any text safe inside XML, SVG and HTML.
///
/// Nothing is left out: what XML can't carry (control characters, U+FFFE) is visible as `\u{1B}`, and the signs that
/// XML and HTML take as their own are entities, wherever they stand: `]]>` and `</script>` end nothing. Replacing is by
/// byte, so that a sign that a mark combines with is replaced like any other.
public enum XMLText {
  /// Text inside an element.
  public static func element(_ text: String) -> String { replaced(VisibleText.of(text), elementEntity) }

  /// The value of an attribute, between quotes of either kind.
  ///
  /// Line ends are visible before; an attribute has none.
  public static func attribute(_ text: String) -> String {
    replaced(VisibleText.of(text)) { $0 == UInt8(ascii: "'") ? "&#39;" : elementEntity($0) }
  }

  private static func elementEntity(_ byte: UInt8) -> StaticString? {
    switch byte {
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    default: nil
    }
  }

  private static func replaced(_ text: String, _ entity: (UInt8) -> StaticString?) -> String {
    guard text.utf8.contains(where: { entity($0) != nil }) else { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      if let entity = entity(byte) {
        bytes.append(
          contentsOf: UnsafeBufferPointer(start: entity.utf8Start, count: entity.utf8CodeUnitCount))
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
