#!/usr/bin/env python3
"""How far the operations' values and derivatives are from the truth, in units in the last place.

    python Tests/Reference/accuracy.py --write                 write accuracy.bin beside this file
    python Tests/Reference/accuracy.py --program EVALUATE      compare what a program computes; exit 1 above the limit
    python Tests/Reference/accuracy.py --program EVALUATE --points 20000 --rows tanh,gelu

The truth comes from mpmath, at each point with as many digits as it takes. Needs mpmath, and gmpy2 to be fast. The program
is that of `make accuracy`: it reads a line `name parameters numbers…` (bits in hexadecimal), and answers with the bits of
the value and of the derivatives. The format of accuracy.bin is described in README.md.
"""

import argparse
import math
import random
import struct
import subprocess
import sys
from pathlib import Path

import mpmath
from mpmath import mp, mpf

LIMIT, COMPOSITION = 2, 4
COMPOSITIONS = {"gelu", "silu", "softplus", "elu", "logsumexp"}
LARGEST = sys.float_info.max

# ------------------------------------------------------------------------------------ the truth

def log_sum_exp(x):
    m = max(x)
    i = x.index(m)
    others = mp.fsum(mp.exp(v - m) for v in x[:i] + x[i + 1:])
    return m + near(others, lambda e: e - e * e / 2, mp.log1p)


def near(x, small, large):
    """Where a formula for large numbers would cancel: a series."""
    return small(x) if abs(x) < mpf(2) ** -60 else large(x)


def phi(x):
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


