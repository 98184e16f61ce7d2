//! Dependencies by arc-eager transitions (Nivre 2003), with an averaged perceptron trained by a dynamic oracle (Goldberg &
//! Nivre 2013), features after Zhang & Nivre (2011). The root stands behind the last word (Ballesteros & Nivre 2013).

use super::{Form, Relation, Tag};
use crate::learn::{Features, Perceptron, Row, Table, hash::mix, random::Random, table::LINE};
use std::ops::Range;

/// Bits of the numbers of rows.
pub(crate) const BITS: u32 = 20;
const RELATIONS: usize = Relation::ALL.len();
const SHIFT: usize = 0;
const REDUCE: usize = 1;
const LEFT: usize = 2;
const RIGHT: usize = LEFT + RELATIONS;
/// One of `SHIFT`, `REDUCE`, `LEFT` with each relation, `RIGHT` with each relation.
pub(crate) const CLASSES: usize = RIGHT + RELATIONS;
/// Features that learning changed less often have no say (Goldberg & Elhadad 2011): a fourteenth of the rows is left, and
/// heads in the treebank's part for development are found no worse.
const LEAST_CHANGES: u8 = 20;
/// Weights below this make no difference that can be measured.
const LEAST: f32 = 0.05;

/// What a word depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    /// The place of its head in the sentence; the length of the sentence for its root.
    pub head: u16,
    /// How it depends on it.
    pub relation: Relation,
}

/// A trained parser.
#[derive(Clone, Debug, PartialEq)]
pub struct Parser {
    pub(crate) table: Table<LINE>,
}

/// A sentence with its right dependencies.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// Its words.
    pub forms: Vec<Form>,
    /// Their tags, as the tagger gives them.
    pub tags: Vec<Tag>,
    /// What they depend on.
    pub arcs: Vec<Arc>,
}

impl Parsed {
    /// Whether no two arcs cross.
    pub fn is_projective(&self) -> bool {
        let spans: Vec<(usize, usize)> = self
            .arcs
            .iter()
            .enumerate()
            .map(|(place, arc)| (place.min(usize::from(arc.head)), place.max(usize::from(arc.head))))
            .collect();
        !spans.iter().any(|a| spans.iter().any(|b| a.0 < b.0 && b.0 < a.1 && a.1 < b.1))
    }
}

impl Parser {
    /// What each word depends on, appended to `arcs`.
    pub fn parse(&self, forms: &[Form], tags: &[Tag], arcs: &mut Vec<Arc>) {
        let mut state = State::new(forms.len());
        let mut features = Features::new(BITS);
        while !state.is_done() {
            if let Some(only) = state.forced() {
                state.apply(only);
                continue;
            }
            features.clear();
            state.describe(forms, tags, &mut features.place());
            let sums = self.table.sum(features.rows(0));
            let (mut best, mut most) = (None, i16::MIN);
            for classes in state.allowed() {
                for class in classes {
                    if best.is_none() || sums[class] > most {
                        (best, most) = (Some(class), sums[class]);
                    }
                }
            }
            let Some(best) = best else { break };
            state.apply(best);
        }
        arcs.extend(state.arcs());
    }

    /// Learns from sentences, `rounds` times through all of them.
    pub fn train(sentences: &[Parsed], rounds: usize, seed: u64) -> Self {
        let mut perceptron = Perceptron::new(BITS, CLASSES, LEAST_CHANGES);
        let projective: Vec<&Parsed> = sentences.iter().filter(|sentence| sentence.is_projective()).collect();
        let mut order: Vec<usize> = (0..projective.len()).collect();
        let mut random = Random::new(seed);
        let mut features = Features::new(BITS);
        let mut scores = [0.0_f32; CLASSES];
        for round in 0..rounds {
            random.shuffle(&mut order);
            for &number in &order {
                let sentence = projective[number];
                let mut state = State::new(sentence.forms.len());
                while !state.is_done() {
                    if let Some(only) = state.forced() {
                        state.apply(only);
                        continue;
                    }
                    features.clear();
                    state.describe(&sentence.forms, &sentence.tags, &mut features.place());
                    perceptron.score(features.rows(0), &mut scores);
                    let (mut best, mut right): (Option<usize>, Option<usize>) = (None, None);
                    let costs = state.costs(&sentence.arcs);
                    for class in state.allowed().into_iter().flatten() {
                        if best.is_none_or(|best| scores[class] > scores[best]) {
                            best = Some(class);
                        }
                        let is_free = costs.of(class) == 0;
                        if is_free && right.is_none_or(|right| scores[class] > scores[right]) {
                            right = Some(class);
                        }
                    }
                    let Some(best) = best else { break };
                    // Where every move costs something the state is a lost one: go on without learning.
                    let right = right.unwrap_or(best);
                    if costs.of(best) > 0 && right != best {
                        perceptron.correct(features.rows(0), right, best);
                    }
                    perceptron.tick();
                    // Going wrong now and then shows states that a parser meets.
                    let explore = round > 0 && random.unit() < 0.9;
                    state.apply(if explore { best } else { right });
                }
            }
        }
        Self { table: perceptron.table(LEAST) }
    }
}

