#!/usr/bin/env python3
"""Write (or check) the reference fixtures: what PyTorch computes, in double precision.

    python Tests/Reference/reference.py            write the fixtures beside this file
    python Tests/Reference/reference.py --check    regenerate, compare; exit 1 when they differ

Needs torch and numpy (README.md names the versions). The format is described in README.md.
"""

import os

# The scalar code paths, which call the C library: the same digits whatever the vector unit.
os.environ["ATEN_CPU_CAPABILITY"] = "default"
os.environ["MKL_CBWR"] = "COMPATIBLE"

import itertools
import json
import math
import random
import sys
from pathlib import Path

import accuracy
import numpy
import torch
import torch.autograd.forward_ad as forward_ad
import torch.nn.functional as F

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

inf, nan = math.inf, math.nan


class Cbrt(torch.autograd.Function):
    """torch has no cube root: the C library's, with the derivative 1 / (3 out²)."""

    @staticmethod
    def forward(ctx, x):
        out = torch.tensor(numpy.cbrt(x.item()))
        ctx.save_for_backward(out)
        ctx.out = out
        return out

    @staticmethod
    def backward(ctx, grad):
        (out,) = ctx.saved_tensors
        return grad / (3 * out * out)

    @staticmethod
    def jvp(ctx, tangent):
        return tangent / (3 * ctx.out * ctx.out)


# ---------------------------------------------------------------------------- the operations

