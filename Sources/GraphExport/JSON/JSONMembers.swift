/// The members of an object that were read. A repeated member is an error, because JSON readers do not agree
/// which one counts.
struct JSONMembers {
  private var seen: UInt32 = 0

  /// Records a member.
  ///
  /// - Parameters:
  ///   - number: the number of the member among those of its object, below 32.
  ///   - name: the name in the message.
  @inline(__always)
  mutating func note(_ number: UInt32, _ name: JSONString, _ reader: JSONReader) throws(JSONError) {
    let bit = 1 as UInt32 &<< number
    if seen & bit != 0 { throw Self.error(name, reader) }
    seen |= bit
  }

  @inline(never)
  private static func error(_ name: JSONString, _ reader: JSONReader) -> JSONError {
    reader.error("\"\(name.text)\" is there twice")
  }
}
