import Autodiff
import FormulaSyntax
import Testing

/// Formulas made of pieces of formulas: neither a crash nor a hang, and every mistake has its place inside the text.
@Suite("Mutated formulas")
struct FormulaFuzzTests {
  private let seeds = [
    "p = sigmoid(z)\nloss = -y*log(p)\n       - (1 - y)*log(1 - p)",
    "W = [[1, 2], [3, 4]]\nx = [1/2, pi]\ny = Wᵀ @ x\n\t* 2\nsum(y²) + √x[0]",
    "g {\n  let a = np.exp(−2); b = a.T\n  + 3 } return b",
    "h = { f(x) := ２＋（x） }\r\n* y - W' @ 'x' && z ≤ 3 → ∑",
  ]

  @Test("mistakes are inside the text, and reading ends")
  func mutations() {
    var generator = SplitMix(seed: 11_2026)
    for round in 0..<4_000 {
      var scalars = Array((seeds.randomElement(using: &generator) ?? "").unicodeScalars)
      for _ in 0..<Int.random(in: 1...5, using: &generator) {
        let place = Int.random(in: 0..<max(scalars.count, 1), using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0 where !scalars.isEmpty: scalars.remove(at: place)
        case 1:
          scalars.insert(
            contentsOf: " \n\t;+-*/=([{)]}.²ᵀ√'#é\u{301}0".unicodeScalars.shuffled(using: &generator).prefix(
              2), at: min(place, scalars.count))
        case 2: scalars += Array((seeds.randomElement(using: &generator) ?? "").unicodeScalars.prefix(place))
        default:
          scalars = Array(
            scalars.prefix(place) + scalars.dropFirst(place).shuffled(using: &generator).prefix(40))
        }
      }
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars)
      let source = Source(text)
      do {
        let recording = try Formula.record(source, on: Graph(), values: [("x", [1, 2]), ("z", 1)])
        _ = recording.expressions(of: Array(0..<20))
        verify(recording.remarks, source, round)
      } catch {
        verify(error.diagnostics, source, round)
      }
    }
  }

  private func verify(_ diagnostics: [Diagnostic], _ source: Source, _ round: Int) {
    for diagnostic in diagnostics {
      guard let range = diagnostic.range else { continue }
      let isInside = range.lowerBound >= 0 && range.upperBound <= source.bytes.count
      #expect(isInside, "round \(round): \(diagnostic.message)")
    }
  }
}
