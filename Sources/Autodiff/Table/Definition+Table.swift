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
        differences: [
          "1 / y and x / y² are factors also where they are no doubles: (x / y) * 1e-20 at 1, 1e-309 has 1e289, PyTorch inf"
        ],
        rule: .binary(Divide.self),
        far: { point, operand in
          guard point.y != 0, point.x.isFinite, point.y.isFinite else { return nil }
          let inverse = ScaledNumber(point.y).inverse
          return operand == 0 ? inverse : ScaledNumber(-point.x) * inverse * inverse
        })
    case .negate:
      Definition(
        "neg", .prefix("-"), formula: "-x", derivatives: ["-1"], samples: [[2], [-0.5]],
        rule: .unary(Negate.self))
    case .power:
      Definition(
        "pow", symbol: "**", .infix("**"), arity: .exactly(2),
        formula: "x ** y", derivatives: ["y * x ** (y - 1)", "x ** y * log(x)"],
        singularities: [
          Singularity("x = 0 and y < 1: infinite or NaN; by x it is 0 at y = 0, by y at y ≥ 0") {
            $0.x == 0 && $0.y < 1
          },
          Singularity("x = 0 and y is not whole: NaN beside it") {
            $0.x == 0 && $0.y > 1 && $0.y != $0.y.rounded()
          },
          Singularity("x < 0: NaN unless y is whole; the derivative by y is NaN") { $0.x < 0 },
        ],
        samples: [[2, 3], [0.5, -1.5], [3, 0.5], [1.5, 2.5]],
        differences: [
          "y - 1 is not rounded: 10**x * (x - 1) and the like keep all digits, PyTorch loses up to 9 bits",
          "powers beyond the range of doubles are factors as they are, in PyTorch 0 or inf",
        ],
        rule: .binary(
          { pow($0.x, $0.y) },
          { $0.y == 0 ? nil : Math.powerDerivative($0.x, $0.y, by: pow) },
          { Math.powerDerivativeByExponent($0.x, $0.y, $0.out) }),
        far: { point, operand in
          operand == 0
            ? Math.scaledPowerDerivative(point.x, point.y)
            : Math.scaledPowerDerivativeByExponent(point.x, point.y)
        })
    case .powerConstant:
      Definition(
        "powc", symbol: "**", .postfix("**"), parameters: [Parameter("c")],
        formula: "x ** c", derivatives: ["c * x ** (c - 1)"],
        singularities: [
          Singularity("x = 0 and c < 1, c ≠ 0: infinite or NaN") { $0.x == 0 && $0.p < 1 && $0.p != 0 },
          Singularity("x = 0 and c is not whole: NaN beside it") {
            $0.x == 0 && $0.p > 1 && $0.p != $0.p.rounded()
          },
          Singularity("x < 0: NaN unless c is whole") { $0.x < 0 && $0.p != $0.p.rounded() },
        ],
        samples: [[2, 2], [-3, 3], [0.5, -1], [4, 0.5], [1.5, -2.5]],
        differences: [
          "c - 1 is not rounded, and x**-2 keeps its digits where x² overflows, as the derivative does where a power on the way overflows or underflows; PyTorch loses them"
        ],
        rule: .unary({ PowerConstant.value($0.x, $0.p) }, { PowerConstant.local($0.x, $0.p) }),
        far: { point, _ in point.p == 2 ? nil : Math.scaledPowerDerivative(point.x, point.p) })

    // MARK: Exponentials, logarithms, roots
    case .exp:
      Definition(
        "exp", formula: "exp(x)", derivatives: ["exp(x)"], samples: [[-2], [0], [0.5], [3]],
        rule: .unary(Exponential.self))
    case .expm1:
      Definition(
        "expm1", formula: "exp(x) - 1", derivatives: ["exp(x)"], samples: [[-2], [1e-3], [0.5], [3]],
        differences: ["the derivative is exp(x), not expm1(x) + 1: 4.248e-18 at -40, in PyTorch 0"],
        rule: .unary({ expm1($0.x) }, { exp($0.x) }))
    case .log:
      Definition(
        "log", formula: "log(x)", derivatives: ["1 / x"],
        singularities: [Singularity("x = 0: -inf, derivative inf") { $0.x == 0 }, .negative],
        samples: [[0.1], [1.5], [20]],
        differences: [
          "1 / x is a factor also where it is no double: log(x) * 0 at 5e-324 has 0, PyTorch NaN"
        ],
        rule: .unary(Logarithm.self), far: { point, _ in Math.inverse(point.x, times: 1) })
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
        differences: [
          "the derivative keeps its digits at both ends of the range, where x log 2 or 1 / x has fewer"
        ],
        rule: .unary({ log2($0.x) }, { Math.quotient(Math.inverseLn2, by: $0.x) }),
        far: { point, _ in Math.inverse(point.x, times: Math.inverseLn2.high) })
    case .log10:
      Definition(
        "log10", formula: "log(x) / log(10)", derivatives: ["1 / (x * log(10))"],
        singularities: [Singularity("x = 0: -inf, derivative inf") { $0.x == 0 }, .negative],
        samples: [[0.1], [1.5], [20]],
        differences: [
          "the derivative keeps its digits at both ends of the range, where x log 10 or 1 / x has fewer"
        ],
        rule: .unary({ log10($0.x) }, { Math.quotient(Math.inverseLn10, by: $0.x) }),
        far: { point, _ in Math.inverse(point.x, times: Math.inverseLn10.high) })
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
        rule: .unary({ Math.cubeRoot($0.x) }, { Math.cubeRootDerivative($0.x) }))
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
        rule: .unary({ tan($0.x) }, { (Twofold.product($0.out, $0.out) + 1).double }))
    case .asin:
      Definition(
        "asin", formula: "asin(x)", derivatives: ["1 / sqrt(1 - x**2)"], singularities: [.unitInterval],
        samples: [[-0.9], [0], [0.5]],
        differences: [
          "1 - x² is not rounded: near 1 the derivative keeps its digits, PyTorch loses half of them"
        ],
        rule: .unary({ asin($0.x) }, { Math.inverseRootOfOneMinusSquare($0.x) }))
    case .acos:
      Definition(
        "acos", formula: "acos(x)", derivatives: ["-1 / sqrt(1 - x**2)"], singularities: [.unitInterval],
        samples: [[-0.9], [0], [0.5]],
        differences: [
          "1 - x² is not rounded: near 1 the derivative keeps its digits, PyTorch loses half of them"
        ],
        rule: .unary({ acos($0.x) }, { -Math.inverseRootOfOneMinusSquare($0.x) }))
    case .atan:
      Definition(
        "atan", formula: "atan(x)", derivatives: ["1 / (1 + x**2)"], samples: [[-2], [0], [0.5], [3]],
        differences: ["beyond 1e154, where x² overflows, the derivative is 1 / x² still, in PyTorch 0"],
        rule: .unary({ atan($0.x) }, { Math.inverseOfOnePlusSquare($0.x) }),
        far: { point, _ in
          let inverse = ScaledNumber(point.x).inverse
          return inverse * inverse
        })
    case .atan2:
      Definition(
        "atan2", arity: .exactly(2), formula: "atan2(x, y)",
        derivatives: ["y / (x**2 + y**2)", "-x / (x**2 + y**2)"],
        singularities: [
          Singularity("x = y = 0: the derivatives are 0") { $0.x == 0 && $0.y == 0 },
          Singularity("x = 0 and y < 0: the value jumps by 2π") { $0.x == 0 && $0.y < 0 },
        ],
        samples: [[2, -3], [0.5, 0.25], [-12, 7], [-1, -2]],
        differences: [
          "x² + y² neither overflows nor underflows: 5e199 at 1e-200, 1e-200 and 1e-300 at 1, 1e300, in PyTorch 0"
        ],
        rule: .binary(
          { atan2($0.x, $0.y) }, { Math.angleDerivative($0.y, $0.x, $0.y) },
          { Math.angleDerivative(-$0.x, $0.x, $0.y) }),
        far: { point, operand in
          guard point.x.isFinite, point.y.isFinite, point.x != 0 || point.y != 0 else { return nil }
          return Math.quotient(operand == 0 ? point.y : -point.x, bySquaredLengthOf: point.x, point.y)
        })
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
        differences: [
          "the derivative is 1 / cosh(x)², not made of the rounded result: 1.699e-17 at 20, in PyTorch 0"
        ],
        rule: .unary(HyperbolicTangent.self),
        far: { point, _ in point.x.isFinite ? Math.tanhTail(point.x) : nil })
    case .asinh:
      Definition(
        "asinh", formula: "asinh(x)", derivatives: ["1 / sqrt(x**2 + 1)"], samples: [[-2], [0], [0.5], [30]],
        differences: ["beyond 1e154, where x² overflows, the derivative is 1 / |x| still, in PyTorch 0"],
        rule: .unary({ asinh($0.x) }, { Math.inverseRootOfSquare($0.x, plus: 1) }),
        far: { point, _ in ScaledNumber(point.x.magnitude).inverse })
    case .acosh:
      Definition(
        "acosh", formula: "acosh(x)", derivatives: ["1 / sqrt(x**2 - 1)"],
        singularities: [Singularity("x = 1: the derivative is inf; below: NaN") { $0.x <= 1 }],
        samples: [[1.1], [2], [30]],
        differences: [
          "x² - 1 is neither rounded, near 1, nor infinite, beyond 1e154; PyTorch loses half of the digits, and has 0"
        ],
        rule: .unary({ Math.inverseCosh($0.x) }, { Math.inverseRootOfSquare($0.x, plus: -1) }),
        far: { point, _ in point.x > 1e9 ? ScaledNumber(point.x).inverse : nil })
    case .atanh:
      Definition(
        "atanh", formula: "atanh(x)", derivatives: ["1 / (1 - x**2)"], singularities: [.unitInterval],
        samples: [[-0.9], [0], [0.5]],
        differences: [
          "1 - x² is not rounded: near 1 the derivative keeps its digits, PyTorch loses half of them"
        ],
        rule: .unary({ atanh($0.x) }, { Math.inverseOfOneMinusSquare($0.x) }))

    // MARK: Activations
    case .sigmoid:
      Definition(
        "sigmoid", symbol: "σ", formula: "1 / (1 + exp(-x))", derivatives: ["sigmoid(x) * (1 - sigmoid(x))"],
        samples: [[-2], [0], [0.5], [3]],
        differences: [
          "the derivative is σ(x) σ(-x), not made of the rounded result: 9.358e-14 at 30, in PyTorch 9.348e-14; 4.248e-18 at 40, there 0"
        ],
        rule: .unary(Sigmoid.self),
        far: { point, _ in point.x.isFinite ? Math.sigmoidTail(point.x) : nil })
    case .softplus:
      Definition(
        "softplus", formula: "log(1 + exp(x))", derivatives: ["sigmoid(x)"],
        samples: [[-2], [0], [0.5], [3], [15]],
        differences: [
          "there is no threshold: PyTorch takes x for softplus(x) above 20, 2e-9 too little, and 1 for σ(x)"
        ],
        rule: .unary({ Math.softplus($0.x) }, { Math.sigmoid($0.x) }))
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
        differences: [
          "Φ(x) is erfc(-x / √2) / 2, which cancels nothing: gelu(-8) is -4.977e-15, in PyTorch -4.885e-15; gelu(-10) -7.620e-23, there 0"
        ],
        rule: .unary({ Math.gelu($0.x) }, { Math.geluDerivative($0.x) }))
    case .silu:
      Definition(
        "silu", formula: "x * sigmoid(x)", derivatives: ["sigmoid(x) * (1 + x * (1 - sigmoid(x)))"],
        samples: [[-2], [0], [0.5], [3]],
        differences: [
          "1 - σ(x) is σ(-x): the derivative keeps its digits in both tails and at its zero, -1.278; PyTorch loses them",
          "the value below -709 is x eˣ still, in PyTorch 0",
        ],
        rule: .unary({ Math.silu($0.x) }, { Math.siluDerivative($0.x) }))
    case .erf:
      Definition(
        "erf", formula: "erf(x)", derivatives: ["2 / sqrt(pi) * exp(-x**2)"],
        samples: [[-2], [0], [0.5], [1]],
        differences: [
          "x² is not rounded: the derivative keeps its digits for large x, PyTorch loses up to 9 bits"
        ],
        rule: .unary({ erf($0.x) }, { Math.errorFunctionDerivative($0.x) }),
        far: { point, _ in point.x.isFinite ? Math.errorFunctionTail(point.x) : nil })

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
        differences: ["the length does not underflow in x / hypot(x, y); in PyTorch it may"],
        rule: .binary(
          { hypot($0.x, $0.y) }, { Math.lengthDerivative($0.x, $0.y, $0.out) },
          { Math.lengthDerivative($0.y, $0.x, $0.out) }),
        far: { point, operand in
          guard point.x.isFinite, point.y.isFinite, point.x != 0 || point.y != 0 else { return nil }
          return operand == 0 ? Math.cosine(point.x, point.y) : Math.cosine(point.y, point.x)
        })

    // MARK: Any number of operands
    case .sum:
      Definition(
        "sum", symbol: "Σ", arity: .atLeast(1), commutes: true, formula: "x + y + …", derivatives: ["1"],
        samples: [[2], [2, -3], [0.5, 0.25, 7, 1]],
        differences: [
          "the sum is rounded once: sum(1e16, 1, -1e16) is 1, in PyTorch 0; nor does it overflow on the way"
        ],
        rule: .nary(Math.sum, { _, _, locals in locals.update(repeating: LocalDerivative(1)) }))
    case .mean:
      Definition(
        "mean", arity: .atLeast(1), commutes: true, formula: "(x + y + …) / n", derivatives: ["1 / n"],
        samples: [[2], [2, -3], [0.5, 0.25, 7, 1]],
        differences: [
          "the sum is not rounded, nor does it overflow: mean(1e308, 1e308) is 1e308, in PyTorch inf"
        ],
        rule: .nary(
          Math.mean,
          { _, _, locals in locals.update(repeating: LocalDerivative(1 / Double(locals.count))) }))
    case .product:
      Definition(
        "product", symbol: "Π", arity: .atLeast(1), commutes: true, formula: "x * y * …",
        derivatives: ["product(x, y, …) / x"],
        samples: [[2], [2, -3], [0.5, 0.25, 7, 1]],
        differences: [
          "it neither overflows nor underflows on the way: product(1e200, 1e200, 1e-300) is 1e100, in PyTorch inf",
          "a derivative is the product of the others, not made of the result: 1e100 for product(1e-200, 1e-200, 1e300), in PyTorch 0",
        ],
        rule: .nary(Math.product, Math.productDerivatives))
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
        differences: [
          "the derivatives are exp(x - m) / Σ exp(xᵢ - m) around the largest operand m: exp(x - logsumexp) loses the digits that a large result rounds away, in PyTorch",
          "where m and the logarithm of the rest cancel, the value keeps its digits",
        ],
        rule: .nary(Math.logSumExp, Math.logSumExpDerivatives))
    case .dot:
      Definition(
        "dot", arity: .pairs, formula: "x0 * y0 + x1 * y1 + …", derivatives: ["y", "x"],
        samples: [[2, -3], [0.5, 0.25, 7, 1], [1, -2, 3, 0.5, 4, -1.5]],
        differences: [
          "the sum of the products is rounded once, as that of `sum`; PyTorch rounds each product"
        ],
        rule: .nary(
          Math.dot,
          { operands, _, locals in
            let half = operands.count / 2
            for i in 0..<half {
              locals[i] = LocalDerivative(operands[half + i])
              locals[half + i] = LocalDerivative(operands[i])
            }
          }))
    }
  }
}

extension Singularity {
  fileprivate static let negative = Singularity("x < 0: NaN") { $0.x < 0 }
  fileprivate static let unitInterval = Singularity("|x| = 1: infinite; beyond: NaN") { $0.x.magnitude >= 1 }
  fileprivate static let tie = Singularity("x = y: each operand gets half") { $0.x == $0.y }
}
