//! later
use super::{Entities, EntityNo, Kind};
/// n
pub type ActorNo = usize;
/// a
#[derive(Debug)]
pub struct Actor { /// n
 pub name: String, /// k
 pub kind: Kind, /// m
 pub members: Vec<(usize, EntityNo)> }
/// p
#[derive(Debug)]
pub struct Possible { /// a
 pub a: ActorNo }
/// u
#[derive(Debug)]
pub struct Unified { /// a
 pub actors: Vec<Actor> }
/// u
pub fn unify(_a: &[&Entities]) -> Unified { Unified { actors: Vec::new() } }
