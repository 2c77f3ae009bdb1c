/// The members of an object that were read, so that none is read twice: which one counts, readers of JSON do not agree.
struct JSONMembers {
  private var seen: UInt32 = 0

  /// Notes a member.
  ///
  /// - Parameters:
  ///   - number: its own among those of its object, below 32.
  ///   - name: for the message.
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
