use super::*;

impl State {
    /// What is allowed, told transition by transition.
    fn allows(&self, class: usize) -> bool {
        let is_root = self.next == self.words;
        let top = self.stack.last().copied();
        let has_head = top.is_some_and(|top| self.heads[top] != NONE);
        match class {
            SHIFT => !is_root,
            REDUCE => has_head,
            _ if class < RIGHT => {
                let relation = class - LEFT;
                top.is_some() && !has_head && (is_root == (relation == Relation::Root as usize))
            }
            _ => top.is_some() && !is_root && class - RIGHT != Relation::Root as usize,
        }
    }
}

/// Both ways to say what is allowed agree.
#[test]
fn allowed_ranges_are_what_is_allowed() {
    let mut state = State::new(6);
    let mut random = Random::new(7);
    while !state.is_done() {
        let ranges: Vec<usize> = state.allowed().into_iter().flatten().collect();
        let single: Vec<usize> = (0..CLASSES).filter(|&class| state.allows(class)).collect();
        assert_eq!(ranges, single);
        state.apply(single[(random.draw() % single.len() as u64) as usize]);
    }
}

/// With a table of nothing but noughts every sentence still becomes a tree.
#[test]
fn every_sentence_becomes_a_tree() {
    let parser = Parser { table: Table::round(BITS, CLASSES, &[]) };
    for length in [0, 1, 2, 7, 256] {
        let mut arcs = Vec::new();
        parser.parse(&vec![Form::default(); length], &vec![Tag::Nn; length], &mut arcs);
        assert_eq!(arcs.len(), length);
        for start in 0..length {
            let (mut word, mut steps) = (start, 0);
            while word < length {
                word = usize::from(arcs[word].head);
                steps += 1;
                assert!(steps <= length);
            }
        }
    }
}

/// The oracle's free transitions lead to the right tree.
#[test]
fn free_transitions_lead_to_the_tree() {
    let heads = [1, 2, 7, 4, 2, 4, 2];
    let arcs: Vec<Arc> = heads
        .iter()
        .map(|&head| Arc { head, relation: if head == 7 { Relation::Root } else { Relation::Nmod } })
        .collect();
    let mut state = State::new(heads.len());
    while !state.is_done() {
        let costs = state.costs(&arcs);
        let class =
            (0..CLASSES).find(|&class| state.allows(class) && costs.of(class) == 0).expect("a free one");
        state.apply(class);
    }
    assert_eq!(state.arcs().collect::<Vec<_>>(), arcs);
}
