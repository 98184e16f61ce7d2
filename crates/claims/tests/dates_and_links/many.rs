//! Many statements: time, memory and order.

use scrutineer_claims::link::{ActorNo, Actors, Params, Statement, Tie, TieKind, link};
use scrutineer_claims::{Act, Level};
use stats::Xoshiro256;
use std::time::Instant;

/// Invented statements: articles of twelve, words by a law of frequency like that of a language, actors as well.
fn statements(number: usize, seed: u64) -> (Vec<Statement>, Actors) {
    let mut random = Xoshiro256::new(seed);
    let actors = (number / 50).max(4) as u64;
    let often = |random: &mut Xoshiro256, most: u64| {
        let below = random.below(most) + 1;
        random.below(below)
    };
    let first: jiff::civil::Date = "2031-01-01".parse().unwrap();
    let list = (0..number)
        .map(|at| {
            let article = (at / 12) as u32;
            let words = 4 + random.below(18);
            let content: Vec<String> = (0..words)
                .map(|_| format!("w{}q", often(&mut random, 20_000) * often(&mut random, 3)))
                .collect();
            let published = first.checked_add(jiff::Span::new().days(i64::from(article) % 700)).unwrap();
            let speaker = ActorNo(often(&mut random, actors) as u32);
            let target = ActorNo(often(&mut random, actors) as u32);
            let act = Act::ALL[random.below(Act::ALL.len() as u64) as usize];
            Statement {
                id: format!("a{article:06}-{at:07}"),
                article,
                at: (at % 12) * 200,
                paragraph: (at % 12) as u32,
                sentence: (at % 12) as u32,
                is_headline: at % 12 == 0,
                inside: None,
                published: Some(published),
                said: None,
                act,
                is_negated: false,
                cue: "said".to_owned(),
                content: content.join(" "),
                speaker: Some(speaker),
                targets: vec![target],
                named: Vec::new(),
                level: Level::Main,
            }
        })
        .collect();
    let names = (0..actors).map(|actor| vec![format!("Actor {actor}")]).collect();
    let ties = (0..actors as u32 / 2)
        .map(|actor| Tie { from: ActorNo(actor * 2 + 1), to: ActorNo(actor), kind: TieKind::SpeaksFor })
        .collect();
    (list, Actors { names, ties })
}

#[test]
fn links_do_not_depend_on_the_order_of_statements() {
    let (list, actors) = statements(1500, 3);
    let of = |list: &[Statement]| {
        let links = link(list, &actors, &Params::default());
        let id = |at: usize| list[at].id.clone();
        let all: Vec<_> =
            links.links.iter().map(|l| (id(l.from), id(l.to), l.kind, l.score.to_bits(), l.basis)).collect();
        let unanswered: Vec<_> = links
            .unanswered
            .iter()
            .map(|u| (id(u.statement), u.possible_answer.map(|(a, to)| (id(a), id(to)))))
            .collect();
        (all, unanswered, links.cut)
    };
    let expected = of(&list);
    // A little below what is found: 88 links, 165 accusations.
    assert!(expected.0.len() > 80 && expected.1.len() > 150, "{} {}", expected.0.len(), expected.1.len());
    let mut mixed = list.clone();
    Xoshiro256::new(9).shuffle(&mut mixed);
    for (at, statement) in mixed.iter_mut().enumerate() {
        // Numbers of articles are as they come.
        statement.article = statement.article.wrapping_mul(7919) ^ 5;
        assert!(at < list.len());
    }
    assert_eq!(of(&mixed), expected);
}

/// 100,000 statements. Run with `--release -- --ignored --nocapture` for a time that means something.
#[test]
#[ignore = "takes a minute without optimisation"]
fn a_hundred_thousand_statements() {
    let (list, actors) = statements(100_000, 1);
    let begin = Instant::now();
    let links = link(&list, &actors, &Params::default());
    println!(
        "{:?}: {} links, {} unanswered, {:?}",
        begin.elapsed(),
        links.links.len(),
        links.unanswered.len(),
        links.cut
    );
    assert!(begin.elapsed().as_secs() < 60);

    // All the same words, one accused, one article.
    let same: Vec<Statement> = list
        .iter()
        .map(|statement| Statement {
            content: "the mill by the river has been closed since spring".to_owned(),
            targets: vec![ActorNo(0)],
            speaker: Some(ActorNo(if statement.act == Act::Deny { 0 } else { 1 })),
            article: 0,
            ..statement.clone()
        })
        .collect();
    let begin = Instant::now();
    let links = link(&same, &actors, &Params::default());
    println!(
        "{:?}: {} links, {} unanswered, {:?}",
        begin.elapsed(),
        links.links.len(),
        links.unanswered.len(),
        links.cut
    );
    assert!(begin.elapsed().as_secs() < 60);
}