/// Nothing: the bottom of the stack, a word without a head.
const NONE: usize = usize::MAX;

/// Where parsing stands.
struct State {
    words: usize,
    stack: Vec<usize>,
    next: usize,
    heads: Vec<usize>,
    relations: Vec<Relation>,
    /// The two nearest to the edge on each side: leftmost, second from the left, rightmost, second from the right.
    left: Vec<[usize; 2]>,
    right: Vec<[usize; 2]>,
    /// Relations of the dependents on each side, hashed.
    sets: Vec<[u32; 2]>,
}

/// What each transition loses.
struct Costs {
    shift: u32,
    reduce: u32,
    left: u32,
    right: u32,
    /// The relation, where the arc is a right one.
    left_relation: Option<Relation>,
    right_relation: Option<Relation>,
}

impl Costs {
    fn of(&self, class: usize) -> u32 {
        let wrong = |relation: Option<Relation>, class: usize| {
            relation.map_or(0, |relation| u32::from(relation as usize != class))
        };
        match class {
            SHIFT => self.shift,
            REDUCE => self.reduce,
            _ if class < RIGHT => self.left + wrong(self.left_relation, class - LEFT),
            _ => self.right + wrong(self.right_relation, class - RIGHT),
        }
    }
}

impl State {
    fn new(words: usize) -> Self {
        let size = words + 1;
        Self {
            words,
            stack: Vec::with_capacity(size),
            next: 0,
            heads: vec![NONE; size],
            relations: vec![Relation::Other; size],
            left: vec![[NONE; 2]; size],
            right: vec![[NONE; 2]; size],
            sets: vec![[0; 2]; size],
        }
    }

    fn is_done(&self) -> bool {
        self.next == self.words && self.stack.is_empty()
    }

    /// The transitions that can be made, in their order.
    fn allowed(&self) -> [Range<usize>; 5] {
        const ROOT: usize = Relation::Root as usize;
        let is_root = self.next == self.words;
        let top = self.stack.last().copied();
        let has_head = top.is_some_and(|top| self.heads[top] != NONE);
        let (left, right) = (top.is_some() && !has_head, top.is_some() && !is_root);
        let when = |is_allowed: bool, range: Range<usize>| if is_allowed { range } else { 0..0 };
        let lefts = if is_root {
            [LEFT + ROOT..LEFT + ROOT + 1, 0..0]
        } else {
            [LEFT..LEFT + ROOT, LEFT + ROOT + 1..RIGHT]
        };
        let [one, two] = lefts;
        let first = if is_root { REDUCE } else { SHIFT };
        let shift_and_reduce = first..if has_head { REDUCE + 1 } else { REDUCE };
        [
            shift_and_reduce,
            when(left, one),
            when(left, two),
            when(right, RIGHT..RIGHT + ROOT),
            when(right, RIGHT + ROOT + 1..CLASSES),
        ]
    }

    /// The only transition that can be made, where there is but one.
    fn forced(&self) -> Option<usize> {
        let allowed = self.allowed();
        let count: usize = allowed.iter().map(Range::len).sum();
        allowed.into_iter().find(|classes| count == 1 && !classes.is_empty()).map(|classes| classes.start)
    }

    fn apply(&mut self, class: usize) {
        match class {
            SHIFT => {
                self.stack.push(self.next);
                self.next += 1;
            }
            REDUCE => {
                self.stack.pop();
            }
            _ if class < RIGHT => {
                if let Some(top) = self.stack.pop() {
                    self.attach(top, self.next, class - LEFT);
                }
            }
            _ => {
                if let Some(&top) = self.stack.last() {
                    self.attach(self.next, top, class - RIGHT);
                    self.stack.push(self.next);
                    self.next += 1;
                }
            }
        }
    }

    fn attach(&mut self, word: usize, head: usize, relation: usize) {
        self.heads[word] = head;
        self.relations[word] = Relation::of_number(relation).unwrap_or(Relation::Other);
        let side = usize::from(word > head);
        let nearest = if side == 0 { &mut self.left[head] } else { &mut self.right[head] };
        *nearest = [word, nearest[0]];
        self.sets[head][side] = mix(u64::from(self.sets[head][side]), relation as u64 + 1) as u32;
    }

    fn arcs(&self) -> impl Iterator<Item = Arc> {
        (0..self.words).map(|word| {
            let head = if self.heads[word] == NONE { self.words } else { self.heads[word] };
            Arc { head: u16::try_from(head).unwrap_or(u16::MAX), relation: self.relations[word] }
        })
    }

