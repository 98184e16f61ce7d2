//! GEXF 1.3, as Gephi, Gephi Lite, graphology and networkx read it.

use super::Graph;
use super::xml::{double, escaped};
use crate::Result;
use crate::layout::Layout;
use crate::svg::palette::Platforms;
use std::io::Write;

/// Attributes of nodes: title and type, in the order of [`node_values`].
const NODE_ATTRIBUTES: [(&str, &str); 8] = [
    ("account", "string"),
    ("platform", "string"),
    ("name", "string"),
    ("n_posts", "long"),
    ("n_actions", "long"),
    ("degree_in_result", "long"),
    ("first", "string"),
    ("last", "string"),
];

const EDGE_ATTRIBUTES: [(&str, &str); 5] = [
    ("n_objects", "long"),
    ("n_pairs", "long"),
    ("mean_dt_s", "double"),
    ("layers", "string"),
    ("cross_platform", "boolean"),
];

/// Writes GEXF 1.3. With a layout the nodes carry their places and the colours of the report's picture.
pub fn gexf(graph: &Graph, layout: Option<&Layout>, out: &mut dyn Write) -> Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">"#
    )?;
    writeln!(out, "  <meta>\n    <creator>Scrutineer</creator>")?;
    writeln!(
        out,
        "    <description>Pairs of accounts that acted on common objects within a window</description>\n  </meta>"
    )?;
    writeln!(out, r#"  <graph mode="static" defaultedgetype="undirected">"#)?;
    attributes(out, "node", &NODE_ATTRIBUTES)?;
    attributes(out, "edge", &EDGE_ATTRIBUTES)?;

    let ids = graph.xml_ids();
    let platforms = Platforms::of(graph);
    writeln!(out, "    <nodes>")?;
    for (i, (node, id)) in graph.nodes.iter().zip(&ids).enumerate() {
        writeln!(out, r#"      <node id="{}" label="{}">"#, escaped(id), escaped(node.label()))?;
        writeln!(out, "        <attvalues>")?;
        value(out, 0, &escaped(&node.account))?;
        value(out, 1, &escaped(&node.platform))?;
        if let Some(name) = &node.name {
            value(out, 2, &escaped(name))?;
        }
        value(out, 3, &node.n_posts)?;
        value(out, 4, &node.n_actions)?;
        value(out, 5, &node.degree)?;
        value(out, 6, &node.first.rfc3339())?;
        value(out, 7, &node.last.rfc3339())?;
        writeln!(out, "        </attvalues>")?;
        if let Some((x, y)) = layout.and_then(|layout| layout.at.get(i)) {
            let [r, g, b] = platforms.style(&node.platform).rgb;
            writeln!(out, r#"        <viz:color r="{r}" g="{g}" b="{b}"/>"#)?;
            // Screen coordinates grow downwards, Gephi's upwards.
            writeln!(out, r#"        <viz:position x="{x:.2}" y="{:.2}" z="0.0"/>"#, -y)?;
        }
        writeln!(out, "      </node>")?;
    }
    writeln!(out, "    </nodes>\n    <edges>")?;
    for (i, edge) in graph.valid_edges().enumerate() {
        let (a, b) = (&ids[edge.a as usize], &ids[edge.b as usize]);
        writeln!(
            out,
            r#"      <edge id="{i}" source="{}" target="{}" weight="{}">"#,
            escaped(a),
            escaped(b),
            double(edge.weight)
        )?;
        writeln!(out, "        <attvalues>")?;
        value(out, 0, &edge.n_objects)?;
        value(out, 1, &edge.n_pairs)?;
        value(out, 2, &double(edge.mean_dt_s))?;
        value(out, 3, &escaped(&edge.layers))?;
        value(out, 4, &edge.cross_platform)?;
        writeln!(out, "        </attvalues>\n      </edge>")?;
    }
    writeln!(out, "    </edges>\n  </graph>\n</gexf>")?;
    Ok(())
}

fn attributes(out: &mut dyn Write, class: &str, attributes: &[(&str, &str)]) -> Result<()> {
    writeln!(out, r#"    <attributes class="{class}" mode="static">"#)?;
    for (id, (title, kind)) in attributes.iter().enumerate() {
        writeln!(out, r#"      <attribute id="{id}" title="{title}" type="{kind}"/>"#)?;
    }
    writeln!(out, "    </attributes>")?;
    Ok(())
}

fn value(out: &mut dyn Write, attribute: usize, value: &dyn std::fmt::Display) -> Result<()> {
    writeln!(out, r#"          <attvalue for="{attribute}" value="{value}"/>"#)?;
    Ok(())
}
