//! A model of acts, learned from annotated statements: it decides where it is far surer of another act than of the one that
//! the tables give.

use crate::Act;
use crate::learn::{Features, Table, softmax};

/// Bits of the numbers of rows.
pub const BITS: u32 = 18;
/// Classes: the acts, in the order of [`Act::ALL`].
pub const CLASSES: usize = Act::ALL.len();

/// So many times as probable as the tables' act another one must be to overrule it. Chosen by leaving out one set of
/// annotated articles after the other.
const SURER: f32 = 4.0;
/// The same for an accusation where the tables see none. At 3 times half a point more acts would be right there, and twice as
/// many accusations made of what accuses nobody.
const SURER_OF_ACCUSATIONS: f32 = 8.0;

/// The model.
#[derive(Clone, Debug, PartialEq)]
pub struct Acts {
    /// What each feature says for each act.
    pub table: Table<CLASSES>,
}

impl Acts {
    /// How probable each act is, in the order of [`Act::ALL`].
    pub fn probabilities(&self, features: &Features) -> [f32; CLASSES] {
        let sums = self.table.sum(features.rows(0));
        softmax::probabilities(&sums.map(|sum| f32::from(sum) * self.table.scale))
    }

    /// The act that overrules `act`, if one does.
    pub fn other(&self, features: &Features, act: Act) -> Option<Act> {
        let probabilities = self.probabilities(features);
        let of = |act: Act| probabilities[act as usize];
        let best =
            Act::ALL.into_iter().fold(act, |best, other| if of(other) > of(best) { other } else { best });
        let surer = if best == Act::Accuse { SURER_OF_ACCUSATIONS } else { SURER };
        (best != act && of(best) > surer * of(act)).then_some(best)
    }
}
