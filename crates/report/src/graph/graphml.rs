//! GraphML, as networkx, igraph, yEd, Gephi and Cytoscape read it.

use super::Graph;
use super::xml::{double, escaped};
use crate::Result;
use std::fmt::Display;
use std::io::Write;

/// Keys: id, what carries it, attribute name, type.
const KEYS: [(&str, &str, &str, &str); 15] = [
    ("v0", "node", "label", "string"),
    ("v1", "node", "account", "string"),
    ("v2", "node", "platform", "string"),
    ("v3", "node", "name", "string"),
    ("v4", "node", "n_posts", "long"),
    ("v5", "node", "n_actions", "long"),
    ("v6", "node", "degree_in_result", "long"),
    ("v7", "node", "first", "string"),
    ("v8", "node", "last", "string"),
    ("e0", "edge", "weight", "double"),
    ("e1", "edge", "n_objects", "long"),
    ("e2", "edge", "n_pairs", "long"),
    ("e3", "edge", "mean_dt_s", "double"),
    ("e4", "edge", "layers", "string"),
    ("e5", "edge", "cross_platform", "boolean"),
];

/// Writes GraphML with every attribute of nodes and edges.
pub fn graphml(graph: &Graph, out: &mut dyn Write) -> Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">"#
    )?;
    for (id, carrier, name, kind) in KEYS {
        writeln!(out, r#"  <key id="{id}" for="{carrier}" attr.name="{name}" attr.type="{kind}"/>"#)?;
    }
    writeln!(out, r#"  <graph id="G" edgedefault="undirected">"#)?;
    let ids = graph.xml_ids();
    for (node, id) in graph.nodes.iter().zip(&ids) {
        writeln!(out, r#"    <node id="{}">"#, escaped(id))?;
        data(out, "v0", &escaped(node.label()))?;
        data(out, "v1", &escaped(&node.account))?;
        data(out, "v2", &escaped(&node.platform))?;
        if let Some(name) = &node.name {
            data(out, "v3", &escaped(name))?;
        }
        data(out, "v4", &node.n_posts)?;
        data(out, "v5", &node.n_actions)?;
        data(out, "v6", &node.degree)?;
        data(out, "v7", &node.first.rfc3339())?;
        data(out, "v8", &node.last.rfc3339())?;
        writeln!(out, "    </node>")?;
    }
    for (i, edge) in graph.valid_edges().enumerate() {
        let (a, b) = (&ids[edge.a as usize], &ids[edge.b as usize]);
        writeln!(out, r#"    <edge id="e{i}" source="{}" target="{}">"#, escaped(a), escaped(b))?;
        data(out, "e0", &double(edge.weight))?;
        data(out, "e1", &edge.n_objects)?;
        data(out, "e2", &edge.n_pairs)?;
        data(out, "e3", &double(edge.mean_dt_s))?;
        data(out, "e4", &escaped(&edge.layers))?;
        data(out, "e5", &edge.cross_platform)?;
        writeln!(out, "    </edge>")?;
    }
    writeln!(out, "  </graph>\n</graphml>")?;
    Ok(())
}

fn data(out: &mut dyn Write, key: &str, value: &dyn Display) -> Result<()> {
    writeln!(out, r#"      <data key="{key}">{value}</data>"#)?;
    Ok(())
}
