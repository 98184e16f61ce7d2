"""Judge of the graph formats: networkx must read the same network from GEXF and GraphML.

Usage: python3 graph.py GRAPH.gexf GRAPH.graphml
Prints OK, or what differs, and exits with 1 then. Exit 77: networkx is not installed (skipped).
"""

import sys

try:
    import networkx
except ImportError:
    print("skipped: no networkx")
    sys.exit(77)

NODE = {"label": str, "account": str, "platform": str, "n_posts": int, "n_actions": int,
        "degree_in_result": int, "first": str, "last": str}
EDGE = {"weight": float, "n_objects": int, "n_pairs": int, "mean_dt_s": float, "layers": str, "cross_platform": bool}


def problems(gexf, graphml):
    if gexf.is_directed() or graphml.is_directed():
        yield "a graph is directed"
    if list(gexf.nodes) != list(graphml.nodes):
        yield "the nodes differ"
    edges = {frozenset(ends) for ends in gexf.edges}
    if edges != {frozenset(ends) for ends in graphml.edges}:
        yield "the edges differ"
    for graph, name in ((gexf, "GEXF"), (graphml, "GraphML")):
        for items, wanted in ((graph.nodes(data=True), NODE), (((e[:2], e[2]) for e in graph.edges(data=True)), EDGE)):
            for key, data in items:
                for attribute, kind in wanted.items():
                    # networkx leaves out what is empty text.
                    value = data.get(attribute, "" if kind is str else None)
                    if not isinstance(value, kind):
                        yield f"{name}: {key}: {attribute} is {value!r}, not {kind.__name__}"
    for key in gexf.nodes:
        if key in graphml.nodes:
            for attribute in NODE:
                a, b = gexf.nodes[key].get(attribute) or "", graphml.nodes[key].get(attribute) or ""
                if a != b:
                    yield f"{key}: {attribute}: {a!r} in GEXF, {b!r} in GraphML"
    for a, b in gexf.edges:
        if graphml.has_edge(a, b):
            for attribute in EDGE:
                left, right = gexf.edges[a, b].get(attribute) or "", graphml.edges[a, b].get(attribute) or ""
                if left != right:
                    yield f"{a} and {b}: {attribute}: {left!r} in GEXF, {right!r} in GraphML"


def main():
    gexf, graphml = networkx.read_gexf(sys.argv[1]), networkx.read_graphml(sys.argv[2])
    found = list(problems(gexf, graphml))
    for problem in found[:20]:
        print(problem)
    if found:
        sys.exit(1)
    print(f"OK: {len(gexf)} nodes, {gexf.number_of_edges()} edges")


main()
