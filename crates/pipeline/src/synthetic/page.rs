//! The lens's part of the report.

use super::findings::{by_perplexity, totals, unusual, with_phrases, with_tricks};
use super::{SyntheticOptions, SyntheticResult, TextFile, TextRead, tricks_in_words};
use crate::lost::{note_rows, reject_rows};
use ::synthetic::finding::percent;
use ::synthetic::method::{ACCOUNT, TEXT};
use ::synthetic::model_file::Models;
use ::synthetic::perplexity::Perplexity;
use model::words::{count, thousands};
use report::page::{
    Figure, Input, LanguageRow, MachineAccountRow, MachineTextRow, Page, PhraseRow, SentenceRow, Summary,
    Synthetic,
};

/// What the report says of texts.
pub(super) fn page(result: &SyntheticResult, models: &Models, options: &SyntheticOptions) -> Page {
    let title = match result.files.as_slice() {
        [one] => format!("Signs of machine generation in {}", one.name),
        many => format!("Signs of machine generation in {} files", thousands(many.len() as u64)),
    };
    Page {
        title,
        summary: summary(result),
        parameters: [
            ("texts: models", Some(&models.hash)),
            ("texts: language model", result.language_model.as_ref()),
        ]
        .into_iter()
        .filter_map(|(name, hash)| Some((name.to_owned(), hash?.clone())))
        .collect(),
        inputs: result.files.iter().map(input).collect(),
        rejects: reject_rows(&result.problems),
        notes: note_rows(&result.problems).collect(),
        synthetic: Some(section(result, options)),
        ..Page::default()
    }
}

/// What would tell who wrote.
const WOULD_SETTLE: [&str; 4] = [
    "Drafts, edit histories and the writer's own word.",
    "Other texts of the same writer from before 2020, compared by the same model.",
    "Texts of the same kind by people, added with `synthetic calibrate`.",
    "Whether a newsroom, office or service states that it uses machines.",
];

const HORIZON: &str = "The models learned from English texts of 2019 to 2023 (ChatGPT 3.5, Claude-instant, PaLM, Llama-2, Vicuna; posts by GPT-2, recurrent networks and Markov chains). Newer generators may pass unseen.";

/// Of machine texts of 100 words and more from sources that the models had not seen, the share that is flagged at 1 %, and
/// the share of human texts that is (`cargo xtask evaluate synthetic`).
const FLAGGED: (f64, f64) = (0.487, 0.0074);

fn section(result: &SyntheticResult, options: &SyntheticOptions) -> Synthetic {
    let sentences = |of: &[&str]| of.iter().map(|&text| text.to_owned()).collect();
    let totals = totals(result);
    let reasons = result.reasons().into_iter().map(|(why, n)| (why.words().to_owned(), n)).collect();
    let mut levels: Vec<_> = result
        .accounts
        .iter()
        .filter_map(|((platform, name), account)| Some((format!("{platform}/{name}"), account.level?)))
        .collect();
    levels.sort_by(|a, b| b.1.spreads.total_cmp(&a.1.spreads).then_with(|| a.0.cmp(&b.0)));
    Synthetic {
        texts: totals.texts,
        answered: totals.answered,
        one: totals.one,
        five: totals.five,
        reasons,
        accounts: result.accounts.len() as u64,
        horizon: HORIZON.to_owned(),
        base_rates: if totals.answered > 0 { base_rates(options.expected_shares()) } else { Vec::new() },
        rows: unusual(result).into_iter().map(|text| row(result, text)).collect(),
        levels: levels
            .into_iter()
            .map(|(name, level)| MachineAccountRow {
                name,
                posts: level.posts,
                spreads: format!("{:+.1}", level.spreads),
                interval: format!("{:+.1} to {:+.1}", level.spreads_low, level.spreads_high),
                above: level.above,
                people: level.people,
            })
            .collect(),
        phrases: with_phrases(result)
            .flat_map(|(name, _, phrases)| {
                phrases.iter().map(move |(leak, words)| PhraseRow {
                    name: name.to_owned(),
                    kind: leak.words().to_owned(),
                    words: words.clone(),
                })
            })
            .collect(),
        disguised: with_tricks(result)
            .into_iter()
            .map(|(name, _, counts)| PhraseRow {
                name: name.to_owned(),
                kind: tricks_in_words(&counts),
                words: String::new(),
            })
            .collect(),
        language: by_perplexity(result)
            .into_iter()
            .map(|(text, Perplexity { reading, p })| LanguageRow {
                name: text.name.clone(),
                tokens: reading.tokens,
                log_prob: format!("{:.3}", reading.log_prob),
                curvature: format!("{:+.2}", reading.curvature),
                p: p.map_or_else(|| "not calibrated".to_owned(), |p| format!("{:.4}", p.p)),
                above: p
                    .map_or_else(String::new, |p| format!("{} of {}", thousands(p.above), thousands(p.n))),
            })
            .collect(),
        alternatives: sentences(&[TEXT.innocent_explanations, ACCOUNT.innocent_explanations].concat()),
        would_settle: sentences(&WOULD_SETTLE),
    }
}

