/// The advice in a message about an unknown function.
enum FunctionAdvice: Equatable, Sendable {
  /// A function of the table, which was misspelt or has another name elsewhere.
  case name(String)
  /// The form, in this language, of a function that has this name elsewhere.
  case form(String)
}

/// Functions of other languages and libraries that formulas call differently, or do not have.
enum ForeignFunctions {
  /// The same function under another name.
  static let synonyms = [
    "ln": "log", "arctan": "atan", "arcsin": "asin", "arccos": "acos", "arctan2": "atan2", "arcsinh": "asinh",
    "arccosh": "acosh", "arctanh": "atanh", "arsinh": "asinh", "arcosh": "acosh", "artanh": "atanh",
    "tg": "tan", "tgh": "tanh", "sh": "sinh", "ch": "cosh", "th": "tanh", "lg": "log10", "ld": "log2",
    "logistic": "sigmoid", "expit": "sigmoid", "sigma": "sigmoid", "power": "pow", "maximum": "max",
    "minimum": "min", "fmax": "max", "fmin": "min", "amax": "max", "amin": "min", "average": "mean",
    "avg": "mean", "prod": "product", "fabs": "abs", "absolute": "abs", "sgn": "sign", "matmul": "@",
    "lrelu": "leaky_relu",
    "leakyrelu": "leaky_relu", "LeakyReLU": "leaky_relu", "mean_squared_error": "mse", "mse_loss": "mse",
    "MSELoss": "mse", "nll": "cross_entropy", "crossentropy": "cross_entropy",
    "CrossEntropyLoss": "cross_entropy", "logsoftmax": "log_softmax", "inner": "dot", "vdot": "dot",
    "t": "transpose", "T": "transpose", "lse": "logsumexp", "log_sum_exp": "logsumexp", "clip": "clamp",
    "sqr": "square", "sq": "square", "squared": "square", "root": "sqrt", "swish": "silu", "norm2": "hypot",
    "total": "sum", "add_n": "sum", "reduce_sum": "sum", "reduce_mean": "mean", "signum": "sign",
  ]

