/// The bytes of a source while they are read: raw memory, because every byte is looked at several times.
///
/// It is valid only inside ``Source/withText(_:)``.
struct SourceText {
  private let bytes: UnsafeBufferPointer<UInt8>

  fileprivate init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var count: Int { bytes.count }

  /// The byte at an index, or 0 after the end.
  subscript(index: Int) -> UInt8 {
    @inline(__always) get { index < bytes.count ? bytes[index] : 0 }
  }

  /// At most eight bytes as one number; equal bytes give equal numbers.
  @inline(__always)
  func word(at index: Int, count: Int) -> UInt64 {
    guard index + 8 <= bytes.count else { return lastWord(at: index, count: count) }
    let word = UInt64(
      littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self))
    return count < 8 ? word & (1 << UInt64(8 * count) - 1) : word
  }

  /// Near the end, where there are no eight bytes to load at once.
  @inline(never)
  private func lastWord(at index: Int, count: Int) -> UInt64 {
    var word: UInt64 = 0
    for offset in (0..<count).reversed() { word = word << 8 | UInt64(bytes[index + offset]) }
    return word
  }

  /// The text of a range; invalid UTF-8 appears as U+FFFD.
  func string(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }
}

extension Source {
  func withText<Result>(_ body: (SourceText) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { body(SourceText($0)) }
  }

  /// The text of a range of bytes; invalid UTF-8 appears as U+FFFD.
  func text(_ range: Range<Int>) -> String {
    let range = range.clamped(to: bytes.indices)
    return withText { $0.string(range) }
  }
}
