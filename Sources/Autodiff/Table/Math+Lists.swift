import GradGraphPlatform

// Operations on lists: as if each were computed exactly and then rounded, whatever its operands cancel, overflow or
// underflow on the way. Infinities and NaN travel as in a plain loop.
extension Math {
  typealias Numbers = UnsafeBufferPointer<Double>

  static func sum(_ x: Numbers) -> Double { precise(x.count, plain: x.reduce(0, +)) { Twofold(x[$0]) } }

  static func mean(_ x: Numbers) -> Double {
    let count = Double(x.count)
    let plain = x.reduce(0, +) / count
    return precise(x.count, plain: plain, by: count) { Twofold(x[$0]) }
  }

  /// The sum of the products of the first half with the second.
  static func dot(_ operands: Numbers) -> Double {
    let half = operands.count / 2
    var plain = 0.0
    var (least, largest) = (Double.infinity, 0.0)
    for i in 0..<half {
      let product = operands[i] * operands[half + i]
      plain += product
      largest = max(largest, product.magnitude, operands[i].magnitude, operands[half + i].magnitude)
      if operands[i] != 0 && operands[half + i] != 0 { least = min(least, product.magnitude) }
    }
    if least > 1e-250 && largest < 1e280 {
      return precise(half, plain: plain) { Twofold.product(operands[$0], operands[half + $0]) }
    }
    guard operands.allSatisfy({ $0.isFinite }) else { return plain }
    return scaledSum(half) { i in
      let (x, y) = (ScaledNumber(operands[i]), ScaledNumber(operands[half + i]))
      return (Twofold.product(x.significand, y.significand), x.exponent + y.exponent)
    }.double
  }

  /// The sum of terms with exponents of their own: of the largest exactly, then with those far below them.
  private static func scaledSum(_ count: Int, _ term: (Int) -> (number: Twofold, exponent: Int))
    -> ScaledNumber
  {
    var sum = ScaledNumber.zero
    var rest = 0.0
    var end = Int.max
    while true {
      var top = Int.min
      for i in 0..<count {
        let term = term(i)
        if term.number.high != 0 && term.exponent < end { top = max(top, term.exponent) }
      }
      // What is left does not reach the last digit.
      if top == .min || (sum.significand != 0 && sum.exponent > top + 200) { return sum }
      let base = sum.significand == 0 ? top : max(top, sum.exponent)
      let start = top - 800
      func scaled(_ number: Double, _ exponent: Int) -> Double {
        ScaledNumber(number, exponent: exponent - base).double
      }
      let found = exactSum(count + 1) { i in
        if i == count { return Twofold(scaled(sum.significand, sum.exponent), scaled(rest, sum.exponent)) }
        let term = term(i)
        guard term.exponent >= start, term.exponent < end else { return Twofold(0) }
        return Twofold(scaled(term.number.high, term.exponent), scaled(term.number.low, term.exponent))
      }
      sum = ScaledNumber(found.high, exponent: base)
      rest = found.high == 0 ? 0 : ScaledNumber(found.low, exponent: base - sum.exponent).double
      end = start
    }
  }

  /// The sum of some terms, divided: in twice the digits, and exactly where these do not suffice.
  ///
  /// - Parameters:
  ///   - count: the number of terms.
  ///   - plain: the result of a plain loop, used if a term is not finite.
  ///   - divisor: by which the sum is divided.
  ///   - term: the term at a position.
  private static func precise(
    _ count: Int, plain: Double, by divisor: Double = 1, _ term: (Int) -> Twofold
  ) -> Double {
    var (sum, size) = (Twofold(0), 0.0)
    for i in 0..<count {
      let term = term(i)
      sum = sum + term
      size += term.high.magnitude
    }
    guard size < 0x1p1020 else {
      // Finite terms that may overflow on the way.
      guard (0..<count).allSatisfy({ term($0).high.isFinite }) else { return plain }
      return precise(count, plain: plain, by: divisor) {
        let term = term($0)
        return Twofold(term.high * 0x1p-30, term.low * 0x1p-30)
      } * 0x1p30
    }
    if sum.high.magnitude < 0x1p-40 * size { sum = exactSum(count, term) }
    if divisor == 1 { return sum.double }
    // Away from the largest numbers, whose products overflow.
    let scale = sum.high.magnitude > 0x1p900 ? 0x1p-100 : 1
    return (Twofold(sum.high * scale, sum.low * scale) / Twofold(divisor)).double / scale
  }

  /// All partial sums that rounding parts, and then their sum (Shewchuk, Adaptive precision floating-point arithmetic,
  /// 1997, section 2.4).
  private static func exactSum(_ count: Int, _ term: (Int) -> Twofold) -> Twofold {
    var parts: [Double] = []
    for i in 0..<count {
      let term = term(i)
      for part in [term.high, term.low] where part != 0 {
        var carry = part
        var kept = 0
        for index in parts.indices {
          let sum = Twofold.sum(carry, parts[index])
          if sum.low != 0 {
            parts[kept] = sum.low
            kept += 1
          }
          carry = sum.high
        }
        parts.removeLast(parts.count - kept)
        if carry != 0 { parts.append(carry) }
      }
    }
    return parts.reversed().reduce(Twofold(0)) { $0 + $1 }
  }

