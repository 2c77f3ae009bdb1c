"""micrograd, PyTorch's scalar tensors and CasADi on the same workloads. usage: python.py PEER WORKLOAD REPEATS

PyTorch and CasADi get 20,000 steps of the workloads B2 and C; the time is per node. micrograd's backward recurses, so it
gets a large stack.
"""

import statistics
import sys
import threading
import time

STEPS = {"micrograd": 1_000_000, "torch": 20_000, "casadi": 20_000}
SIZES = [2, 16, 16, 1]


def random_numbers():
    state = 42
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield ((state - 2**64 if state >= 2**63 else state) >> 11) / 4503599627370496.0


def network(number, activation, hinge):
    random = random_numbers()
    weights, biases = [], []
    for layer in range(3):
        weights.append([[number(next(random)) for _ in range(SIZES[layer])] for _ in range(SIZES[layer + 1])])
        biases.append([number(0.0) for _ in range(SIZES[layer + 1])])
    loss = number(0.0)
    for point in range(100):
        inputs = [number(next(random)), number(next(random))]
        for layer in range(3):
            outputs = []
            for row, bias in zip(weights[layer], biases[layer]):
                total = bias
                for w, x in zip(row, inputs):
                    total = total + w * x
                outputs.append(activation(total) if layer < 2 else total)
            inputs = outputs
        loss = loss + hinge(inputs[0] * (-1.0 if point % 2 == 0 else 1.0) + 1.0)
    penalty = number(0.0)
    for w in (w for layer in weights for row in layer for w in row):
        penalty = penalty + w * w
    return loss * 0.01 + penalty * 1e-4


def workload(name, number, relu, tanh, steps):
    """The output and the number of nodes."""
    if name in ("A", "At"):
        return network(number, relu if name == "A" else tanh, relu), 66461
    if name == "B2":
        a, b, x = number(1.0), number(1e-9), number(0.5)
        for _ in range(steps):
            x = tanh(x * a + b)
        return x, 3 * steps
    if name == "C":
        total = number(0.0)
        for i in range(steps):
            x = number(float(i & 15))
            total = total + x * x
        return total, 3 * steps
    a, b = number(2.0), number(-3.0)
    return tanh(a * b + a**2), 1


def peer(name):
    """How to make a number, relu, tanh, and how to differentiate."""
    if name == "micrograd":
        import math

        from micrograd.engine import Value

        def tanh(x):
            t = math.tanh(x.data)
            out = Value(t, (x,), "tanh")

            def backward():
                x.grad += (1 - t * t) * out.grad

            out._backward = backward
            return out

        return Value, lambda x: x.relu(), tanh, lambda output: output.backward()
    if name == "torch":
        import torch

        torch.set_num_threads(1)
        make = lambda x: torch.tensor(x, dtype=torch.float64, requires_grad=True)
        return make, torch.relu, torch.tanh, lambda output: output.backward()
    import casadi

    leaves = []

    def make(x):
        leaves.append(casadi.SX.sym("x"))
        return leaves[-1]

    def differentiate(output):
        inputs = casadi.vertcat(*leaves)
        casadi.Function("f", [inputs], [casadi.gradient(output, inputs)])([0.5] * len(leaves))
        leaves.clear()

    return make, lambda x: casadi.fmax(x, 0), casadi.tanh, differentiate


def main():
    name, chosen, repeats = sys.argv[1], sys.argv[2], int(sys.argv[3])
    number, relu, tanh, differentiate = peer(name)
    inner = 200 if chosen == "D" else 1

    def measure():
        start = time.thread_time_ns()
        for _ in range(inner):
            output, count = workload(chosen, number, relu, tanh, STEPS[name])
            differentiate(output)
        return (time.thread_time_ns() - start) / count / inner

    if inner > 1:
        measure()  # what is small is measured warm
    print(statistics.median(measure() for _ in range(repeats)))


sys.setrecursionlimit(10_000_000)
threading.stack_size(1 << 30)
thread = threading.Thread(target=main)
thread.start()
thread.join()
