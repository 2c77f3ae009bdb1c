#!/usr/bin/env python3
"""Compares LayeredLayout with dot: layout.py [--draw FOLDER] GRAPH.dot …

The graphs are what `gradgraph render X --format dot` writes. dot measures the boxes and the labels, and both engines lay out
the same ones, left to right. A row has, for dot and for LayeredLayout: crossings (pairs of edges without a common end whose
curves meet), labels under a foreign edge, edges through a box, area, the sum of all turns of edges in radians, and time.
`--draw` writes both as SVG. Needs dot and a built `swift build -c release --product layout`.
"""
import json, math, pathlib, re, subprocess, sys, time

LAYOUT = pathlib.Path(__file__).parent / '.build/release/layout'
NUMBER = re.compile(r'-?\d+\.?\d*(?:e-?\d+)?')


def cubic(a, b, c, d):
    for step in range(1, 13):
        t = step / 12
        u = 1 - t
        yield tuple(u**3 * a[k] + 3 * u * u * t * b[k] + 3 * u * t * t * c[k] + t**3 * d[k] for k in (0, 1))


def dot(file):
    begin = time.perf_counter()
    graph = json.loads(subprocess.run(['dot', '-Tjson', file], capture_output=True, check=True).stdout)
    seconds = time.perf_counter() - begin
    width, height = map(float, graph['bb'].split(',')[2:])
    numbers, nodes, frames, groups, edges = {}, [], {}, [], []
    for thing in graph.get('objects', []):
        if 'pos' in thing:
            x, y = map(float, thing['pos'].split(','))
            w, h = float(thing['width']) * 72, float(thing['height']) * 72
            numbers[thing['_gvid']] = len(nodes)
            nodes.append([x - w / 2, height - y - h / 2, w, h, -1])
        elif 'bb' in thing:
            a, b, c, d = map(float, thing['bb'].split(','))
            frames[thing['_gvid']] = len(groups)
            title = [float(thing.get(k, 0)) * 72 for k in ('lwidth', 'lheight')]
            groups.append([a, height - d, c - a, d - b, -1, *title])
    outer_first = sorted((t for t in graph.get('objects', []) if t['_gvid'] in frames), key=lambda t: -len(t.get('nodes', [])))
    for thing in outer_first:
        for inner in thing.get('subgraphs', []):
            if inner in frames: groups[frames[inner]][4] = frames[thing['_gvid']]
        for node in thing.get('nodes', []): nodes[numbers[node]][4] = frames[thing['_gvid']]
    for edge in graph.get('edges', []):
        points = [tuple(map(float, p.split(','))) for p in edge['pos'].split() if p[0] not in 'es']
        way = [points[0]]
        for k in range(0, len(points) - 1, 3): way += cubic(*points[k:k + 4])
        way += [tuple(map(float, p[2:].split(','))) for p in edge['pos'].split() if p[0] == 'e']
        label = None
        if 'lp' in edge:
            x, y = map(float, edge['lp'].split(','))
            w = max((d.get('width', 0) for d in edge.get('_ldraw_', []) if d['op'] == 'T'), default=20)
            label = [x - w / 2, height - y - 5.5, w, 11]
        edges.append(dict(ends=(numbers[edge['tail']], numbers[edge['head']]), way=[(x, height - y) for x, y in way], label=label))
    return dict(nodes=nodes, groups=groups, edges=edges, size=(width, height), seconds=seconds)


def own(reference):
    lines = [f'g {g[4]} {g[5]} {g[6]}' for g in reference['groups']]
    lines += [f'n {n[2]} {n[3]} {n[4]}' for n in reference['nodes']]
    for e in reference['edges']:
        lines.append('e {} {} {} {}'.format(*e['ends'], *((e['label'][2] + 4, e['label'][3]) if e['label'] else (0, 0))))
    run = subprocess.run([LAYOUT], input='\n'.join(lines), text=True, capture_output=True, check=True)
    result = json.loads(run.stdout)
    for edge, other in zip(result['edges'], reference['edges']):
        way = []
        for letter, rest in re.findall(r'([MLC])([^MLC]*)', edge['path']):
            v = [float(x) for x in NUMBER.findall(rest)]
            points = list(zip(v[::2], v[1::2]))
            way += cubic(way[-1], *points) if letter == 'C' else points
        edge.update(way=way, ends=other['ends'])
    return result