  // MARK: Products

  /// A product with an exponent of its own.
  private struct Product {
    var significand = Twofold(1)
    var exponent = 0

    mutating func multiply(by x: Double) {
      let x = ScaledNumber(x)
      significand = significand * x.significand
      exponent += x.exponent
      if significand.high.magnitude >= 0x1p512 {
        significand = Twofold(significand.high * 0x1p-512, significand.low * 0x1p-512)
        exponent += 512
      }
    }

    var scaled: ScaledNumber { ScaledNumber(significand.double, exponent: exponent) }
  }

  static func product(_ x: Numbers) -> Double {
    guard x.allSatisfy({ $0.isFinite }) else { return x.reduce(1, *) }
    // Zeros keep their sign.
    if x.contains(0) { return x.reduce(1) { $0 * ($1 == 0 ? $1 : $1 < 0 ? -1 : 1) } }
    var product = Product()
    for number in x { product.multiply(by: number) }
    return product.scaled.double
  }

  /// The derivatives of a product, each the product of the others; blocked when two or more operands are zero, as
  /// PyTorch's `prod`. Beside an infinite operand they are `out / xᵢ`, as there.
  static func productDerivatives(
    _ x: Numbers, _ out: Double, _ locals: UnsafeMutableBufferPointer<LocalDerivative>
  ) {
    let zeros = x.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
    if zeros > 1 { return locals.update(repeating: .blocked) }
    guard x.allSatisfy({ $0.isFinite }) else {
      for i in x.indices {
        let others = zeros == 0 ? out / x[i] : x.indices.reduce(1) { $1 == i ? $0 : $0 * x[$1] }
        locals[i] = LocalDerivative(others)
      }
      return
    }
    var before = Product()
    for i in x.indices {
      locals[i] = LocalDerivative(before.scaled)
      before.multiply(by: x[i])
    }
    var after = Product()
    for i in x.indices.reversed() {
      let others = locals[i].scaled
      let product = after.significand * others.significand
      locals[i] = LocalDerivative(
        ScaledNumber(product.double, exponent: after.exponent + others.exponent))
      after.multiply(by: x[i])
    }
  }

  // MARK: The logarithm of a sum of exponentials

  /// log(Σ exp(xᵢ)) as m + log(1 + Σ exp(xᵢ - m)) around the largest operand m, so that nothing overflows and terms that
  /// are small beside m count; where the two cancel, in twice the digits. Infinities as in PyTorch's `logsumexp`.
  static func logSumExp(_ x: Numbers) -> Double {
    let largest = x.reduce(-.infinity, maximum)
    guard largest.isFinite, let index = x.firstIndex(of: largest) else {
      return log(x.reduce(0) { $0 + exp($1) })
    }
    let rest = log1p(othersOverLargest(x, index))
    let result = largest + rest
    if result.magnitude > rest { return result }
    var sum = Twofold(1)
    for i in x.indices where i != index {
      let difference = Twofold.sum(x[i], -largest)
      // Beside 1, the others are nothing.
      if !(difference.high > -600) { continue }
      let power = exponential(difference)
      let scale = Double(sign: .plus, exponent: power.exponent, significand: 1)
      sum = sum + Twofold(power.significand.high * scale, power.significand.low * scale)
    }
    return (logarithm(sum) + largest).double
  }

  /// Σ exp(xᵢ - m) without the largest operand m itself.
  private static func othersOverLargest(_ x: Numbers, _ index: Int) -> Double {
    var sum = Twofold(0)
    for i in x.indices where i != index { sum = sum + exponential(x[i], minus: x[index]) }
    return sum.double
  }

  /// exp(xᵢ - out) as exp(xᵢ - m) / Σ exp(xⱼ - m): the result's last digit counts, where it is large.
  static func logSumExpDerivatives(
    _ x: Numbers, _ out: Double, _ locals: UnsafeMutableBufferPointer<LocalDerivative>
  ) {
    let largest = x.reduce(-.infinity, maximum)
    guard largest.isFinite, let index = x.firstIndex(of: largest) else {
      for i in x.indices { locals[i] = LocalDerivative(exp(x[i] - out)) }
      return
    }
    let sum = Twofold.sum(1, othersOverLargest(x, index))
    for i in x.indices {
      let difference = Twofold.sum(x[i], -largest)
      locals[i] =
        difference.high < -700 && difference.high.isFinite
        ? LocalDerivative(scaledExponential(difference) * ScaledNumber(quotient(1, sum)))
        : LocalDerivative(quotient(exponential(x[i], minus: largest), sum))
    }
  }
}
