import GradGraphPlatform

// The table of operations: one row each, nothing else in the file, which is why it is long.
//
// Conventions at kinks and singular points are PyTorch's (torch/csrc/autograd, derivatives.yaml). A local
// derivative of `nil` blocks the gradient, see `Rule`. Where the result appears in the derivative it is reused.

extension Definition {
  static func row(of operation: Operation) -> Definition {
    switch operation {
    case .variable:
      Definition(
        "variable", .leaf, arity: .exactly(0), formula: "", derivatives: [], samples: [], rule: .leaf)
    case .constant:
      Definition(
        "constant", .leaf, arity: .exactly(0), formula: "", derivatives: [], samples: [], rule: .leaf)

    // MARK: Arithmetic
    case .add:
      Definition(
        "add", symbol: "+", .infix("+"), arity: .exactly(2), commutes: true,
        formula: "x + y", derivatives: ["1", "1"], samples: [[2, -3], [0.5, 0.25], [-1e3, 7]],
        rule: .binary(Add.self))
    case .subtract:
      Definition(
        "sub", symbol: "−", .infix("-"), arity: .exactly(2),
        formula: "x - y", derivatives: ["1", "-1"], samples: [[2, -3], [0.5, 0.25], [-1e3, 7]],
        rule: .binary(Subtract.self))
    case .multiply:
      Definition(
        "mul", symbol: "×", .infix("*"), arity: .exactly(2), commutes: true,
        formula: "x * y", derivatives: ["y", "x"], samples: [[2, -3], [0.5, 0.25], [-12, 7]],
        rule: .binary(Multiply.self))
    case .divide:
      Definition(
        "div", symbol: "/", .infix("/"), arity: .exactly(2),
        formula: "x / y", derivatives: ["1 / y", "-(x / y) / y"],
        singularities: [Singularity("y = 0: infinite or NaN") { $0.y == 0 }],
        samples: [[2, -3], [0.5, 0.25], [-12, 7]],
        rule: .binary(Divide.self))
    case .negate:
      Definition(
        "neg", .prefix("-"), formula: "-x", derivatives: ["-1"], samples: [[2], [-0.5]],
        rule: .unary(Negate.self))
    case .power:
      Definition(
        "pow", symbol: "**", .infix("**"), arity: .exactly(2),
        formula: "x ** y", derivatives: ["y * x ** (y - 1)", "x ** y * log(x)"],
        singularities: [
          Singularity("y = 0: the derivative by x is 0") { $0.y == 0 },
          Singularity("x = 0: the derivative by y is 0 for y ≥ 0") { $0.x == 0 },
          Singularity("x < 0: NaN unless y is whole; the derivative by y is NaN") { $0.x < 0 },
        ],
        samples: [[2, 3], [0.5, -1.5], [3, 0.5], [1.5, 2.5]],
        rule: .binary(
          { pow($0.x, $0.y) },
          { $0.y == 0 ? nil : $0.y * pow($0.x, $0.y - 1) },
          { $0.x == 0 && $0.y >= 0 ? 0 : $0.out * log($0.x) }))
    case .powerConstant:
      Definition(
        "powc", symbol: "**", .postfix("**"), parameters: [Parameter("c")],
        formula: "x ** c", derivatives: ["c * x ** (c - 1)"],
        singularities: [
          Singularity("c = 0: the derivative is 0") { $0.p == 0 },
          Singularity("x = 0 and c < 1: infinite or NaN") { $0.x == 0 && $0.p < 1 },
          Singularity("x < 0: NaN unless c is whole") { $0.x < 0 && $0.p != $0.p.rounded() },
        ],
        samples: [[2, 2], [-3, 3], [0.5, -1], [4, 0.5], [1.5, -2.5]],
        rule: .unary({ PowerConstant.value($0.x, $0.p) }, { PowerConstant.local($0.x, $0.p) }))

    // MARK: Exponentials, logarithms, roots
    case .exp:
      Definition(
        "exp", formula: "exp(x)", derivatives: ["exp(x)"], samples: [[-2], [0], [0.5], [3]],
        rule: .unary(Exponential.self))
    case .expm1:
      Definition(
        "expm1", formula: "exp(x) - 1", derivatives: ["exp(x)"], samples: [[-2], [1e-3], [0.5], [3]],
        rule: .unary({ expm1($0.x) }, { $0.out + 1 }))
    case .log:
      Definition(
        "log", formula: "log(x)", derivatives: ["1 / x"],
        singularities: [Singularity("x = 0: -inf, derivative inf") { $0.x == 0 }, .negative],
        samples: [[0.1], [1.5], [20]],
        rule: .unary(Logarithm.self))
    case .log1p:
      Definition(
        "log1p", formula: "log(1 + x)", derivatives: ["1 / (1 + x)"],
        singularities: [Singularity("x = -1: -inf; below: NaN") { $0.x <= -1 }],
        samples: [[-0.5], [1e-3], [1.5], [20]],
        rule: .unary({ log1p($0.x) }, { 1 / ($0.x + 1) }))
    case .log2:
      Definition(
        "log2", formula: "log(x) / log(2)", derivatives: ["1 / (x * log(2))"],
        singularities: [Singularity("x = 0: -inf, derivative inf") { $0.x == 0 }, .negative],
        samples: [[0.1], [1.5], [20]],
        rule: .unary({ log2($0.x) }, { 1 / ($0.x * Math.ln2) }))
    case .log10:
      Definition(
        "log10", formula: "log(x) / log(10)", derivatives: ["1 / (x * log(10))"],
        singularities: [Singularity("x = 0: -inf, derivative inf") { $0.x == 0 }, .negative],
        samples: [[0.1], [1.5], [20]],
        rule: .unary({ log10($0.x) }, { 1 / ($0.x * Math.ln10) }))
    case .sqrt:
      Definition(
        "sqrt", formula: "sqrt(x)", derivatives: ["1 / (2 * sqrt(x))"],
        singularities: [Singularity("x = 0: the derivative is inf") { $0.x == 0 }, .negative],
        samples: [[0.1], [1.5], [20]],
        rule: .unary(SquareRoot.self))
    case .cbrt:
      Definition(
        "cbrt", formula: "cbrt(x)", derivatives: ["1 / (3 * cbrt(x)**2)"],
        singularities: [Singularity("x = 0: the derivative is inf") { $0.x == 0 }],
        samples: [[-8], [0.1], [1.5], [20]],
        rule: .unary({ cbrt($0.x) }, { 1 / (3 * $0.out * $0.out) }))
    case .square:
      Definition(
        "square", formula: "x**2", derivatives: ["2 * x"], samples: [[-3], [0], [0.5], [20]],
        rule: .unary(Square.self))
    case .abs:
      Definition(
        "abs", formula: "abs(x)", derivatives: ["sign(x)"],
        singularities: [Singularity("x = 0: the derivative is 0") { $0.x == 0 }],
        samples: [[-3], [0.5], [20]],
        rule: .unary({ $0.x.magnitude }, { Math.sign($0.x) }))
    case .sign:
      Definition(
        "sign", formula: "sign(x)", derivatives: ["0"],
        singularities: [Singularity("x = 0: the derivative is 0") { $0.x == 0 }],
        samples: [[-3], [0.5], [20]],
        rule: .unary({ Math.sign($0.x) }, { _ in nil }))

    // MARK: Trigonometric and hyperbolic
    case .sin:
      Definition(
        "sin", formula: "sin(x)", derivatives: ["cos(x)"], samples: [[-2], [0], [0.5], [3]],
        rule: .unary(Sine.self))
    case .cos:
      Definition(
        "cos", formula: "cos(x)", derivatives: ["-sin(x)"], samples: [[-2], [0], [0.5], [3]],
        rule: .unary(Cosine.self))
    case .tan:
      Definition(
        "tan", formula: "tan(x)", derivatives: ["1 + tan(x)**2"], samples: [[-1], [0], [0.5], [3]],
        rule: .unary({ tan($0.x) }, { 1 + $0.out * $0.out }))
    case .asin:
      Definition(
        "asin", formula: "asin(x)", derivatives: ["1 / sqrt(1 - x**2)"], singularities: [.unitInterval],
        samples: [[-0.9], [0], [0.5]],
        rule: .unary({ asin($0.x) }, { 1 / (1 - $0.x * $0.x).squareRoot() }))
    case .acos:
      Definition(
        "acos", formula: "acos(x)", derivatives: ["-1 / sqrt(1 - x**2)"], singularities: [.unitInterval],
        samples: [[-0.9], [0], [0.5]],
        rule: .unary({ acos($0.x) }, { -1 / (1 - $0.x * $0.x).squareRoot() }))
    case .atan:
      Definition(
        "atan", formula: "atan(x)", derivatives: ["1 / (1 + x**2)"], samples: [[-2], [0], [0.5], [3]],
        rule: .unary({ atan($0.x) }, { 1 / ($0.x * $0.x + 1) }))
    case .atan2:
      Definition(
        "atan2", arity: .exactly(2), formula: "atan2(x, y)",
        derivatives: ["y / (x**2 + y**2)", "-x / (x**2 + y**2)"],
        singularities: [
          Singularity("x = y = 0: the derivatives are 0") { $0.x == 0 && $0.y == 0 },
          Singularity("x = 0 and y < 0: the value jumps by 2π") { $0.x == 0 && $0.y < 0 },
        ],
        samples: [[2, -3], [0.5, 0.25], [-12, 7], [-1, -2]],
        rule: .binary(
          { atan2($0.x, $0.y) },
          { $0.y * Math.inverseSquaredLength($0.x, $0.y) },
          { -$0.x * Math.inverseSquaredLength($0.x, $0.y) }))
    case .sinh:
      Definition(
        "sinh", formula: "sinh(x)", derivatives: ["cosh(x)"], samples: [[-2], [0], [0.5], [3]],
        rule: .unary({ sinh($0.x) }, { cosh($0.x) }))
    case .cosh:
      Definition(
        "cosh", formula: "cosh(x)", derivatives: ["sinh(x)"], samples: [[-2], [0], [0.5], [3]],
        rule: .unary({ cosh($0.x) }, { sinh($0.x) }))
    case .tanh:
      Definition(
        "tanh", formula: "tanh(x)", derivatives: ["1 - tanh(x)**2"], samples: [[-2], [0], [0.5], [3]],
        rule: .unary(HyperbolicTangent.self))
    case .asinh:
      Definition(
        "asinh", formula: "asinh(x)", derivatives: ["1 / sqrt(x**2 + 1)"], samples: [[-2], [0], [0.5], [30]],
        rule: .unary({ asinh($0.x) }, { 1 / ($0.x * $0.x + 1).squareRoot() }))
    case .acosh:
      Definition(
        "acosh", formula: "acosh(x)", derivatives: ["1 / sqrt(x**2 - 1)"],
        singularities: [Singularity("x = 1: the derivative is inf; below: NaN") { $0.x <= 1 }],
        samples: [[1.1], [2], [30]],
        rule: .unary({ acosh($0.x) }, { 1 / ($0.x * $0.x - 1).squareRoot() }))
    case .atanh:
      Definition(
        "atanh", formula: "atanh(x)", derivatives: ["1 / (1 - x**2)"], singularities: [.unitInterval],
        samples: [[-0.9], [0], [0.5]],
        rule: .unary({ atanh($0.x) }, { 1 / (1 - $0.x * $0.x) }))

    // MARK: Activations
    case .sigmoid:
      Definition(
        "sigmoid", symbol: "σ", formula: "1 / (1 + exp(-x))", derivatives: ["sigmoid(x) * (1 - sigmoid(x))"],
        samples: [[-2], [0], [0.5], [3]],
        rule: .unary(Sigmoid.self))
    case .softplus:
      Definition(
        "softplus", formula: "log(1 + exp(x))", derivatives: ["sigmoid(x)"],
        singularities: [
          Singularity("x > 20: taken as x, with the derivative 1 (2e-9 above the true value)") { $0.x > 20 }
        ],
        samples: [[-2], [0], [0.5], [3], [15]],
        rule: .unary(
          { Math.softplus($0.x) },
          { point in
            if point.x > 20 { return 1 }
            let z = exp(point.x)
            return z / (z + 1)
          }))
    case .relu:
      Definition(
        "relu", formula: "max(0, x)", derivatives: ["1 if x > 0, else 0"],
        singularities: [Singularity("x = 0: the derivative is 0") { $0.x == 0 }],
        samples: [[-2], [0.5], [3]],
        rule: .unary(Relu.self))
    case .leakyRelu:
      Definition(
        "leaky_relu", parameters: [Parameter("slope", 0.01)],
        formula: "x if x > 0, else slope * x", derivatives: ["1 if x > 0, else slope"],
        singularities: [Singularity("x = 0: the derivative is slope") { $0.x == 0 }],
        samples: [[-2, 0.01], [0.5, 0.01], [-3, 0.2]],
        rule: .unary({ $0.x > 0 ? $0.x : $0.x * $0.p }, { $0.x > 0 ? 1 : $0.p }))
    case .elu:
      Definition(
        "elu", parameters: [Parameter("alpha", 1)],
        formula: "x if x > 0, else alpha * expm1(x)", derivatives: ["1 if x > 0, else alpha * exp(x)"],
        singularities: [
          Singularity("x = 0 and alpha ≠ 1: the derivative is alpha") { $0.x == 0 && $0.p != 1 }
        ],
        samples: [[-2, 1], [0.5, 1], [-0.5, 0.3]],
        rule: .unary({ $0.x > 0 ? $0.x : $0.p * expm1($0.x) }, { $0.x <= 0 ? $0.p * exp($0.x) : 1 }))
    case .gelu:
      Definition(
        "gelu", formula: "x * (1 + erf(x / sqrt(2))) / 2",
        derivatives: ["(1 + erf(x / sqrt(2))) / 2 + x * exp(-x**2 / 2) / sqrt(2 * pi)"],
        samples: [[-2], [0], [0.5], [3]],
        rule: .unary(
          { $0.x * Math.normalCumulative($0.x) },
          { Math.normalCumulative($0.x) + $0.x * Math.normalDensity($0.x) }),
        cancelling: { $0.x })
    case .silu:
      Definition(
        "silu", formula: "x * sigmoid(x)", derivatives: ["sigmoid(x) * (1 + x * (1 - sigmoid(x)))"],
        samples: [[-2], [0], [0.5], [3]],
        rule: .unary(
          { $0.x / (1 + exp(-$0.x)) },
          { point in
            let s = Sigmoid.value(point.x)
            return s * (1 + point.x * (1 - s))
          }))
    case .erf:
      Definition(
        "erf", formula: "erf(x)", derivatives: ["2 / sqrt(pi) * exp(-x**2)"],
        samples: [[-2], [0], [0.5], [1]],
        rule: .unary({ erf($0.x) }, { Math.twoOverRootPi * exp(-($0.x * $0.x)) }))

    // MARK: Extremes and lengths
    case .minimum:
      Definition(
        "min", arity: .exactly(2), commutes: true, formula: "min(x, y)",
        derivatives: ["1 if x < y, else 0", "1 if y < x, else 0"], singularities: [.tie],
        samples: [[2, -3], [0.25, 0.5], [-12, 7]],
        rule: .binary(
          { Math.minimum($0.x, $0.y) },
          { $0.x == $0.y ? 0.5 : $0.x > $0.y ? nil : 1 },
          { $0.x == $0.y ? 0.5 : $0.x < $0.y ? nil : 1 }))
    case .maximum:
      Definition(
        "max", arity: .exactly(2), commutes: true, formula: "max(x, y)",
        derivatives: ["1 if x > y, else 0", "1 if y > x, else 0"], singularities: [.tie],
        samples: [[2, -3], [0.25, 0.5], [-12, 7]],
        rule: .binary(
          { Math.maximum($0.x, $0.y) },
          { $0.x == $0.y ? 0.5 : $0.x < $0.y ? nil : 1 },
          { $0.x == $0.y ? 0.5 : $0.x > $0.y ? nil : 1 }))
    case .clamp:
      Definition(
        "clamp", parameters: [Parameter("lo"), Parameter("hi")],
        formula: "min(max(x, lo), hi)", derivatives: ["1 if lo < x < hi, else 0"],
        singularities: [
          Singularity("x = lo or x = hi: the derivative is 0") { $0.x == $0.p || $0.x == $0.q }
        ],
        samples: [[0.5, 0, 1], [-2, 0, 1], [7, -3, 3]],
        rule: .unary(
          { Math.minimum(Math.maximum($0.x, $0.p), $0.q) },
          { $0.x > $0.p && $0.x < $0.q ? 1 : nil }))
    case .hypot:
      Definition(
        "hypot", arity: .exactly(2), commutes: true, formula: "sqrt(x**2 + y**2)",
        derivatives: ["x / hypot(x, y)", "y / hypot(x, y)"],
        singularities: [Singularity("x = y = 0: NaN") { $0.x == 0 && $0.y == 0 }],
        samples: [[2, -3], [0.5, 0.25], [-12, 7]],
        rule: .binary({ hypot($0.x, $0.y) }, { $0.x / $0.out }, { $0.y / $0.out }))

    // MARK: Any number of operands
    case .sum:
      Definition(
        "sum", symbol: "Σ", arity: .atLeast(1), commutes: true, formula: "x + y + …", derivatives: ["1"],
        samples: [[2], [2, -3], [0.5, 0.25, 7, 1]],
        rule: .nary({ $0.reduce(0, +) }, { _, _, locals in locals.update(repeating: 1) }))
    case .mean:
      Definition(
        "mean", arity: .atLeast(1), commutes: true, formula: "(x + y + …) / n", derivatives: ["1 / n"],
        samples: [[2], [2, -3], [0.5, 0.25, 7, 1]],
        rule: .nary(
          { $0.reduce(0, +) / Double($0.count) },
          { _, _, locals in locals.update(repeating: 1 / Double(locals.count)) }))
    case .product:
      Definition(
        "product", symbol: "Π", arity: .atLeast(1), commutes: true, formula: "x * y * …",
        derivatives: ["product(x, y, …) / x"],
        singularities: [Singularity("an operand is 0: the product of the others") { $0.out == 0 }],
        samples: [[2], [2, -3], [0.5, 0.25, 7, 1]],
        rule: .nary({ $0.reduce(1, *) }, Math.productDerivatives))
    case .logsumexp:
      Definition(
        "logsumexp", arity: .atLeast(1), commutes: true, formula: "log(exp(x) + exp(y) + …)",
        derivatives: ["exp(x - logsumexp(x, y, …))"],
        singularities: [
          Singularity("the value is infinite: the derivative by an operand equal to it is NaN") {
            $0.out.isInfinite
          }
        ],
        samples: [[2], [2, -3], [0.5, 0.25, 7, 1], [-4, -5, -3.5]],
        rule: .nary(
          Math.logSumExp, { x, out, locals in for i in x.indices { locals[i] = exp(x[i] - out) } }))
    case .dot:
      Definition(
        "dot", arity: .pairs, formula: "x0 * y0 + x1 * y1 + …", derivatives: ["y", "x"],
        samples: [[2, -3], [0.5, 0.25, 7, 1], [1, -2, 3, 0.5, 4, -1.5]],
        rule: .nary(
          { Math.dot($0) },
          { operands, _, locals in
            let half = operands.count / 2
            for i in 0..<half { (locals[i], locals[half + i]) = (operands[half + i], operands[i]) }
          }))
    }
  }
}

