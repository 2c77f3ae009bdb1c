#!/usr/bin/env python3
"""Runs gradgraph and its peers on the same workloads, in turns, and prints one table of ratios.

usage: compare.py [--rounds N] [--write]

--write puts the tables into BENCHMARKS.md and the plot into Output/scaling.svg.
"""

import argparse
import datetime
import pathlib
import platform
import statistics
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
PEERS = HERE / ".build/peers"
MEASURE = HERE / ".build/release/measure"
WORKLOADS = ["A", "At", "B2", "C", "D"]
NODES = ["record and backward", "record", "replay", "sweep, per input", "record and backward, a new graph each time"]


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout


def peers():
    """Each peer with the command that prints its nanoseconds per node."""
    found = {}
    for name, label in [("stan", "Stan Math"), ("adolc", "ADOL-C")]:
        if (PEERS / name).exists():
            found[label] = lambda workload, name=name: run(PEERS / name, workload, 7)
    for name, label in [("casadi", "CasADi SX"), ("micrograd", "micrograd"), ("torch", "PyTorch, scalars")]:
        if (PEERS / "venv/bin/python").exists():
            found[label] = lambda workload, name=name: run(
                PEERS / "venv/bin/python", HERE / "peers/python.py", name, workload, 1)
    return found


def measure(rounds):
    ours = {w: [] for w in WORKLOADS}
    others = {peer: {w: [] for w in WORKLOADS} for peer in peers()}
    for _ in range(rounds):
        for workload in WORKLOADS:
            ours[workload].append([float(t) for t in run(MEASURE, "times", workload, 9).split()[1:]])
            for peer, command in peers().items():
                others[peer][workload].append(float(command(workload)))
    mine = {w: [statistics.median(column) for column in zip(*ours[w])] for w in WORKLOADS}
    # Of each round by itself: the speed of a machine may drift from one to the next.
    ratios = {p: {w: statistics.median(t / own[0] for t, own in zip(rows[w], ours[w])) for w in WORKLOADS}
              for p, rows in others.items()}
    return mine, {p: {w: statistics.median(t) for w, t in rows.items()} for p, rows in others.items()}, ratios


def number(x):
    return f"{x:,.0f}" if x >= 100 else f"{x:.1f}" if x >= 10 else f"{x:.2f}"


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|---|" + "--:|" * (len(header) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def tables(mine, others, ratios):
    own = [["**gradgraph**"] + [number(mine[w][0]) for w in WORKLOADS]]
    rest = [[p] + [number(others[p][w]) for w in WORKLOADS] for p in others]
    times = table(["record and backward, ns per node (D: per graph)"] + WORKLOADS, own + rest)
    quotients = table(
        ["times as long as gradgraph"] + WORKLOADS,
        [[p] + [number(ratios[p][w]) for w in WORKLOADS] for p in others])
    modes = table(
        ["gradgraph, ns per node (D: per graph)"] + WORKLOADS,
        [[name] + [number(mine[w][i]) for w in WORKLOADS] for i, name in enumerate(NODES)])
    return times, quotients, modes


def scaling():
    return [tuple(float(x) for x in line.split()) for line in run(MEASURE, "scaling").splitlines()]


EXPORTS = {
    "snapshot": "`Diagram(graph)`, nodes", "DOT": "DOT, nodes", "JSON": "JSON, nodes", "tree": "tree, lines",
    "back": "JSON read back, nodes", "statements": "formula text parsed and recorded, statements"}


def exports(rounds):
    """Millions per second, medians over rounds."""
    lines = [l.split() for _ in range(rounds) for l in run(MEASURE, "export", "1000000").splitlines()]
    found = {name: statistics.median(float(l[1]) for l in lines if l[0] == name) for name in EXPORTS}
    return table(["a graph of 1,000,000 nodes", "million per second"],
                 [[EXPORTS[name], f"{found[name]:.1f}"] for name in EXPORTS])


