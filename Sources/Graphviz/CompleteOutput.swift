extension Graphviz.Format {
  /// The documents that `dot` wrote one after the other; each begins as all of this format do.
  ///
  /// - Complexity: O(n)
  func documents(in bytes: [UInt8]) -> [[UInt8]] {
    let head: [UInt8] =
      switch self {
      case .svg: Array("<?xml ".utf8)
      case .png: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      case .pdf: Array("%PDF-".utf8)
      }
    var starts: [Int] = []
    var index = 0
    while index + head.count <= bytes.count {
      if bytes[index] == head[0], bytes[index..<index + head.count].elementsEqual(head) {
        starts.append(index)
      }
      index += 1
    }
    return zip(starts, starts.dropFirst() + [bytes.count]).map { start, end in
      let document = Array(bytes[start..<end])
      // The id in all documents but the first names a page, unlike the output of one graph alone.
      guard self == .svg, start > starts[0] else { return document }
      return document.replacing(
        Array("<g id=\"page0,1_graph0\"".utf8), with: Array("<g id=\"graph0\"".utf8), maxReplacements: 1)
    }
  }

  /// The reason why `bytes` are not one whole document of this format, or `nil` if they are.
  ///
  /// `dot` exits with 0 for no graph at all (no bytes) and for two graphs (two documents), and a wrapper
  /// around it may hide that it crashed half-way.
  ///
  /// - Complexity: O(n)
  func fault(in bytes: [UInt8]) -> String? {
    guard !bytes.isEmpty else { return "the output is empty" }
    switch self {
    case .svg: return MarkupScan.fault(inSVG: bytes)
    case .png:
      guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
        return "the output does not start as a PNG"
      }
      let end: [UInt8] = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]
      return bytes.suffix(end.count).elementsEqual(end) ? nil : "the PNG is cut off"
    case .pdf:
      guard bytes.starts(with: "%PDF-".utf8) else { return "the output does not start as a PDF" }
      let body = bytes.dropLast(while: { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 })
      return body.suffix(5).elementsEqual("%%EOF".utf8) ? nil : "the PDF is cut off"
    }
  }
}

/// Walks through an SVG from one `<` to the next; no parser, but enough to see that it is whole.
private struct MarkupScan {
  static func fault(inSVG bytes: [UInt8]) -> String? {
    if let control = bytes.first(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) {
      return "the SVG holds a control character (\(control)), which XML forbids"
    }
    return bytes.withUnsafeBufferPointer { buffer in
      var scan = MarkupScan(bytes: buffer)
      return scan.fault()
    }
  }

  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0

  /// The depth counts `<svg>` within `<svg>`; it is 0 before the root and after it.
  private mutating func fault() -> String? {
    var depth = 0
    var isClosed = false
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "<") else {
        if depth == 0, !isSpace(bytes[position]) { return outside(isClosed) }
        position += 1
        continue
      }
      if starts("<!--") {
        guard skip(past: "-->") else { return "the SVG is cut off" }
      } else if starts("<![CDATA[") {
        guard depth > 0 else { return outside(isClosed) }
        guard skip(past: "]]>") else { return "the SVG is cut off" }
      } else if starts("<svg"), position + 4 < bytes.count, isNameEnd(bytes[position + 4]) {
        if isClosed { return "the output holds more than one document" }
        depth += 1
        guard skip(past: ">") else { return "the SVG is cut off" }
      } else if starts("</svg>") {
        guard depth > 0 else { return outside(isClosed) }
        depth -= 1
        isClosed = depth == 0
        position += 6
      } else if starts("<?") || starts("<!DOCTYPE") {
        if isClosed { return "the output holds more than one document" }
        guard skip(past: ">") else { return "the SVG is cut off" }
      } else {
        guard depth > 0 else { return outside(isClosed) }
        guard skip(past: ">") else { return "the SVG is cut off" }
      }
    }
    if isClosed { return nil }
    return depth > 0 ? "the SVG is cut off" : "the output has no <svg> root"
  }

  private func outside(_ isClosed: Bool) -> String {
    isClosed ? "something follows the end of the SVG" : "the output does not start as an SVG"
  }

  private func starts(_ text: StaticString) -> Bool {
    guard position + text.utf8CodeUnitCount <= bytes.count else { return false }
    return text.withUTF8Buffer { text in
      text.indices.allSatisfy { bytes[position + $0] == text[$0] }
    }
  }

  /// Moves behind the next `text`; false if there is none.
  private mutating func skip(past text: StaticString) -> Bool {
    while position < bytes.count {
      if starts(text) {
        position += text.utf8CodeUnitCount
        return true
      }
      position += 1
    }
    return false
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private func isNameEnd(_ byte: UInt8) -> Bool {
    isSpace(byte) || byte == UInt8(ascii: ">")
  }
}

extension [UInt8] {
  /// All but the longest tail whose bytes satisfy `predicate`.
  fileprivate func dropLast(while predicate: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    guard let last = lastIndex(where: { !predicate($0) }) else { return [] }
    return self[...last]
  }
}
