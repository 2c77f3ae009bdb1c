/// Numbers keys from 0 in the order of their first occurrence; a hash table of well-mixed 64-bit keys.
struct KeyTable {
  private var slots: [Int32]
  private(set) var keys: [UInt64] = []
  private var mask: Int

  init(capacity: Int = 16) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: -1, count: size)
    mask = size - 1
  }

  var count: Int { keys.count }

  /// The number of a key, new or known.
  mutating func index(of key: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: key) & mask
    while slots[slot] >= 0 {
      if keys[Int(slots[slot])] == key { return Int(slots[slot]) }
      slot = (slot + 1) & mask
    }
    keys.append(key)
    slots[slot] = Int32(keys.count - 1)
    if keys.count * 2 > mask { grow() }
    return keys.count - 1
  }

  private mutating func grow() {
    mask = mask * 2 + 1
    slots = Array(repeating: -1, count: mask + 1)
    for (index, key) in keys.enumerated() {
      var slot = Int(truncatingIfNeeded: key) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(index)
    }
  }
}

/// Hashes that are the same on every machine and in every run.
enum StableHash {
  /// A hash of two hashes, in order. The finalizer is SplitMix64's (Steele et al. 2014).
  @inline(__always)
  static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var z = (a &* 0x9E37_79B9_7F4A_7C15) ^ (b &+ 0x632B_E59B_D9B4_E019)
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The FNV-1a hash of a text.
  static func of(_ text: String) -> UInt64 { of(text.utf8) }

  /// The hash of a name without its numbers: `x1` and `x[2]` are equal.
  static func ofPattern(_ name: String) -> UInt64 {
    of(name.utf8.lazy.filter { !NamePattern.isNumbering($0) })
  }

  private static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return mix(hash, 0)
  }
}

/// The common part of sibling names: `neuron` of `neuron1` and `neuron2`.
enum NamePattern {
  static func isNumbering(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "[")
      || byte == UInt8(ascii: "]") || byte == UInt8(ascii: ",")
  }

  /// The name without its numbers; `nil` if nothing is left.
  static func of(_ name: String) -> String? {
    var left = name.utf8.filter { !isNumbering($0) }
    while let last = left.last, "_.- ".utf8.contains(last) { left.removeLast() }
    return left.isEmpty ? nil : String(decoding: left, as: UTF8.self)
  }
}
