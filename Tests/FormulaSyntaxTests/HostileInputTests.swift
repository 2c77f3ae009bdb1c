import Autodiff
import FormulaSyntax
import Testing

@Suite("Hostile input")
struct HostileInputTests {
  /// Reads bytes and, if they are a formula, records it; every diagnostic must be well formed.
  private func read(_ bytes: [UInt8], _ origin: String) {
    let source = Source(bytes: bytes, name: "<random>")
    do {
      let formula = try Formula(parsing: source)
      for value in [2, [1, 2], .matrix([[1, 2], [3, 4]])] as [GivenValue] {
        let values = formula.freeNames.map { (name: $0, value: value) }
        _ = try? formula.record(on: Graph(), values: values)
        _ = try formula.record(on: Graph(), values: values, output: "a[0]")
      }
    } catch {
      #expect(!error.diagnostics.isEmpty, "\(origin)")
      for line in error.description.split(separator: "\n", omittingEmptySubsequences: false) {
        let isSafe = line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        #expect(isSafe && line.count < 400, "\(origin): \(line.debugDescription)")
      }
    }
  }

  @Test("random bytes never crash")
  func randomBytes() {
    let seed: UInt64 = 20_240_607
    var generator = SplitMix(seed: seed)
    for round in 0..<10_000 {
      let count = Int.random(in: 0...40, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      read(bytes, "seed \(seed), round \(round)")
    }
  }

  @Test("random words of the language never crash")
  func randomWords() {
    let words = [
      "a", "b", "θ", "e", "pi", "tanh", "max(", "clamp(", "leaky_relu(", "sum(", "tahn(", "(", ")", "{", "}",
      "=", "==", ",",
      ";", "\n", "\r", "+", "-", "*", "**", "^", "/", "1", "2.5", "1e999", "1.2.3", "#", "²", "[", "\"", "变",
      "\u{1B}", "g {", "a = ",
      "−", " ", "\u{FEFF}",
      "[", "]", "[", "]", "@", "[1, 2]", "[a, b]", "a[0]", "softmax(", "dot(", "mse(", "cross_entropy(",
      "transpose(",
      "x = [1, 2]", "x", "W = [[1, 2], [3, 4]]", "W", "W[1]", "0",
    ]
    let seed: UInt64 = 99
    var generator = SplitMix(seed: seed)
    for round in 0..<10_000 {
      let count = Int.random(in: 0...20, using: &generator)
      let text = (0..<count).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ")
      read(Array(text.utf8), "seed \(seed), round \(round): \(text)")
    }
  }

  @Test("mutated formulas never crash")
  func mutations() {
    let text = """
      # the seed's example
      a = 2; b = -3
      c = a*b + a**2
      hidden { h = relu(0.5*c - 1)
        k = clamp(h, -1, +1) }
      θ = max(h, leaky_relu(k, 0.1)) ÷ 1e-3
      W = [[1, -2], [a, h]]; x = softmax(W @ [θ, 2])
      cross_entropy(x, 1) + mse(W[0, 1], x[0]) + sum(transpose(W))
      """
    let original = Array(text.utf8)
    let seed: UInt64 = 4711
    var generator = SplitMix(seed: seed)
    for round in 0..<10_000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(UInt8.random(in: .min ... .max, using: &generator), at: place)
        case 2: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &generator))
        default: bytes[place] = original.randomElement(using: &generator) ?? 0
        }
      }
      read(bytes, "seed \(seed), round \(round)")
    }
  }

  @Test("a formula cut off anywhere is read or explained")
  func prefixes() {
    let bytes = Array(
      "a = 2\nh { b = max(a, -3) ** 2 }\nw = [[1, a], [2, 3]]\nw[0, 1] @ [softmax(w[1])[0], 2]\nθ = clamp(b, 0, 1e3) − pi # é\n"
        .utf8)
    for count in 0...bytes.count { read(Array(bytes.prefix(count)), "prefix \(count)") }
  }
}
