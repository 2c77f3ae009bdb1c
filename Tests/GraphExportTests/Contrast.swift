import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The contrast of two colours such as `#1b1f26`, after the Web Content Accessibility Guidelines 2.1.
func contrast(_ a: some StringProtocol, _ b: some StringProtocol) throws -> Double {
  let (x, y) = (try luminance(a), try luminance(b))
  return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

private func luminance(_ color: some StringProtocol) throws -> Double {
  let number = try #require(Int(color.dropFirst(), radix: 16))
  let channels = [number >> 16 & 255, number >> 8 & 255, number & 255].map { channel -> Double in
    let part = Double(channel) / 255
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
  }
  return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
}
