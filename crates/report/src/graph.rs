//! The network of accounts as plain data, and its exchange formats.

mod gexf;
mod graphml;
mod xml;

use model::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub use gexf::gexf;
pub use graphml::graphml;
pub(crate) use xml::escaped;

/// An undirected network: accounts, and pairs of them that acted together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Graph {
    /// Accounts. Their order decides the layout and every output, so give them sorted by key.
    pub nodes: Vec<Node>,
    /// Pairs. An edge whose ends are not in `nodes` is left out by every writer.
    pub edges: Vec<Edge>,
}

/// An account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// What tells it from all others, such as `x/12345`.
    pub key: String,
    /// Account id on its platform.
    pub account: String,
    /// Platform, lower case.
    pub platform: String,
    /// Handle, where the source has one.
    pub name: Option<String>,
    /// Posts read.
    pub n_posts: u64,
    /// Actions taken out of them.
    pub n_actions: u64,
    /// Accounts it shares an edge with in the whole result (more than in this graph, where that is a part).
    pub degree: u64,
    /// First action.
    pub first: Timestamp,
    /// Last action.
    pub last: Timestamp,
}

impl Node {
    /// What a person calls it: its handle, or its id where it has none.
    pub fn label(&self) -> &str {
        self.name.as_deref().filter(|name| !name.trim().is_empty()).unwrap_or(&self.account)
    }
}

/// Two accounts that acted together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    /// Index of one account in [`Graph::nodes`].
    pub a: u32,
    /// Index of the other.
    pub b: u32,
    /// Distinct objects on which both acted within the window.
    pub n_objects: u32,
    /// Pairs of actions within the window.
    pub n_pairs: u64,
    /// Mean time between the two actions of a pair, in seconds.
    pub mean_dt_s: f64,
    /// Layers in which they met, joined by `+`.
    pub layers: String,
    /// The accounts are on different platforms.
    pub cross_platform: bool,
    /// Score by which edges were ranked; the weight that Gephi and networkx see.
    pub weight: f64,
}

impl Graph {
    /// Edges whose two ends are different nodes of this graph.
    pub fn valid_edges(&self) -> impl Iterator<Item = &Edge> {
        let n = self.nodes.len();
        self.edges.iter().filter(move |e| (e.a as usize) < n && (e.b as usize) < n && e.a != e.b)
    }

    /// Number of neighbours of each node within this graph.
    pub fn degrees(&self) -> Vec<u32> {
        let mut degrees = vec![0; self.nodes.len()];
        for edge in self.valid_edges() {
            degrees[edge.a as usize] += 1;
            degrees[edge.b as usize] += 1;
        }
        degrees
    }

    /// Component of each node, numbered in the order of their first nodes.
    pub fn components(&self) -> Vec<u32> {
        let mut parent: Vec<u32> = (0..self.nodes.len() as u32).collect();
        fn root(parent: &mut [u32], mut i: u32) -> u32 {
            while parent[i as usize] != i {
                parent[i as usize] = parent[parent[i as usize] as usize];
                i = parent[i as usize];
            }
            i
        }
        for edge in self.valid_edges() {
            let (a, b) = (root(&mut parent, edge.a), root(&mut parent, edge.b));
            // The smaller index stays the root, so that numbers follow the order of the nodes.
            parent[a.max(b) as usize] = a.min(b);
        }
        let mut number = vec![0; parent.len()];
        let mut next = 0;
        for i in 0..parent.len() as u32 {
            let root = root(&mut parent, i);
            number[i as usize] = if root == i {
                next += 1;
                next - 1
            } else {
                number[root as usize]
            };
        }
        number
    }

    /// Ids for XML: the keys, with what XML forbids made visible, and told apart where that made two the same.
    fn xml_ids(&self) -> Vec<String> {
        let mut taken = BTreeSet::new();
        let mut ids = Vec::with_capacity(self.nodes.len());
        for (i, node) in self.nodes.iter().enumerate() {
            let mut id = crate::inert::shown(&node.key);
            while !taken.insert(id.clone()) {
                id.push_str(&format!("#{i}"));
            }
            ids.push(id);
        }
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(n: usize, edges: &[(u32, u32)]) -> Graph {
        let nodes = (0..n).map(|i| Node { key: format!("x/{i}"), ..Node::default() }).collect();
        let edges = edges.iter().map(|&(a, b)| Edge { a, b, ..Edge::default() }).collect();
        Graph { nodes, edges }
    }

    #[test]
    fn components_are_numbered_by_their_first_node() {
        assert_eq!(graph(6, &[(4, 1), (0, 5), (2, 2), (9, 1)]).components(), [0, 1, 2, 3, 1, 0]);
        assert_eq!(graph(4, &[(3, 2), (2, 1), (1, 0)]).components(), [0; 4]);
        assert_eq!(graph(0, &[]).components(), [0; 0]);
    }

    #[test]
    fn degrees_leave_out_edges_into_nowhere() {
        assert_eq!(graph(3, &[(0, 1), (1, 2), (1, 7), (2, 2)]).degrees(), [1, 2, 1]);
    }

    #[test]
    fn ids_stay_apart() {
        let mut graph = graph(3, &[]);
        graph.nodes[0].key = "x/a\u{1}".into();
        graph.nodes[1].key = "x/a\\u{1}".into();
        graph.nodes[2].key = "x/a\\u{1}".into();
        assert_eq!(graph.xml_ids(), ["x/a\\u{1}", "x/a\\u{1}#1", "x/a\\u{1}#2"]);
    }
}
