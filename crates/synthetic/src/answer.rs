//! What can be said of one text.

use crate::calibration::{Calibration, Conformal, LEAST, Stratum};
use crate::document::{Document, View};
use crate::features::style;
use crate::members::{MEMBERS, Margins, Members};
use crate::register::{self, BUCKETS, MOST_WORDS, piece};
use crate::stack::Stack;
use serde::Serialize;

/// A trained model with what its scores are compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The members.
    pub members: Members,
    /// Their stack.
    pub stack: Stack,
    /// What scores are compared with.
    pub calibration: Calibration,
    /// Names of registers.
    pub registers: Vec<String>,
}

/// What is said of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Words that were looked at.
    pub words: usize,
    /// What the members say.
    pub margins: Margins,
    /// Their score, not calibrated: for ranking only.
    pub score: f32,
    /// The stratum that it was compared with, as bucket and register.
    pub stratum: Option<(usize, usize)>,
    /// How unusual it is there.
    pub p: Option<Conformal>,
    /// What that comes to.
    pub outcome: Outcome,
}

impl Answer {
    /// The stratum whose human texts the text is comparable with: none where it lies outside.
    pub fn comparable(&self) -> Option<(usize, usize)> {
        self.stratum.filter(|_| self.outcome != Outcome::CannotTell(Why::Outside))
    }
}

/// What an answer comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// At most one comparable human text in a hundred scores as high.
    Unusual1,
    /// At most five in a hundred.
    Unusual5,
    /// Human texts of this kind often score as high.
    Usual,
    /// Nothing is said.
    CannotTell(Why),
}

impl Outcome {
    /// As tables have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unusual1 => "unusual_1",
            Self::Unusual5 => "unusual_5",
            Self::Usual => "usual",
            Self::CannotTell(_) => "cannot_tell",
        }
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unusual1 => "consistent with machine generation at 1 %",
            Self::Unusual5 => "consistent with machine generation at 5 %",
            Self::Usual => "usual for human texts of this kind",
            Self::CannotTell(why) => why.words(),
        }
    }

    /// Whether something is said.
    pub const fn is_answer(self) -> bool {
        !matches!(self, Self::CannotTell(_))
    }
}

impl Why {
    /// As tables have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Language => "language",
            Self::Outside => "outside",
            Self::FewTexts => "few_texts",
            Self::Disagreement => "disagreement",
        }
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Short => "cannot tell: under 25 words",
            Self::Language => "cannot tell: not English",
            Self::Outside => "cannot tell: unlike every kind of writing in the calibration",
            Self::FewTexts => "cannot tell: too few comparable human texts",
            Self::Disagreement => "cannot tell: the members disagree",
        }
    }
}

/// Why nothing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Under 25 words.
    Short,
    /// Another language than those of the calibration.
    Language,
    /// Unlike every kind of writing that the calibration knows.
    Outside,
    /// Too few human texts of this kind.
    FewTexts,
    /// Fewer than three members find it unusual, though the score is.
    Disagreement,
}

/// Fewest members that must find an unusual text unusual.
const AGREEING: usize = 3;

impl Model {
    /// What can be said of a text.
    pub fn judge(&self, document: &Document) -> Answer {
        self.judge_view(&document.first(MOST_WORDS))
    }

    /// Adds human texts of the user's own as a register to compare with. They are scored by members that have not seen
    /// them. Gives the number of texts in the stratum of each bucket.
    pub fn add_register(&mut self, name: &str, texts: &[Document]) -> Vec<usize> {
        self.registers.push(name.to_owned());
        let mut sizes = Vec::new();
        for bucket in 0..BUCKETS.len() {
            let pieces: Vec<View<'_>> =
                texts.iter().filter_map(|text| piece(text, bucket)).filter(View::is_english).collect();
            let measures: Vec<Vec<f32>> =
                pieces.iter().map(|view| style::measure(view.tokens, &view.sentences)).collect();
            let mut own = Vec::new();
            if let Some(places) = &mut self.calibration.places[bucket] {
                places.add(if measures.len() < LEAST { &[] } else { &measures });
                for (view, measures) in pieces.iter().zip(&measures) {
                    if places.of(measures) == Some((self.registers.len() - 1, true)) {
                        let margins = self.members.margins_of(view, measures);
                        own.push((self.stack.score(&margins, view.words), margins));
                    }
                }
            }
            sizes.push(own.len());
            self.calibration.strata[bucket].push(Stratum::of(&own));
        }
        sizes
    }

    /// What can be said of a piece of a text.
    pub fn judge_view(&self, view: &View<'_>) -> Answer {
        let style = style::measure(view.tokens, &view.sentences);
        let margins = self.members.margins_of(view, &style);
        let score = self.stack.score(&margins, view.words);
        let mut answer = Answer {
            words: view.words,
            margins,
            score,
            stratum: None,
            p: None,
            outcome: Outcome::CannotTell(Why::Short),
        };
        let Some(bucket) = register::bucket(view.words) else { return answer };
        if !view.is_english() {
            answer.outcome = Outcome::CannotTell(Why::Language);
            return answer;
        }
        let place = self.calibration.places[bucket].as_ref().and_then(|places| places.of(&style));
        let Some((register, is_within)) = place else {
            answer.outcome = Outcome::CannotTell(Why::FewTexts);
            return answer;
        };
        answer.stratum = Some((bucket, register));
        if !is_within {
            answer.outcome = Outcome::CannotTell(Why::Outside);
            return answer;
        }
        let stratum = &self.calibration.strata[bucket][register];
        answer.p = stratum.p(score);
        answer.outcome = match answer.p {
            None => Outcome::CannotTell(Why::FewTexts),
            Some(p) if p.p > 0.05 => Outcome::Usual,
            Some(_) if stratum.agreeing(&margins) < AGREEING.min(MEMBERS) => {
                Outcome::CannotTell(Why::Disagreement)
            }
            Some(p) if p.p > 0.01 => Outcome::Unusual5,
            Some(_) => Outcome::Unusual1,
        };
        answer
    }
}