  /// The forms of functions that other languages have; an empty text if there is no short form, so that no name that
  /// looks alike is suggested.
  static let forms = [
    "mm": "x @ y", "mv": "x @ y", "bmm": "x @ y",
    "mae": "mean(abs(x - y))", "l1_loss": "mean(abs(x - y))", "L1Loss": "mean(abs(x - y))",
    "mean_absolute_error": "mean(abs(x - y))", "sse": "sum((x - y)**2)", "rmse": "sqrt(mse(x, y))",
    "rms": "sqrt(mean(x**2))", "mape": "mean(abs((x - y)/y))", "norm": "sqrt(sum(x**2))",
    "l2": "sqrt(sum(x**2))", "l1": "sum(abs(x))", "magnitude": "sqrt(sum(x**2))",
    "var": "sum((x - mean(x))**2)/(n - 1)", "variance": "sum((x - mean(x))**2)/(n - 1)",
    "std": "sqrt(sum((x - mean(x))**2)/(n - 1))", "stddev": "sqrt(sum((x - mean(x))**2)/(n - 1))",
    "relu6": "clamp(x, 0, 6)", "ReLU6": "clamp(x, 0, 6)", "relu1": "clamp(x, 0, 1)",
    "relun": "clamp(x, 0, n)", "hardtanh": "clamp(x, -1, 1)", "hard_tanh": "clamp(x, -1, 1)",
    "saturate": "clamp(x, 0, 1)", "hardsigmoid": "clamp(x/6 + 0.5, 0, 1)",
    "hard_sigmoid": "clamp(x/6 + 0.5, 0, 1)", "hardswish": "x*clamp(x/6 + 0.5, 0, 1)",
    "hard_swish": "x*clamp(x/6 + 0.5, 0, 1)",
    "selu": "1.0507009873554805*elu(x, 1.6732632423543772)", "celu": "elu(x/alpha, 1)*alpha",
    "mish": "x*tanh(softplus(x))", "softsign": "x/(1 + abs(x))", "tanhshrink": "x - tanh(x)",
    "logsigmoid": "-softplus(-x)", "log_sigmoid": "-softplus(-x)", "softmin": "softmax(-x)",
    "prelu": "leaky_relu(x, slope)", "glu": "x*sigmoid(y)", "geglu": "x*gelu(y)", "swiglu": "x*silu(y)",
    "quick_gelu": "x*sigmoid(1.702*x)",
    "exp2": "2**x", "exp10": "10**x", "pow2": "x**2", "pow3": "x**3", "cube": "x**3", "cubed": "x**3",
    "log10p": "log10(1 + x)", "rsqrt": "1/sqrt(x)", "reciprocal": "1/x", "inv": "1/x", "inverse": "1/x",
    "neg": "-x", "negative": "-x", "add": "x + y", "sub": "x - y", "subtract": "x - y", "mul": "x*y",
    "multiply": "x*y", "times": "x*y", "div": "x/y", "divide": "x/y", "plus": "x + y", "minus": "x - y",
    "sec": "1/cos(x)", "csc": "1/sin(x)", "cosec": "1/sin(x)", "cot": "1/tan(x)", "cotan": "1/tan(x)",
    "sech": "1/cosh(x)", "csch": "1/sinh(x)", "coth": "1/tanh(x)", "acot": "atan(1/x)",
    "asec": "acos(1/x)", "acsc": "asin(1/x)", "sinc": "sin(pi*x)/(pi*x)", "haversine": "sin(x/2)**2",
    "erfc": "1 - erf(x)", "logit": "log(x/(1 - x))", "logaddexp": "logsumexp(x, y)",
    "logcosh": "log(cosh(x))", "log_cosh": "log(cosh(x))", "logistic_loss": "softplus(-x)",
    "gaussian": "exp(-x**2)", "normal": "exp(-x**2/2)/sqrt(2*pi)", "entropy": "-sum(x*log(x))",
    "kl_div": "sum(x*log(x/y))", "kl": "sum(x*log(x/y))", "hinge": "max(0, 1 - x*y)",
    "bce": "-mean(y*log(x) + (1 - y)*log(1 - x))",
    "binary_cross_entropy": "-mean(y*log(x) + (1 - y)*log(1 - x))",
    "BCELoss": "-mean(y*log(x) + (1 - y)*log(1 - x))", "deg2rad": "x*pi/180", "radians": "x*pi/180",
    "rad2deg": "x*180/pi", "degrees": "x*180/pi", "lerp": "x + t*(y - x)", "step": "(1 + sign(x))/2",
    "heaviside": "(1 + sign(x))/2", "sumsq": "sum(x**2)",
    "cosine_similarity": "dot(x, y)/sqrt(dot(x, x)*dot(y, y))",
    "log3": "log(x)/log(3)", "logb": "log(x)/log(b)", "float": "the number alone",
    "double": "the number alone",
    "tensor": "the numbers in brackets, such as [1, 2]", "array": "the numbers in brackets, such as [1, 2]",
    "Tensor": "the numbers in brackets, such as [1, 2]", "outer": "", "cross": "", "trace": "", "det": "",
    "floor": "", "ceil": "", "round": "", "trunc": "", "mod": "", "fmod": "", "rem": "", "gamma": "",
    "lgamma": "", "digamma": "", "beta": "", "erfinv": "", "median": "", "mode": "", "argmax": "",
    "argmin": "", "cumsum": "", "cumprod": "", "sort": "", "where": "", "if": "", "select": "", "diff": "",
    "grad": "", "len": "", "size": "", "shape": "", "min_max": "", "huber": "", "focal": "", "dropout": "",
    "conv": "", "conv2d": "", "maxpool": "", "relu2": "relu(x)**2", "norm1": "sum(abs(x))", "nan": "",
    "sinpi": "sin(pi*x)", "cospi": "cos(pi*x)", "tanpi": "tan(pi*x)", "cis": "", "real": "", "imag": "",
    "conj": "", "arg": "", "phase": "", "print": "", "range": "", "max_pool": "", "rand": "", "randn": "",
    "random": "", "zeros": "", "ones": "", "eye": "", "linspace": "", "arange": "", "flatten": "",
    "reshape": "", "sech2": "1/cosh(x)**2", "sin2": "sin(x)**2", "cos2": "cos(x)**2", "tanh2": "tanh(x)**2",
    "sum2": "sum(x**2)", "tan2": "tan(x)**2", "log_2": "log2(x)", "log_10": "log10(x)", "ln2": "log(2)",
    "expm": "", "logm": "", "sqrtm": "",
  ]
}

extension Speller {
  /// The advice for an unknown function: a name or a form that is right, or nothing.
  mutating func functionAdvice(for name: String) -> FunctionAdvice? {
    if FunctionNames.contains(name) { return nil }
    let plain = Self.folded(name)
    for spelling in [name, plain] {
      if let synonym = ForeignFunctions.synonyms[spelling] {
        return FunctionNames.contains(synonym) || synonym == "@" ? .name(synonym) : .form("x**y")
      }
      if let form = ForeignFunctions.forms[spelling] { return form.isEmpty ? nil : .form(form) }
    }
    if FunctionNames.contains(plain) { return .name(plain) }
    let candidates = FunctionNames.all.filter { Self.isPlausible(plain, for: $0) }
    return nearest(to: plain, among: candidates).map { .name($0) }
  }

  /// `true` if a misspelling of a function is likely: its digits are right, for they name another function, and so is its
  /// first letter; in a short name, letters may be swapped but not replaced, as that makes another name.
  private static func isPlausible(_ word: String, for function: String) -> Bool {
    let (left, right) = (Array(word.utf8), Array(function.utf8))
    let (leftDigits, rightDigits) = (left.filter(Characters.isDigit), right.filter(Characters.isDigit))
    guard leftDigits == rightDigits else { return false }
    if left.sorted() == right.sorted() { return true }
    guard left.first == right.first else { return false }
    let longer = max(left.count, right.count)
    if longer <= 3 { return false }
    return longer >= 6 || left.count != right.count
  }

  /// Small letters of ASCII in place of capitals and of full width.
  private static func folded(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars {
      var value = scalar.value
      if (0xFF01...0xFF5E).contains(value) { value -= 0xFEE0 }
      if (0x41...0x5A).contains(value) { value |= 0x20 }
      if let scalar = Unicode.Scalar(value) { result.unicodeScalars.append(scalar) }
    }
    return result
  }
}