/// How many flagged texts would be by people if these shares of the texts were by machines.
pub fn base_rates(expected: &[f64]) -> Vec<String> {
    let (machine, human) = FLAGGED;
    expected
        .iter()
        .map(|&share| {
            // The nominal rate, which is the one to reckon with where texts are as comparable as assumed.
            let wrong = |human: f64| human * (1.0 - share) / (human * (1.0 - share) + machine * share);
            format!(
                "If {} of such texts were by machines and {} of these are flagged, then {} of flagged texts are by people ({} at the rate of {} that human texts of unseen sources showed).",
                percent(share),
                percent(machine),
                percent(wrong(0.01)),
                percent(wrong(human)),
                percent(human)
            )
        })
        .collect()
}

/// Measures that are named with a text.
const MEASURES: usize = 5;

fn row(result: &SyntheticResult, text: &TextRead) -> MachineTextRow {
    let p = text.answer.p;
    let explanation = text.explanation.as_ref();
    let largest = explanation
        .map_or(0.0, |all| all.sentences.iter().map(|(_, adds)| adds.abs()).fold(0.0, f32::max))
        .max(f32::MIN_POSITIVE);
    let sentences = explanation.map_or_else(Vec::new, |all| {
        all.sentences
            .iter()
            .filter_map(|(range, adds)| {
                let text = text.text.get(range.clone())?.to_owned();
                Some(SentenceRow { text, adds: format!("{adds:+.2}"), is_marked: adds / largest >= 0.5 })
            })
            .collect()
    });
    let measures = explanation.map_or_else(Vec::new, |all| {
        let adding = all.measures.iter().filter(|measure| measure.adds > 0.0).take(MEASURES);
        adding
            .map(|measure| format!("{}: {:.3} (adds {:+.2})", measure.name, measure.value, measure.adds))
            .collect()
    });
    MachineTextRow {
        name: text.name.clone(),
        words: text.words as u64,
        kind: result.kind(text).unwrap_or_default(),
        p: p.map_or_else(String::new, |p| format!("{:.4}", p.p)),
        interval: p.map_or_else(String::new, |p| format!("{} to {}", percent(p.low), percent(p.high))),
        above: p.map_or(0, |p| p.above),
        n: p.map_or(0, |p| p.n),
        would_change: would_change(text),
        measures,
        sentences,
    }
}

/// What would change the answer: how much of the text carries it.
fn would_change(text: &TextRead) -> String {
    let Some(explanation) = &text.explanation else { return String::new() };
    let mut adds: Vec<f32> =
        explanation.sentences.iter().map(|(_, adds)| *adds).filter(|adds| *adds > 0.0).collect();
    adds.sort_by(|a, b| b.total_cmp(a));
    let all: f32 = adds.iter().sum();
    let mut carried = 0.0;
    let half = adds.iter().take_while(|adds| {
        let goes_on = carried < all / 2.0;
        carried += **adds;
        goes_on
    });
    format!(
        "Half of what its sentences add comes from {}; more human texts of this kind, or leaving out a quoted or copied part, would change the answer first.",
        count(half.count() as u64, "sentence", "sentences")
    )
}

fn summary(result: &SyntheticResult) -> Summary {
    let totals = totals(result);
    let mut figures = vec![
        Figure::of(
            totals.answered,
            "text compared with human texts of its kind",
            "texts compared with human texts of their kind",
        ),
        Figure::of(totals.one, "of them unusual at 1 %", "of them unusual at 1 %"),
    ];
    if !result.accounts.is_empty() {
        figures.push(Figure::of(
            result.accounts.len() as u64,
            "account with words of its own",
            "accounts with words of their own",
        ));
    }
    let mut read = Vec::new();
    if totals.texts > 0 {
        read.push(format!(
            "{} looked at alone for signs of machine generation.",
            count(totals.texts, "text", "texts")
        ));
    }
    if result.posts > 0 {
        let others = match result.other_posts {
            0 => String::new(),
            n => format!(
                "; {} no words of their own: reposts, duplicates, repetitions, or no text",
                count(n, "more post has", "more posts have")
            ),
        };
        read.push(format!(
            "{} with words of their own, of {}, looked at together by account{others}.",
            count(result.posts, "post", "posts"),
            count(result.accounts.len() as u64, "account", "accounts")
        ));
    }
    if result.searched == 0 {
        read.push(
            "There are no texts in these data: nothing was looked at for signs of machine generation."
                .to_owned(),
        );
    }
    let mut found = Vec::new();
    if totals.answered > 0 {
        let expected = match totals.answered / 100 {
            0 => "fewer than one is".to_owned(),
            1 => "about one is".to_owned(),
            n => format!("about {} are", thousands(n)),
        };
        found.push(format!(
            "{} of {} score as high as at most 1 in 100 comparable human texts; if all were by people, {expected} expected to.",
            thousands(totals.one),
            count(totals.answered, "text", "texts"),
        ));
    }
    Summary {
        figures,
        read,
        found,
        not_shown: vec![
            "Who or what wrote a text: a score says how unusual it is among human texts of its kind."
                .to_owned(),
        ],
    }
}

fn input(file: &TextFile) -> Input {
    Input {
        name: file.name.clone(),
        sha256: file.sha256.hex(),
        bytes: file.bytes,
        format: "texts".to_owned(),
        records: file.records,
        posts: file.records,
        skipped: 0,
        rejects: file.rejects,
        ..Input::default()
    }
}