def meet(a, b, c, d):
    side = lambda p, q, r: (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def strikes(way, box):
    """Whether a way enters a box by more than half a point."""
    x0, y0, x1, y1 = box[0] + 0.5, box[1] + 0.5, box[0] + box[2] - 0.5, box[1] + box[3] - 0.5
    for a, b in zip(way, way[1:]):
        dx, dy, low, high = b[0] - a[0], b[1] - a[1], 0.0, 1.0
        for p, q in ((-dx, a[0] - x0), (dx, x1 - a[0]), (-dy, a[1] - y0), (dy, y1 - a[1])):
            if p == 0 and q < 0: low = 2
            elif p < 0: low = max(low, q / p)
            elif p > 0: high = min(high, q / p)
        if low <= high: return True
    return False


def turns(way):
    angles = [math.atan2(q[1] - p[1], q[0] - p[0]) for p, q in zip(way, way[1:]) if math.dist(p, q) > 1e-6]
    return sum(min(abs(a - b), 2 * math.pi - abs(a - b)) for a, b in zip(angles, angles[1:]))


def measure(picture):
    edges = picture['edges']
    bounds = [(min(x for x, _ in e['way']), min(y for _, y in e['way']), max(x for x, _ in e['way']), max(y for _, y in e['way'])) for e in edges]
    apart = lambda a, b: a[0] > b[2] or b[0] > a[2] or a[1] > b[3] or b[1] > a[3]
    corners = lambda f: (f[0], f[1], f[0] + f[2], f[1] + f[3])
    crossings = 0
    for i, a in enumerate(edges):
        for j in range(i):
            b = edges[j]
            if a['ends'][0] == b['ends'][0] or a['ends'][1] == b['ends'][1] or apart(bounds[i], bounds[j]): continue
            crossings += sum(meet(*p, *q) for p in zip(a['way'], a['way'][1:]) for q in zip(b['way'], b['way'][1:]))
    foreign = sum(1 for i, a in enumerate(edges) if a['label'] for j, b in enumerate(edges)
                  if i != j and not apart(bounds[j], corners(a['label'])) and strikes(b['way'], a['label']))
    through = sum(1 for j, e in enumerate(edges) for k, n in enumerate(picture['nodes'])
                  if k not in e['ends'] and not apart(bounds[j], corners(n)) and strikes(e['way'], n))
    return dict(crossings=crossings, foreign=foreign, through=through, area=picture['size'][0] * picture['size'][1],
                turns=sum(turns(e['way']) for e in edges), seconds=picture['seconds'])


def draw(picture, file):
    w, h = picture['size']
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -12 {w + 24} {h + 24}">', '<rect x="-12" y="-12" width="100%" height="100%" fill="#fff"/>']
    rectangle = lambda f, style: '<rect x="{}" y="{}" width="{}" height="{}" {}/>'.format(*f[:4], style)
    lines += [rectangle(g, 'fill="#f4f6f9" stroke="#aab" rx="5"') for g in picture['groups'] if g]
    for e in picture['edges']:
        lines.append('<polyline points="{}" fill="none" stroke="#7a8496"/>'.format(' '.join(f'{x:.2f},{y:.2f}' for x, y in e['way'])))
    lines += [rectangle(e['label'], 'fill="#fff4ea"') for e in picture['edges'] if e['label']]
    for k, n in enumerate(picture['nodes']):
        lines.append(rectangle(n, 'fill="#eaf3fa" stroke="#0071b1" rx="3"'))
        lines.append(f'<text x="{n[0] + n[2] / 2}" y="{n[1] + n[3] / 2 + 4}" font-size="11" text-anchor="middle">{k}</text>')
    pathlib.Path(file).write_text('\n'.join(lines + ['</svg>']))


def main(arguments):
    folder = None
    if arguments[:1] == ['--draw']: folder, arguments = pathlib.Path(arguments[1]), arguments[2:]
    print('| graph | crossings | labels under an edge | edges through a box | area | turns | ms |\n|---|--:|--:|--:|--:|--:|--:|')
    total = dict(crossings=[0, 0], area=[0, 0], turns=[0, 0])
    for name in arguments:
        reference = dot(name)
        pictures = [reference, own(reference)]
        a, b = map(measure, pictures)
        for key in total: total[key] = [total[key][0] + a[key], total[key][1] + b[key]]
        print(f"| {pathlib.Path(name).stem} | {a['crossings']} / {b['crossings']} | {a['foreign']} / {b['foreign']} | {a['through']} / {b['through']} "
              f"| {b['area'] / a['area']:.2f} | {a['turns']:.0f} / {b['turns']:.0f} | {a['seconds'] * 1e3:.0f} / {b['seconds'] * 1e3:.1f} |")
        if folder:
            for picture, engine in zip(pictures, ('dot', 'own')): draw(picture, folder / f'{pathlib.Path(name).stem}.{engine}.svg')
    print(f"| all | {total['crossings'][0]} / {total['crossings'][1]} | | | {total['area'][1] / max(total['area'][0], 1):.2f} | {total['turns'][0]:.0f} / {total['turns'][1]:.0f} | |")


if __name__ == '__main__': main(sys.argv[1:])