def cumulative(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def sigmoid(x):
    return 1 / (1 + mp.exp(-x)) if x > 0 else mp.exp(x) / (1 + mp.exp(x))


def cbrt(x):
    return mp.sign(x) * mp.cbrt(abs(x))


def softplus(x):
    e = mp.exp(-abs(x))
    return max(x, 0) + near(e, lambda e: e - e * e / 2, mp.log1p)


def asinh(x):
    return near(x, lambda x: x - x**3 / 6, mp.asinh)


def atanh(x):
    return near(x, lambda x: x + x**3 / 3, mp.atanh)


def power(x, y):
    if x < 0:
        return mp.power(-x, y) * (-1 if int(y) % 2 else 1)
    return mp.power(x, y)


UNARY = {  # the value and the derivative
    "neg": (lambda x: -x, lambda x: mpf(-1)),
    "exp": (mp.exp, mp.exp),
    "expm1": (mp.expm1, mp.exp),
    "log": (mp.log, lambda x: 1 / x),
    "log1p": (lambda x: near(x, lambda x: x - x * x / 2, mp.log1p), lambda x: 1 / (1 + x)),
    "log2": (lambda x: mp.log(x) / mp.log(2), lambda x: 1 / (x * mp.log(2))),
    "log10": (lambda x: mp.log(x) / mp.log(10), lambda x: 1 / (x * mp.log(10))),
    "sqrt": (mp.sqrt, lambda x: 1 / (2 * mp.sqrt(x))),
    "cbrt": (cbrt, lambda x: 1 / (3 * cbrt(x) ** 2)),
    "square": (lambda x: x * x, lambda x: 2 * x),
    "abs": (abs, mp.sign),
    "sign": (mp.sign, lambda x: mpf(0)),
    "sin": (mp.sin, mp.cos),
    "cos": (mp.cos, lambda x: -mp.sin(x)),
    "tan": (mp.tan, lambda x: 1 / mp.cos(x) ** 2),
    "asin": (mp.asin, lambda x: 1 / mp.sqrt(1 - x * x)),
    "acos": (mp.acos, lambda x: -1 / mp.sqrt(1 - x * x)),
    "atan": (mp.atan, lambda x: 1 / (1 + x * x)),
    "sinh": (mp.sinh, mp.cosh),
    "cosh": (mp.cosh, mp.sinh),
    "tanh": (mp.tanh, lambda x: mp.sech(x) ** 2),
    "asinh": (asinh, lambda x: 1 / mp.sqrt(x * x + 1)),
    "acosh": (mp.acosh, lambda x: 1 / mp.sqrt(x * x - 1)),
    "atanh": (atanh, lambda x: 1 / (1 - x * x)),
    "sigmoid": (sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    "softplus": (softplus, sigmoid),
    "relu": (lambda x: max(x, mpf(0)), lambda x: mpf(x > 0)),
    "gelu": (lambda x: x * cumulative(x), lambda x: cumulative(x) + x * phi(x)),
    "silu": (lambda x: x * sigmoid(x), lambda x: sigmoid(x) * (1 + x * sigmoid(-x))),
    "erf": (mp.erf, lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-x * x)),
}
PARAMETRIC = {
    "powc": (power, lambda x, c: c * power(x, c - 1) if c else mpf(0)),
    "leaky_relu": (lambda x, s: x if x > 0 else s * x, lambda x, s: mpf(1) if x > 0 else s),
    "elu": (lambda x, a: x if x > 0 else a * mp.expm1(x), lambda x, a: mpf(1) if x > 0 else a * mp.exp(x)),
    "clamp": (lambda x, lo, hi: min(max(x, lo), hi), lambda x, lo, hi: mpf(lo < x < hi)),
}
BINARY = {
    "add": (lambda x, y: x + y, lambda x, y: [mpf(1), mpf(1)]),
    "sub": (lambda x, y: x - y, lambda x, y: [mpf(1), mpf(-1)]),
    "mul": (lambda x, y: x * y, lambda x, y: [y, x]),
    "div": (lambda x, y: x / y, lambda x, y: [1 / y, -x / (y * y)]),
    "pow": (power, lambda x, y: [y * power(x, y - 1) if y else mpf(0), power(x, y) * mp.log(x)]),
    "atan2": (mp.atan2, lambda x, y: [y / (x * x + y * y), -x / (x * x + y * y)]),
    "min": (min, lambda x, y: [mpf(x < y), mpf(y < x)]),
    "max": (max, lambda x, y: [mpf(x > y), mpf(y > x)]),
    "hypot": (lambda x, y: mp.sqrt(x * x + y * y),
              lambda x, y: [x / mp.sqrt(x * x + y * y), y / mp.sqrt(x * x + y * y)]),
}


def others(x, i):
    return mp.fprod(x[:i] + x[i + 1:])


LISTS = {
    "sum": (lambda x: mp.fsum(x), lambda x: [mpf(1)] * len(x)),
    "mean": (lambda x: mp.fsum(x) / len(x), lambda x: [mpf(1) / len(x)] * len(x)),
    "product": (lambda x: mp.fprod(x), lambda x: [others(x, i) for i in range(len(x))]),
    "logsumexp": (log_sum_exp, lambda x: [mp.exp(v - max(x)) / mp.fsum(mp.exp(w - max(x)) for w in x) for v in x]),
    "dot": (lambda x: mp.fdot(x[:len(x) // 2], x[len(x) // 2:]), lambda x: x[len(x) // 2:] + x[:len(x) // 2]),
}
WIDE = {"sum", "mean", "dot", "product", "add", "sub"}  # whose terms may differ by all exponents
SMALL = {"sigmoid", "silu", "gelu", "softplus", "logsumexp", "asinh", "acosh", "atanh", "asin", "acos"}


def truth(name, x, parameters):
    """The value and the derivatives."""
    mp.prec = 4400 if name in WIDE else 420
    x, parameters = [mpf(v) for v in x], [mpf(v) for v in parameters]
    if name in UNARY:
        value, slope = UNARY[name]
        return [value(*x), slope(*x)]
    if name in PARAMETRIC:
        value, slope = PARAMETRIC[name]
        return [value(*x, *parameters), slope(*x, *parameters)]
    value, slopes = BINARY[name] if name in BINARY else LISTS[name]
    return [value(*x), *slopes(*x)] if name in BINARY else [value(x), *slopes(x)]


def off(got, exact):
    """The distance in units in the last place of the truth."""
    if got != got:
        return math.inf
    if abs(got) == math.inf:
        limit = mpf(2) ** 1024 * (1 - mpf(2) ** -54)
        return 0.0 if abs(exact) >= limit and (got > 0) == (exact > 0) else math.inf
    if exact == 0:
        return 0.0 if got == 0 else math.inf
    exponent = max(mpmath.mpf(abs(exact)).man_exp[1] + mpmath.mpf(abs(exact)).bc - 1, -1022) - 52
    if exponent > 1023 - 52:  # above the largest double
        return 0.0 if got == math.copysign(LARGEST, exact) and abs(exact) < mpf(2) ** 1024 else math.inf
    return float(abs(mpf(got) - exact) / mpf(2) ** exponent)


def settled(name, operands, parameters, got):
    """The nearest doubles, where some of `got` are off by more than 1e-12 of themselves; None where none are, or where
    no truth is known: at kinks, poles and numbers that are not finite."""
    if not all(map(math.isfinite, operands)) or name not in ROWS:
        return None
    try:
        if name == "pow" and operands[0] < 0:  # the derivative by the exponent is NaN
            mp.prec = 4400
            x, y = map(mpf, operands)
            exact = [nearest(power(x, y)), nearest(y * power(x, y - 1)), math.nan]
        else:
            exact = [nearest(mpf(v)) for v in truth(name, operands, parameters)]
    except (ZeroDivisionError, ValueError, TypeError, AttributeError, OverflowError):
        return None
    # mpmath has no -0.
    exact = [a if a == b == 0 else b for a, b in zip(got, exact, strict=True)]
    wrong = [abs(a - b) > 1e-12 * max(abs(a), abs(b)) if math.isfinite(a) and math.isfinite(b) else a != b
             for a, b in zip(got, exact, strict=True)]
    wrong = [w and b == b for w, b in zip(wrong, exact, strict=True)]
    return exact if any(wrong) else None


def nearest(exact):
    """As IEEE 754 rounds: also among the subnormal numbers."""
    if exact == 0:
        return 0.0
    exponent = max(exact.exp + exact.bc - 1, -1022) - 52
    scaled = mp.nint(exact / mpf(2) ** exponent)
    return math.inf * float(mp.sign(exact)) if exponent > 971 or abs(scaled) * mpf(2) ** exponent > LARGEST \
        else math.ldexp(int(scaled), exponent)


# ------------------------------------------------------------------------------------ the points

EDGES = [5e-324, 1e-323, 2.2250738585072014e-308, 1e-300, 1e-160, 1e-154, 1e-20, 1e-9, 1e-8, 1e-5, 0.01, 0.0624,
         0.0625, 0.1, 0.25, 0.5, 0.7, 0.75178, 0.7517915247, 0.86, 0.88, 1 - 2**-53, 1.0, 1 + 2**-52, 1.2784645427,
         1.27846, 1.3, 1.4142135623730951, 1.57, 1.5707963267948966, 2.0, 2.5, 3.0, 3.141592653589793, 5.0, 8.0, 10.0,
         17.0, 19.9, 20.0, 20.1, 22.0, 26.6, 30.0, 36.0, 37.5, 38.5, 40.0, 100.0, 340.0, 350.0, 354.0, 372.0, 373.0,
         700.0, 708.0, 709.0, 709.78, 710.0, 710.4, 744.0, 745.0, 745.2, 746.0, 1000.0, 1e5, 1e9, 1e16, 1e22, 1e100,
         1e150, 1e154, 1.4e154, 1e155, 1e200, 1e300, 8e307, 1.7e308, LARGEST]


class Points:
    def __init__(self, seed):
        self.rng = random.Random(seed)

    def any(self):
        """Any finite double but 0."""
        while True:
            x = struct.unpack("d", struct.pack("Q", self.rng.getrandbits(64)))[0]
            if math.isfinite(x) and x:
                return x

    def ordinary(self):
        """From 1e-6 to 1e3, log-uniform."""
        return self.rng.choice([-1, 1]) * 10 ** self.rng.uniform(-6, 3)

    def near(self):
        """Near an edge: a few units in the last place, or some share of it."""
        x = self.rng.choice(EDGES) * self.rng.choice([-1, 1])
        if self.rng.random() < 0.3:
            for _ in range(self.rng.randrange(4)):
                x = math.nextafter(x, math.inf * self.rng.choice([-1, 1]))
        elif self.rng.random() < 0.7:
            x *= 1 + self.rng.uniform(-1, 1) * 2 ** -self.rng.uniform(1, 52)
        return x if math.isfinite(x) and x else 1.0

    def number(self):
        kind = self.rng.random()
        return self.any() if kind < 0.3 else self.near() if kind < 0.5 else self.moderate() if kind < 0.8 else self.ordinary()

    def moderate(self):
        return self.rng.uniform(-1, 1) * self.rng.choice([1, 4, 40, 750])

    def case(self, name):
        """Operands inside the domain, away from kinks, and parameters."""
        rng = self.rng
        x = self.number()
        if name in {"log", "log2", "log10", "sqrt"}:
            return [abs(x)], []
        if name == "log1p":
            return [x if x > -1 else rng.uniform(-1 + 2**-53, 0)], []
        if name in {"asin", "acos", "atanh"}:
            return [x if abs(x) < 1 else (1 - 2 ** -rng.uniform(0.01, 52)) * rng.choice([-1, 1])], []
        if name == "acosh":
            return [abs(x) if abs(x) > 1 else 1 + 2 ** -rng.uniform(0, 52)], []
        if name in UNARY:
            return [x], []
        if name == "powc":
            c = rng.choice([2, 3, -1, -2, 0.5, -0.5, 1.5, 4, 7, 1 / 3, 0.1, -0.3, -1.7, 2.2, 0.0, 1.0, 10, -12, 1e-3])
            c = rng.uniform(-20, 20) if rng.random() < 0.3 else float(c)
            return [x if c == int(c) else abs(x)], [c]
        if name == "leaky_relu":
            return [x], [rng.choice([0.01, 0.2, 0.3])]
        if name == "elu":
            return [x], [rng.choice([1.0, 0.5, 0.3])]
        if name == "clamp":
            lo, hi = sorted([self.number(), self.number()])
            return [x], [lo, hi]
        y = self.number()
        if rng.random() < 0.3:
            y = x * rng.uniform(-3, 3) or 1.0
        if not math.isfinite(y):
            y = 1.0
        if name == "pow":
            x = abs(x)
            logarithm = abs(math.log(x)) or 1e-3
            y = rng.choice([y, rng.uniform(-750, 750) / logarithm, rng.uniform(-3, 3), rng.uniform(-0.5, 0.5)])
            return [x, max(min(y, 1e300), -1e300)], []
        if name in {"min", "max"} and x == y:
            y = -x
        if name in BINARY:
            return [x, y], []
        count = rng.choice([1, 2, 2, 3, 3, 4, 5, 8])
        if name == "logsumexp":
            size = rng.choice([1, 1, 3, 30, 1e3, 1e6])
            list_ = [rng.uniform(-size, size) for _ in range(count)]
            if rng.random() < 0.2:
                list_ = [self.number() for _ in range(count)]
            return list_, []
        kind = rng.random()
        pick = self.number if kind < 0.4 else self.ordinary if kind < 0.7 else self.moderate
        x = [pick() for _ in range(count)]
        if name == "product":
            return x, []
        if name == "dot":
            y = [pick() for _ in range(count)]
            if kind > 0.85 and count > 1:
                x[-1], y[-1] = -x[0], math.nextafter(y[0], 0)
            return x + y, []
        if kind > 0.85 and count > 1:
            x[-1] = -math.nextafter(x[0], 0)
        return x, []


# Rounded once by any implementation, so that few points suffice.
EXACT = {"neg", "abs", "sign", "relu", "leaky_relu", "clamp", "add", "sub", "mul", "min", "max", "square"}
ROWS = [*UNARY, *PARAMETRIC, *BINARY, *LISTS]


def cases(name, count):
    points = Points(name)
    found = [points.case(name) for _ in range(count)]
    if name in UNARY:
        inside = {"log": (0, math.inf), "log2": (0, math.inf), "log10": (0, math.inf), "sqrt": (0, math.inf),
                  "log1p": (-1, math.inf), "asin": (-1, 1), "acos": (-1, 1), "atanh": (-1, 1),
                  "acosh": (1, math.inf)}.get(name, (-math.inf, math.inf))
        edges = [s * x for x in EDGES for s in (1, -1) if inside[0] < s * x < inside[1]]
        found[:len(edges)] = [([x], []) for x in edges]
    return found


# ------------------------------------------------------------------------------------ comparing


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def compare(program, names, count):
    failed = False
    print(f"{'row':<12} {'points':>7} {'value':>7} {'by x':>7} {'by y':>7}   units in the last place, at most")
    for name in names:
        points = cases(name, count)
        lines = [f"{name} {len(p)} " + " ".join(f"{bits(v):x}" for v in [*x, *p]) for x, p in points]
        answers = subprocess.run([program], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
        limit = COMPOSITION if name in COMPOSITIONS else LIMIT
        worst = {}
        for (x, p), line in zip(points, answers.stdout.splitlines(), strict=True):
            got = [struct.unpack("<d", struct.pack("<Q", int(word, 16)))[0] for word in line.split()]
            for index, (number, exact) in enumerate(zip(got, truth(name, x, p), strict=True)):
                column = 0 if index == 0 else 1 if name != "dot" and name not in BINARY else 1 + (index - 1) * 2 // len(x)
                distance = off(number, exact)
                if distance >= worst.get(column, (-1,))[0]:
                    worst[column] = (distance, x, p, number, exact)
        print(f"{name:<12} {len(points):>7} " + " ".join(f"{worst[c][0]:7.3f}" for c in sorted(worst)), flush=True)
        for column, (distance, x, p, number, exact) in sorted(worst.items()):
            if distance > limit:
                failed = True
                what = "value" if column == 0 else f"derivative by {'xy'[column - 1]}"
                print(f"  {what} of {name} at {x} {p}: {number!r}, exactly {mp.nstr(exact, 20)}: {distance:.2f} off")
    return failed


def write(path, count):
    """Per row: its name, 12 bytes; how many points; then the points: numbers of operands, parameters, the numbers,
    the value and the derivatives."""
    content = bytearray()
    for name in ROWS:
        points = cases(name, count // 8 if name in EXACT else count)
        content += struct.pack("<12sI", name.encode(), len(points))
        for x, p in points:
            numbers = [*x, *p, *map(nearest, truth(name, x, p))]
            content += struct.pack(f"<BB{len(numbers)}d", len(x), len(p), *numbers)
    path.write_bytes(content)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--program")
    parser.add_argument("--points", type=int, default=2000)
    parser.add_argument("--rows", default=",".join(ROWS))
    options = parser.parse_args()
    if options.write:
        write(Path(__file__).with_name("accuracy.bin"), options.points)
    elif options.program:
        sys.exit(compare(options.program, options.rows.split(","), options.points))
    else:
        parser.error("--write or --program")


if __name__ == "__main__":
    main()