extension Singularity {
  fileprivate static let negative = Singularity("x < 0: NaN") { $0.x < 0 }
  fileprivate static let unitInterval = Singularity("|x| = 1: infinite; beyond: NaN") { $0.x.magnitude >= 1 }
  fileprivate static let tie = Singularity("x = y: each operand gets half") { $0.x == $0.y }
}

extension Math {
  /// log(Σ exp(xᵢ)) as m + log(1 + Σ exp(xᵢ - m)) around the largest operand m, so that nothing overflows and what
  /// is small beside m counts; infinities as in PyTorch's `logsumexp`.
  fileprivate static func logSumExp(_ x: UnsafeBufferPointer<Double>) -> Double {
    let largest = x.reduce(-.infinity, maximum)
    guard largest.isFinite, let index = x.firstIndex(of: largest) else {
      return log(x.reduce(0) { $0 + exp($1) })
    }
    return largest + log1p(x.indices.reduce(0) { $1 == index ? $0 : $0 + exp(x[$1] - largest) })
  }

  /// The sum of the products of the first half with the second.
  fileprivate static func dot(_ operands: UnsafeBufferPointer<Double>) -> Double {
    let half = operands.count / 2
    return (0..<half).reduce(0) { $0 + operands[$1] * operands[half + $1] }
  }

  /// The derivatives of a product: `out / xᵢ` without zeros, the product of the others for the one zero, and
  /// blocked when two or more operands are zero, as PyTorch's `prod`.
  fileprivate static func productDerivatives(
    _ x: UnsafeBufferPointer<Double>, _ out: Double, _ locals: UnsafeMutableBufferPointer<Double?>
  ) {
    switch x.reduce(0, { $0 + ($1 == 0 ? 1 : 0) }) {
    case 0: for i in x.indices { locals[i] = out / x[i] }
    case 1:
      var before = 1.0
      for i in x.indices {
        locals[i] = before
        before *= x[i]
      }
      var after = 1.0
      for i in x.indices.reversed() {
        locals[i] = (locals[i] ?? 1) * after
        after *= x[i]
      }
    default: locals.update(repeating: nil)
    }
  }
}
