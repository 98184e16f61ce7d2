//! Pictures as SVG: the network and the timeline. Deterministic, self-contained, without scripts.

pub mod palette;