def plot(points):
    """Nanoseconds per node over the number of nodes, which is on a logarithmic scale."""
    import math

    left, top, width, height = 56, 30, 560, 220
    most = max(10, math.ceil(max(t for _, t in points) / 10) * 10)
    place = lambda n, t: (left + (math.log10(n) - 3) / 4 * width, top + height - t / most * height)
    path = " ".join(("M" if i == 0 else "L") + "{:.1f} {:.1f}".format(*place(*p)) for i, p in enumerate(points))
    dots = "".join('<circle cx="{:.1f}" cy="{:.1f}" r="3.5"/>'.format(*place(*p)) for p in points)
    grid, labels = "", ""
    for t in range(0, most + 1, 10):
        x, y = place(1000, t)
        grid += f'<path d="M{left} {y:.1f}H{left + width}"/>'
        labels += f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{t}</text>'
    for exponent, mark in zip(range(3, 8), ["1,000", "10,000", "100,000", "1,000,000", "10,000,000"]):
        x, _ = place(10**exponent, 0)
        labels += f'<text x="{x:.1f}" y="{top + height + 20}" text-anchor="middle">{mark}</text>'
    words = ", ".join(f"{n:,.0f} nodes {t:.1f} ns" for n, t in points)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 300" width="660" height="300" role="img" id="gg-scaling" aria-labelledby="gg-scaling_title" aria-describedby="gg-scaling_desc">
<title id="gg-scaling_title">Nanoseconds per node, by the size of the graph</title>
<desc id="gg-scaling_desc">Record and backward of a chain: {words}.</desc>
<style>#gg-scaling text{{font:13px system-ui,sans-serif;fill:#1b1f26}}#gg-scaling .grid{{stroke:#d0d5dd}}#gg-scaling .line{{stroke:#0072b2;fill:none;stroke-width:2}}#gg-scaling circle{{fill:#0072b2}}
#gg-scaling .card{{fill:#ffffff}}@media screen and (prefers-color-scheme: dark){{#gg-scaling .card{{fill:#14171c}}#gg-scaling text{{fill:#e6e9ef}}#gg-scaling .grid{{stroke:#343b46}}#gg-scaling .line{{stroke:#56b4e9}}#gg-scaling circle{{fill:#56b4e9}}}}</style>
<rect class="card" width="660" height="300" rx="8"/>
<g class="grid">{grid}</g>
<path class="line" d="{path}"/>{dots}
{labels}
<text x="{left}" y="18">ns per node: record and backward of a chain x = tanh(x*a + b)</text>
<text x="{left + width}" y="{top + height + 40}" text-anchor="end">nodes</text>
</svg>
"""


def machine():
    model = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.machine())
    cores = sum(1 for l in open("/proc/cpuinfo") if l.startswith("processor"))
    memory = int(next(l for l in open("/proc/meminfo") if l.startswith("MemTotal")).split()[1]) // 2**20
    swift = run("swift", "--version").splitlines()[0]
    versions = run(PEERS / "venv/bin/pip", "list", "--format=freeze").split()
    wanted = sorted(v for v in versions if v.split("==")[0] in ("micrograd", "torch", "casadi"))
    system = next(l.split("=")[1].strip().strip('"') for l in open("/etc/os-release") if l.startswith("PRETTY_NAME"))
    compiler = run("g++", "--version").splitlines()[0]
    return [
        f"- {model}, {cores} cores, {memory} GB; {system}",
        f"- {swift}; {compiler} (-O3 -march=native)",
        f"- {', '.join(wanted)}; Stan Math 2.21 and ADOL-C 2.7 from Debian",
    ]


def write(sections):
    document = HERE.parent / "BENCHMARKS.md"
    text = document.read_text()
    head, rest = text.split("<!-- results:begin -->\n")
    tail = rest.split("<!-- results:end -->")[1]
    document.write_text(head + "<!-- results:begin -->\n" + "\n\n".join(sections) + "\n<!-- results:end -->" + tail)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    mine, others, ratios = measure(options.rounds)
    times, quotients, modes = tables(mine, others, ratios)
    points = scaling()
    growth = table(["nodes", "ns per node"], [[f"{n:,.0f}", number(t)] for n, t in points])
    cores = f"Two independent graphs on two cores run {number(float(run(MEASURE, 'cores').split()[1]))} times as fast as one after the other."
    sections = [times, quotients, modes, growth, cores, exports(options.rounds)]
    print("\n\n".join(sections))
    if options.write:
        (HERE.parent / "Output/scaling.svg").write_text(plot(points))
        write([f"Measured on {datetime.date.today()}:", "\n".join(machine())] + sections)


main()