    /// Arcs of the right tree that can be reached now and not after a transition.
    fn costs(&self, arcs: &[Arc]) -> Costs {
        let head = |word: usize| arcs.get(word).map_or(NONE, |arc| usize::from(arc.head));
        let next = self.next;
        let top = self.stack.last().copied();
        let mut costs =
            Costs { shift: 0, reduce: 0, left: 0, right: 0, left_relation: None, right_relation: None };
        if let Some(top) = top {
            // Dependents of the top that are still to come.
            let coming = (next..self.words).filter(|&word| head(word) == top).count() as u32;
            costs.reduce = coming;
            costs.left = coming;
            if head(top) == next {
                costs.left_relation = arcs.get(top).map(|arc| arc.relation);
            } else if head(top) != NONE && head(top) > next {
                costs.left += 1;
            }
        }
        if next < self.words {
            let dependents =
                self.stack.iter().filter(|&&word| head(word) == next && self.heads[word] == NONE).count()
                    as u32;
            costs.shift = dependents + u32::from(self.stack.contains(&head(next)));
            costs.right = dependents;
            if Some(head(next)) == top {
                costs.right_relation = arcs.get(next).map(|arc| arc.relation);
            } else if head(next) > next || self.stack.contains(&head(next)) {
                costs.right += 1;
            }
        }
        costs
    }

    fn describe(&self, forms: &[Form], tags: &[Tag], row: &mut Row<'_>) {
        let word = |place: usize| forms.get(place).map_or(0, |form| u64::from(form.lower));
        let tag = |place: usize| match place {
            NONE => 98,
            _ => tags.get(place).map_or(97, |&tag| tag as u64),
        };
        let relation = |place: usize| match self.relations.get(place) {
            Some(&relation) if self.heads[place] != NONE => relation as u64,
            _ => 96,
        };
        let head = |place: usize| self.heads.get(place).copied().unwrap_or(NONE);
        let left = |place: usize, which: usize| self.left.get(place).map_or(NONE, |left| left[which]);
        let right = |place: usize, which: usize| self.right.get(place).map_or(NONE, |right| right[which]);
        let set = |place: usize, side: usize| self.sets.get(place).map_or(1, |set| u64::from(set[side]));

        let s0 = self.stack.last().copied().unwrap_or(NONE);
        let s1 = self.stack.len().checked_sub(2).map_or(NONE, |at| self.stack[at]);
        let n0 = self.next;
        let (n1, n2) = (n0 + 1, n0 + 2);
        let (s0w, s0t, n0w, n0t) = (word(s0), tag(s0), word(n0), tag(n0));
        let (n1w, n1t, n2t) = (word(n1), tag(n1), tag(n2));
        let distance = if s0 == NONE { 0 } else { (n0 - s0).min(8) as u64 };

        // Single words.
        row.pair(1, s0w, s0t);
        row.add(2, s0w);
        row.add(3, s0t);
        row.pair(4, n0w, n0t);
        row.add(5, n0w);
        row.add(6, n0t);
        row.pair(7, n1w, n1t);
        row.add(8, n1w);
        row.add(9, n1t);
        row.pair(13, word(s1), tag(s1));
        // Pairs and triples.
        row.triple(17, s0w, s0t, n0t);
        row.triple(18, s0t, n0w, n0t);
        row.pair(19, s0w, n0w);
        row.pair(20, s0t, n0t);
        row.pair(21, n0t, n1t);
        row.triple(22, n0t, n1t, n2t);
        row.triple(23, s0t, n0t, n1t);
        row.triple(24, tag(head(s0)), s0t, n0t);
        row.triple(25, s0t, tag(left(s0, 0)), n0t);
        row.triple(26, s0t, tag(right(s0, 0)), n0t);
        row.triple(27, s0t, n0t, tag(left(n0, 0)));
        row.triple(28, tag(s1), s0t, n0t);
        row.triple(34, s0t, n0t, distance);
        // Relatives.
        row.pair(41, word(head(s0)), tag(head(s0)));
        row.add(42, tag(head(s0)));
        row.pair(43, s0t, relation(s0));
        row.pair(44, word(left(s0, 0)), relation(left(s0, 0)));
        row.pair(46, word(right(s0, 0)), relation(right(s0, 0)));
        row.pair(48, word(left(n0, 0)), relation(left(n0, 0)));
        row.pair(50, tag(head(head(s0))), relation(head(s0)));
        row.triple(51, s0t, tag(left(s0, 0)), tag(left(s0, 1)));
        row.triple(52, s0t, tag(right(s0, 0)), tag(right(s0, 1)));
        row.triple(53, n0t, tag(left(n0, 0)), tag(left(n0, 1)));
        row.triple(54, s0t, tag(head(s0)), tag(head(head(s0))));
        row.triple(55, s0t, relation(right(s0, 0)), n0t);
        row.triple(56, s0w, relation(right(s0, 0)), n0w);
        // Which relations there are already.
        row.pair(57, s0w, set(s0, 1));
        row.pair(58, s0t, set(s0, 1));
        row.pair(59, s0w, set(s0, 0));
        row.pair(60, s0t, set(s0, 0));
        row.pair(61, n0w, set(n0, 0));
        row.pair(62, n0t, set(n0, 0));
        row.triple(63, s0t, n0t, mix(set(s0, 1), set(n0, 0)));
    }
}

#[cfg(test)]
mod tests;