UNARY = {
    "neg": torch.neg, "exp": torch.exp, "expm1": torch.expm1, "log": torch.log,
    "log1p": torch.log1p, "log2": torch.log2, "log10": torch.log10, "sqrt": torch.sqrt,
    "cbrt": Cbrt.apply, "square": torch.square, "abs": torch.abs, "sign": torch.sign,
    "sin": torch.sin, "cos": torch.cos, "tan": torch.tan,
    "asin": torch.asin, "acos": torch.acos, "atan": torch.atan,
    "sinh": torch.sinh, "cosh": torch.cosh, "tanh": torch.tanh,
    "asinh": torch.asinh, "acosh": torch.acosh, "atanh": torch.atanh,
    "sigmoid": torch.sigmoid, "softplus": F.softplus, "relu": torch.relu,
    "gelu": F.gelu, "silu": F.silu, "erf": torch.erf,
}
PARAMETRIC = {  # one operand, then Python numbers
    "powc": (torch.pow, [(c,) for c in (0.0, 1.0, 2.0, 3.0, -1.0, -2.0, 0.5, -0.5, 1.5)]),
    "leaky_relu": (F.leaky_relu, [(0.01,), (0.2,), (0.0,)]),
    "elu": (F.elu, [(1.0,), (0.5,)]),
    "clamp": (torch.clamp, [(-1.0, 1.0), (0.0, 2.0), (0.5, 0.5)]),
}
BINARY = {
    "add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "pow": torch.pow,
    "atan2": torch.atan2, "min": torch.minimum, "max": torch.maximum, "hypot": torch.hypot,
}
NARY = {
    "sum": lambda *x: torch.stack(x).sum(),
    "mean": lambda *x: torch.stack(x).mean(),
    "product": lambda *x: torch.stack(x).prod(),
    "logsumexp": lambda *x: torch.stack(x).logsumexp(0),
}
PAIRS = {  # two lists, one after the other
    "dot": lambda *x: torch.dot(torch.stack(x[:len(x) // 2]), torch.stack(x[len(x) // 2:])),
}


def with_derivative(function, derivative):
    """A function with a derivative that keeps its digits, where PyTorch's is formed from the rounded result."""

    class Function(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            ctx.slope = derivative(x)
            return function(x)

        @staticmethod
        def backward(ctx, grad):
            return grad * derivative(ctx.saved_tensors[0])

        @staticmethod
        def jvp(ctx, tangent):
            return tangent * ctx.slope

    return Function.apply


def bell(x):
    """e^-|x| / (1 + e^-|x|)²."""
    power = torch.exp(-x.abs())
    return power / (1 + power) ** 2


# In graphs, what PyTorch loses would spread.
EXACT_FUNCTIONS = {
    "softplus": lambda x: torch.logaddexp(x, torch.zeros(())),
    "gelu": lambda x: x * torch.special.erfc(x * -math.sqrt(0.5)) / 2,
    "tanh": with_derivative(torch.tanh, lambda x: 4 * bell(2 * x)),
    "sigmoid": with_derivative(torch.sigmoid, bell),
    "expm1": with_derivative(torch.expm1, torch.exp),
}
FUNCTIONS = UNARY | {name: f for name, (f, _) in PARAMETRIC.items()} | BINARY | NARY | PAIRS
GRAPH_FUNCTIONS = FUNCTIONS | EXACT_FUNCTIONS

# ------------------------------------------------------------------------------ single cases

REGULAR = [-12.5, -2.7, -1.3, -0.6, -0.1, 0.05, 0.2, 0.7, 1.4, 3.3, 12.5]
SPECIAL = [x for p in (0.0, 5e-324, 1e-300, 1.0, 1e300, 1.7e308, inf) for x in (p, -p)] + [nan]
PAIRED = [0.0, -0.0, 1.0, -1.0, 2.0, -2.5, 0.5, inf, -inf, nan, 1e-300, 1e300]
UPSTREAM = [inf, nan, 0.0]  # in place of the usual 1, at these operands:
PROBED = {0.0, 1.0, -1.0, -2.7, 1.4, 2.0, inf, -inf}
EXTRA = {
    "softplus": [19.9, 20.0, 20.1, 25.0, -40.0, -800.0],
    "sigmoid": [20.0, -40.0, -800.0], "silu": [20.0, -40.0, -800.0], "elu": [-40.0, -800.0],
    "gelu": [-5.0, 5.0], "exp": [709.0, 710.0, -745.0, -746.0], "expm1": [710.0, -40.0, 1e-10],
    "log1p": [1e-10, -0.999], "sinh": [710.0, -711.0], "cosh": [710.0, -711.0],
    "acosh": [1.05, 2.0, 1e5], "asin": [0.95, -0.95], "acos": [0.95, -0.95], "atanh": [0.95, -0.95],
    "powc": [2.0, 4.0, 0.5, -2.5, 1e-150, 1e160], "clamp": [0.5, 2.0, 0.25],
    "square": [1e160, 1e-170], "cbrt": [8.0, -27.0],
}
NARY_OPERANDS = [
    [1.5], [-2.0], [0.0], [-0.0], [inf], [-inf], [nan], [1e300], [1e-300],
    [2.0, 3.0], [-2.5, 4.0], [0.0, 3.0], [-0.0, 3.0], [0.0, 0.0], [0.0, -0.0], [-0.0, -0.0],
    [inf, 2.0], [inf, -inf], [inf, 0.0], [-inf, -0.0], [nan, 2.0], [nan, 0.0], [nan, inf],
    [1e300, 1e300], [1e300, -1e300], [1e-300, 1e-300], [1e300, 1e-300], [5e-324, 0.5],
    [1.0, 2.0, 3.0], [-1.5, 0.5, 4.0], [0.0, 2.0, 3.0], [2.0, -0.0, -3.0], [0.0, 0.0, 3.0],
    [0.0, 2.0, 0.0], [0.0, 0.0, 0.0], [inf, 2.0, -3.0], [inf, 0.0, 2.0], [inf, 0.0, 0.0],
    [inf, -inf, 1.0], [nan, 2.0, 3.0], [nan, 0.0, 3.0], [nan, 0.0, 0.0], [nan, 0.0, inf],
    [1e300, 1e300, 1e-300], [1e-300, 1e-300, 1e300],
    [0.5, -1.5, 2.5, 3.0, -0.25], [2.0, 0.0, 3.0, 4.0, 5.0], [2.0, 0.0, 3.0, -0.0, 5.0],
    [2.0, 2.0, 2.0, 2.0, 2.0], [1.0, inf, 3.0, 4.0, 5.0], [1.0, inf, 0.0, 4.0, 5.0],
    [1.0, nan, 3.0, 4.0, 5.0], [1.0, nan, 0.0, 4.0, 0.0], [1.0, inf, -inf, nan, 5.0],
]
PAIRS_OPERANDS = [
    *([x, y] for x in (1.5, 0.0, -0.0, inf, nan) for y in (2.0, -3.0, 0.0, -0.0, -inf, nan)),
    [2.0, -3.0, 0.5, 4.0], [0.0, 1.0, inf, 2.0], [inf, 1.0, 2.0, nan], [inf, inf, 1.0, -1.0],
    [1e300, 2.0, 1e300, 3.0], [1e-300, 1.0, 1e-300, 0.0], [1.0, -2.0, 3.0, 0.5, 4.0, -1.5],
    [0.1, 0.2, 0.3, 0.4, 0.5, -0.6, 0.7, 0.8, 0.9, 1.1], [1.0, nan, 3.0, 0.0, 0.0, inf],
]


def upstreams(operands):
    return [1.0] + (UPSTREAM if all(x in PROBED or x != x for x in operands) else [])


def points():
    """Every (operation, operands, parameters, upstream) to compute."""
    for name in UNARY:
        for x in REGULAR + SPECIAL + EXTRA.get(name, []):
            for upstream in upstreams([x]):
                yield name, [x], (), upstream
    for name, (_, choices) in PARAMETRIC.items():
        for parameters in choices:
            for x in REGULAR + SPECIAL + EXTRA.get(name, []):
                for upstream in upstreams([x]):
                    yield name, [x], parameters, upstream
    for x in REGULAR + SPECIAL:  # bounds in the wrong order
        yield "clamp", [x], (1.0, -1.0), 1.0
    for name in BINARY:
        for pair in itertools.product(PAIRED, PAIRED):
            for upstream in upstreams(pair):
                yield name, list(pair), (), upstream
        for pair in [(0.3, 1.7), (1.7, 0.3), (-0.4, 2.2), (2.2, -0.4), (-3.1, -1.2), (0.9, 0.9),
                     (3.0, 3.0), (-2.0, 3.0), (1e-300, 1e-300), (5e-324, 1.0), (1.7e308, 1.7e308)]:
            yield name, list(pair), (), 1.0
    for names, lists in [(NARY, NARY_OPERANDS), (PAIRS, PAIRS_OPERANDS)]:
        for name, operands, upstream in itertools.product(names, lists, [1.0] + UPSTREAM):
            yield name, operands, (), upstream


def case(name, operands, parameters, upstream):
    leaves = [torch.tensor(x, requires_grad=True) for x in operands]
    out = FUNCTIONS[name](*leaves, *parameters)
    out.backward(torch.tensor(upstream))
    record = {"op": name, "operands": operands, "parameters": list(parameters)}
    if upstream != 1:
        record["upstream"] = upstream
    value, grads = out.item(), [x.grad.item() for x in leaves]
    record |= {"value": value, "grads": grads}
    # At kinks and singular points PyTorch's convention counts.
    if not singular(name, operands, parameters):
        ones = [value, *grads] if upstream == 1 else plain_case(name, operands, parameters)
        exact = accuracy.settled(name, operands, parameters, ones)
        if exact:
            record["exact"] = exact[:1] + [passed(grad, upstream, operands) for grad in exact[1:]]
    return record


def passed(grad, upstream, operands):
    """The product of a true derivative, rounded to a double, and what comes from above. A derivative of operands that are
    not 0 is infinite or 0 only by rounding, so that 0 and infinity from above stay."""
    product = grad * upstream
    rounded = math.isnan(product) and not math.isnan(grad) and not math.isnan(upstream)
    return math.copysign(upstream, grad) if rounded and all(operands) else product


def plain_case(name, operands, parameters):
    record = case(name, operands, parameters, 1.0)
    return [record["value"], *record["grads"]]


def singular(name, x, parameters):
    """Whether an operation is at a kink or singular point, or outside of its domain."""
    match name:
        case "abs" | "sign" | "relu" | "leaky_relu" | "elu" | "sqrt" | "log" | "log2" | "log10" | "cbrt":
            return x[0] == 0 or name in {"sqrt", "log", "log2", "log10"} and x[0] < 0
        case "log1p": return x[0] <= -1
        case "asin" | "acos" | "atanh": return abs(x[0]) >= 1
        case "acosh": return x[0] <= 1
        case "clamp": return x[0] in parameters or parameters[0] >= parameters[1]
        case "pow": return x[0] == 0 or x[1] == 0 or x[0] < 0 and (not math.isfinite(x[1]) or x[1] != int(x[1]))
        case "powc": return x[0] <= 0 and (parameters[0] != int(parameters[0]) or x[0] == 0)
        case "div": return x[1] == 0
        case "min" | "max": return x[0] == x[1]
        case "atan2": return x[0] == 0 and x[1] <= 0
        case "hypot": return x == [0, 0]
        case "product": return x.count(0) > 1
    return False


# ------------------------------------------------------------------------------------ graphs

# Rounded correctly by every implementation; all others may differ in their last digit.
EXACT = {"add", "sub", "mul", "div", "neg", "sqrt", "square", "abs", "sign", "relu", "min", "max",
         "clamp"}
KINKED = {"min", "max", "clamp", "abs", "relu", "leaky_relu", "elu", "product", "pow", "powc"}


def evaluate(nodes, noise=None):
    """The value of every node, and the gradient of the last node for every node.

    With `noise` (a Random) all roundings are disturbed by a few units in the last place.
    """
    disturb = lambda: 1 + noise.uniform(-1e-15, 1e-15)
    tensors = []
    for node in nodes:
        if "data" in node:
            tensor = torch.tensor(node["data"], requires_grad=node["op"] == "variable")
        else:
            operands = [tensors[i] for i in node["operands"]]
            tensor = GRAPH_FUNCTIONS[node["op"]](*operands, *node["parameters"])
            tensor.retain_grad()
            if noise:
                if node["op"] not in EXACT and not tensor.item().is_integer():
                    tensor.data.mul_(disturb())  # .data: what backward has saved changes too
                tensor.register_hook(lambda grad: grad * disturb())
        tensors.append(tensor)
    tensors[-1].backward()
    grads = [None if not t.requires_grad else 0.0 if t.grad is None else t.grad.item()
             for t in tensors]
    return [t.item() for t in tensors], grads


def close(a, b):
    if a is None or b is None:
        return a is b
    return a == b or a != a and b != b or (
        math.isfinite(a) and math.isfinite(b) and abs(a - b) <= 1e-11 * max(abs(a), abs(b)))


def random_nodes(rng, size, wild):
    """A random graph; a wild one has special numbers for leaves and may leave the finite range."""
    nodes, values, varying, unused = [], [], [], []

    def append(node, value, varies):
        unused.append(len(nodes))
        nodes.append(node)
        values.append(torch.tensor(value))
        varying.append(varies)

    for leaf in range(rng.randint(1, 5)):
        varies = leaf == 0 or rng.random() < 0.7
        data = round(rng.uniform(-3, 3), 2)
        if wild and rng.random() < 0.8:
            data = rng.choice([0.0, 0.0, -0.0, 1.0, 1.0, -1.0, 0.5, 2.0, 1e200, inf, -inf, nan])
        append({"op": "variable" if varies else "constant", "data": data}, data, varies)

    def pick():
        return rng.choice(unused if unused and rng.random() < 0.5 else range(len(nodes)))

    names = list(FUNCTIONS) + sorted(KINKED) * 2 * wild
    size += len(nodes)
    while len(nodes) < size:
        name = rng.choice(names)
        parameters = rng.choice(PARAMETRIC[name][1]) if name in PARAMETRIC else ()
        arity = (2 if name in BINARY else rng.choice([1, 2, 2, 3, 3, 5]) if name in NARY
                 else rng.choice([2, 4, 6]) if name in PAIRS else 1)
        operands = [pick() for _ in range(arity)]
        if arity > 1 and rng.random() < 0.2:
            operands[1] = operands[0]
        if not any(varying[i] for i in operands):
            continue
        value = FUNCTIONS[name](*(values[i] for i in operands), *parameters).item()
        if abs(value) < 1e4 or wild and rng.random() < 0.3:
            unused = [i for i in unused if i not in operands]
            append({"op": name, "operands": operands, "parameters": list(parameters)}, value, True)
    return nodes


def good(nodes, values, grads, wild, noise):
    """Whether a graph is worth keeping, and its numbers do not hang on a last digit."""
    inner = [g for g in grads if g is not None]
    if sum(g != 0 for g in inner) < len(inner) / 2 or sum(map(math.isnan, inner)) > len(inner) / 2:
        return False
    if wild and troubles(nodes, values, grads) < 2:
        return False
    if not wild and not all(abs(g) < 1e9 for g in inner):
        return False
    return all(all(map(close, values + grads, sum(evaluate(nodes, noise), []))) for _ in range(3))


def troubles(nodes, values, grads):
    """How many operations give a non-finite number, or sit on a kink or a tie."""
    count = 0
    for node, value, grad in zip(nodes, values, grads):
        x = [values[i] for i in node.get("operands", [])]
        count += bool(x) and (
            not math.isfinite(value) or not math.isfinite(grad)
            or node["op"] in KINKED and 0 in x or node["op"] in {"min", "max"} and x[0] == x[1])
    return count


def random_graphs(count, wild, seed):
    rng, noise = random.Random(seed), random.Random(seed)
    for _ in range(count):
        size = 5 + int(56 * rng.random() ** 4)
        while True:
            nodes = random_nodes(rng, size, wild)
            values, grads = evaluate(nodes)
            if good(nodes, values, grads, wild, noise):
                break
        yield {"nodes": nodes, "values": values, "grads": grads}


# -------------------------------------------------------------------------------- tangents


def tangents(nodes, seeds, noise=None):
    """The derivative of every node along the seeds by forward mode; None where a node depends on none."""
    disturb = lambda x: x * (1 + noise.uniform(-1e-15, 1e-15)) if noise and x is not None else x
    with forward_ad.dual_level():
        duals, result = [], []
        for index, node in enumerate(nodes):
            if "data" in node:
                dual = torch.tensor(node["data"])
                if index in seeds:
                    dual = forward_ad.make_dual(dual, torch.tensor(seeds[index]))
            else:
                dual = GRAPH_FUNCTIONS[node["op"]](*(duals[i] for i in node["operands"]), *node["parameters"])
            primal, tangent = forward_ad.unpack_dual(dual)
            if tangent is not None:
                tangent = disturb(tangent)
                dual = forward_ad.make_dual(primal, tangent)
            duals.append(dual)
            result.append(None if tangent is None else tangent.item())
    return result


def directions(graphs, seed):
    """For every graph a direction: a weight for the first variable, and for some of the others."""
    rng, noise = random.Random(seed), random.Random(seed)
    for index, graph in enumerate(graphs):
        nodes = graph["nodes"]
        variables = [i for i, node in enumerate(nodes) if node["op"] == "variable"]
        seeds = {i: rng.choice([1.0, -0.5, 2.0]) for i in variables if i == 0 or rng.random() < 0.3}
        found = tangents(nodes, seeds)
        if all(all(map(close, found, tangents(nodes, seeds, noise))) for _ in range(3)):
            yield {"graph": index, "seeds": [[i, w] for i, w in seeds.items()], "tangents": found}


# ---------------------------------------------------------------------- functions of vectors

VECTOR_FUNCTIONS = {
    "dot": lambda x, y: torch.dot(x, y),
    "matmul": lambda x, *rows: torch.stack(rows) @ x,
    "softmax": lambda x: torch.softmax(x, 0),
    "log_softmax": lambda x: torch.log_softmax(x, 0),
    "mse": F.mse_loss,
    "binary_cross_entropy": F.binary_cross_entropy_with_logits,
    "cross_entropy": lambda x, label: F.cross_entropy(x, label.long()[0]),
    "max_margin": lambda x, labels: (1 - labels * x).relu().mean(),
}
LOGITS = [
    [0.5], [1.0, 2.0], [2.0, -1.0, 0.1], [0.3, 0.3, 0.3, 0.3], [1000.0, 1001.0, 999.0],
    [-1000.0, 3.0, -2.0], [-inf, 1.0, 2.0], [-inf, 0.0], [-40.0, 40.0, 0.0], [-3.0, -0.5, 0.0, 0.5, 7.0],
]


def vector_points():
    """Every (function, vectors) to compute; the last vector of a loss is constant."""
    for x in LOGITS:
        yield "softmax", [x]
        yield "log_softmax", [x]
        for label in range(len(x)):
            yield "cross_entropy", [x, [float(label)]]
        if -inf in x:
            continue
        numbers = [round(math.sin(7 * i + len(x)), 3) for i in range(3 * len(x))]
        n = len(x)
        yield "dot", [x, numbers[:n]]
        yield "matmul", [x] + [numbers[i:i + n] for i in range(0, 3 * n, n)]
        yield "mse", [x, numbers[:n]]
        yield "binary_cross_entropy", [x, [float(i % 2) for i in range(n)]]
        yield "binary_cross_entropy", [x, [abs(y) for y in numbers[:n]]]
        yield "max_margin", [x, [1.0 - 2 * (i % 2) for i in range(n)]]


def vector_case(name, vectors):
    """The gradient is that of 1 * value[0] + 2 * value[1] + …, without infinite values."""
    constants = name in {"mse", "binary_cross_entropy", "cross_entropy", "max_margin"}
    leaves = [torch.tensor(x, requires_grad=not (constants and i)) for i, x in enumerate(vectors)]
    out = VECTOR_FUNCTIONS[name](*leaves).reshape(-1)
    (out * torch.arange(1.0, len(out) + 1))[out.isfinite()].sum().backward()
    grads = [x.grad.tolist() for x in leaves if x.requires_grad]
    return {"function": name, "vectors": vectors, "values": out.tolist(), "grads": grads}


# --------------------------------------------------------------------------------- micrograd


class Tape:
    """Records Python arithmetic as graph nodes."""

    def __init__(self):
        self.nodes = []

    def record(self, **node):
        self.nodes.append(node)
        return Recorded(self, len(self.nodes) - 1)

    def variable(self, data):
        return self.record(op="variable", data=data)


class Recorded:
    def __init__(self, tape, index):
        self.tape, self.index = tape, index

    def call(self, name, *operands, parameters=()):
        lifted = [x if isinstance(x, Recorded) else self.tape.record(op="constant", data=float(x))
                  for x in operands]
        return self.tape.record(op=name, operands=[x.index for x in lifted],
                                parameters=list(parameters))

    __add__ = lambda self, other: self.call("add", self, other)
    __radd__ = lambda self, other: self.call("add", other, self)
    __sub__ = lambda self, other: self.call("sub", self, other)
    __mul__ = lambda self, other: self.call("mul", self, other)
    __rmul__ = lambda self, other: self.call("mul", other, self)
    __truediv__ = lambda self, other: self.call("div", self, other)
    __rtruediv__ = lambda self, other: self.call("div", other, self)
    __neg__ = lambda self: self.call("neg", self)
    __pow__ = lambda self, exponent: self.call("powc", self, parameters=[float(exponent)])
    relu = lambda self: self.call("relu", self)


def micrograd():
    """The two tests of karpathy/micrograd, test/test_engine.py."""
    tape = Tape()
    x = tape.variable(-4.0)
    z = 2 * x + 2 + x
    q = z.relu() + z * x
    h = (z * z).relu()
    y = h + q + q * x
    yield "sanity check", tape.nodes

    tape = Tape()
    a = tape.variable(-4.0)
    b = tape.variable(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    yield "more ops", tape.nodes


# ---------------------------------------------------------------------------------- networks

ACTIVATIONS = {"tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid}
LOSSES = {
    "mse": lambda out, targets: F.mse_loss(out[:, 0], targets),
    "margin": lambda out, targets: F.relu(1 - targets * out[:, 0]).mean(),
    "crossentropy": lambda out, targets: F.cross_entropy(out, targets.long()),
}
OPTIMIZERS = {
    "sgd": (torch.optim.SGD, {"lr": 0.05, "momentum": 0.9}),
    "adam": (torch.optim.Adam, {"lr": 0.02, "betas": (0.9, 0.999), "eps": 1e-8}),
}
STEPS = 50


def network_points(rng, loss):
    """Twenty points of a plane, with what is to be predicted."""
    features = [[rng.uniform(-1.5, 1.5), rng.uniform(-1.5, 1.5)] for _ in range(20)]
    target = {
        "mse": lambda x, y: x * y + 0.3 * x,
        "margin": lambda x, y: 1.0 if x * x + y * y < 1.4 else -1.0,
        "crossentropy": lambda x, y: float((x > 0) + (x > 0 and y > 0.2)),
    }[loss]
    return features, [target(x, y) for x, y in features]


def train(record, parameters, optimizer):
    """The loss before the first step, then after each."""
    weights = []  # per layer: the rows of the matrix, and the biases
    numbers = iter(parameters)
    width = record["inputs"]
    for size in record["layers"]:
        rows = [[next(numbers) for _ in range(width + 1)] for _ in range(size)]
        weights += [torch.tensor([row[:-1] for row in rows]), torch.tensor([row[-1] for row in rows])]
        width = size
    weights = [w.requires_grad_() for w in weights]
    features, targets = torch.tensor(record["features"]), torch.tensor(record["targets"])
    kind, options = OPTIMIZERS[optimizer]
    steps = kind(weights, **options)

    def loss():
        signal = features
        for layer in range(0, len(weights), 2):
            signal = F.linear(signal, weights[layer], weights[layer + 1])
            if layer + 2 < len(weights):
                signal = ACTIVATIONS[record["activation"]](signal)
        return LOSSES[record["loss"]](signal, targets)

    losses = []
    for _ in range(STEPS):
        steps.zero_grad()
        value = loss()
        losses.append(value.item())
        value.backward()
        steps.step()
    return losses + [loss().item()]


def networks():
    """Trained networks whose losses do not hang on a last digit."""
    rng = random.Random(3)
    for activation, loss, sizes in [("tanh", "mse", [6, 4, 1]), ("relu", "margin", [8, 6, 1]),
                                    ("sigmoid", "crossentropy", [6, 3])]:
        features, targets = network_points(rng, loss)
        count = sum(size * (width + 1) for width, size in zip([2] + sizes, sizes))
        parameters = [rng.uniform(-1, 1) for _ in range(count)]
        record = {"activation": activation, "loss": loss, "inputs": 2, "layers": sizes,
                  "features": features, "targets": targets, "parameters": parameters}
        for name in OPTIMIZERS:
            losses = train(record, parameters, name)
            moved = train(record, [x * (1 + rng.uniform(-1e-15, 1e-15)) for x in parameters], name)
            assert all(abs(a - b) <= 1e-11 * a for a, b in zip(losses, moved)), (activation, name)
            record[name] = losses
        yield record


# ----------------------------------------------------------------------------------- writing


def plain(x):
    """Non-finite numbers as strings, which JSON can hold."""
    if isinstance(x, float) and not math.isfinite(x):
        return str(x)
    if isinstance(x, dict):
        return {key: plain(value) for key, value in x.items()}
    return [plain(value) for value in x] if isinstance(x, list) else x


def lines(records):
    return [json.dumps(plain(record), separators=(",", ":"), allow_nan=False) for record in records]


def fixtures():
    graphs = [*random_graphs(570, False, seed=1), *random_graphs(70, True, seed=2)]
    tests = [{"name": name, "nodes": nodes} | dict(zip(("values", "grads"), evaluate(nodes)))
             for name, nodes in micrograd()]
    return {
        "operations.json": sorted(set(lines(case(*point) for point in points()))),
        "graphs.json": lines(graphs),
        "tangents.json": lines(directions(graphs[:570], seed=3)),
        "vectors.json": lines(vector_case(*point) for point in vector_points()),
        "micrograd.json": lines(tests),
        "network.json": lines(networks()),
    }


def main(arguments):
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    differing = []
    for name, content in fixtures().items():
        path = Path(__file__).with_name(name)
        text = "[\n" + ",\n".join(content) + "\n]\n"
        if not arguments:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            differing.append(name)
    if differing:
        sys.exit("differs from what PyTorch computes here: " + ", ".join(differing))


if __name__ == "__main__":
    main(sys.argv[1:])
