use super::*;
use proptest::prelude::*;

#[track_caller]
fn check_tokens(text: &str, expected: &[&str]) {
    let tokens: Vec<&str> = Prose::of(text).tokens.iter().map(|token| token.text(text)).collect();
    assert_eq!(tokens, expected, "{text}");
}

#[track_caller]
fn check_sentences(text: &str, expected: &[&str]) {
    let prose = Prose::of(text);
    let sentences: Vec<&str> = prose.sentences.iter().map(|range| &text[range.clone()]).collect();
    assert_eq!(sentences, expected, "{text}");
}

/// Pieces of each quotation, and `!` behind one that no mark closes.
#[track_caller]
fn check_quotations(text: &str, expected: &[(usize, &[&str])]) {
    let found: Vec<(usize, Vec<String>)> = quotations(text, &Prose::of(text))
        .iter()
        .map(|quotation| {
            let mut pieces: Vec<String> =
                quotation.pieces.iter().map(|piece| text[piece.clone()].to_owned()).collect();
            if let Some(last) = pieces.last_mut().filter(|_| !quotation.is_closed) {
                last.push('!');
            }
            (quotation.depth, pieces)
        })
        .collect();
    let expected: Vec<(usize, Vec<String>)> = expected
        .iter()
        .map(|(depth, pieces)| (*depth, pieces.iter().map(|&piece| piece.to_owned()).collect()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn words_keep_their_inner_marks() {
    check_tokens("The vice-president didn’t say.", &["The", "vice-president", "did", "n’t", "say", "."]);
    check_tokens(
        "They'll see Reed's boat, can't they?",
        &["They", "'ll", "see", "Reed", "'s", "boat", ",", "ca", "n't", "they", "?"],
    );
    check_tokens("rock'n'roll ain’t 't O'Malley", &["rock'n'roll", "ai", "n’t", "'", "t", "O'Malley"]);
    check_tokens("“U.S. aid”, $3.5m", &["“", "U.S", ".", "aid", "”", ",", "$", "3.5m"]);
    check_tokens("desk@harbour.example -- a_b", &["desk@harbour.example", "-", "-", "a_b"]);
    check_tokens("O'Malley's'", &["O'Malley", "'s", "'"]);
    check_tokens("", &[]);
}

#[test]
fn paragraphs_end_at_line_breaks_or_at_empty_lines_of_broken_text() {
    let count = |text: &str| Prose::of(text).paragraphs.len();
    assert_eq!(count("Headline\nFirst.\n\n  Second.  \n"), 3);
    let line = "This line was broken by a program that fits lines to a width, as mails";
    let broken =
        format!("Headline\n\n{}\nand so on.\n\n{}\nand so on.\n", [line; 5].join("\n"), [line; 5].join("\n"));
    assert_eq!(count(&broken), 3);
    assert_eq!(count(&broken.replace("\n\n", "\n")), 13);
    assert_eq!(count(""), 0);
}

#[test]
fn sentences_end_where_readers_end_them() {
    check_sentences("He left. She stayed! Why?", &["He left.", "She stayed!", "Why?"]);
    check_sentences("Mr. Reed met Gen. Ash.", &["Mr. Reed met Gen. Ash."]);
    check_sentences("He moved to the U.S. He stayed.", &["He moved to the U.S.", "He stayed."]);
    check_sentences(
        "The U.S. Senate met at 5 p.m. on Monday.",
        &["The U.S. Senate met at 5 p.m. on Monday."],
    );
    check_sentences("J. B. Reed spoke.", &["J. B. Reed spoke."]);
    check_sentences("“Will it hold?” she asked.", &["“Will it hold?” she asked."]);
    check_sentences("“It holds.” She left.", &["“It holds.”", "She left."]);
    check_sentences("It rose 3.5 percent. No. 7 led.", &["It rose 3.5 percent.", "No. 7 led."]);
    check_sentences("Well... maybe. (Or not.) Yes.", &["Well... maybe.", "(Or not.)", "Yes."]);
    check_sentences("One line\nTwo. Three", &["One line", "Two.", "Three"]);
    check_sentences("彼は来た。彼女は去った。", &["彼は来た。", "彼女は去った。"]);
}

#[test]
fn quotations_of_several_languages() {
    check_quotations("“One,” he said, “two.”", &[(0, &["“One,”"]), (0, &["“two.”"])]);
    check_quotations("He said \"no\" and \"yes\".", &[(0, &["\"no\""]), (0, &["\"yes\""])]);
    check_quotations("Er sagte „nein“ und „ja”.", &[(0, &["„nein“"]), (0, &["„ja”"])]);
    check_quotations("Il dit « non » et »doch« auch.", &[(0, &["« non »"]), (0, &["»doch«"])]);
    check_quotations("彼は「いいえ」と言った。", &[(0, &["「いいえ」"])]);
    check_quotations("The ‘lamp men’s’ boat, ‘old’", &[(0, &["‘lamp men’s’"]), (0, &["‘old’"])]);
}

#[test]
fn apostrophes_quote_nothing() {
    check_quotations("The keeper's boat isn't the Reeds' boat.", &[]);
    check_quotations("It’s the Reeds’ boat.", &[]);
    check_quotations("He said 'it isn't so' twice.", &[(0, &["'it isn't so'"])]);
}

#[test]
fn nested_unpaired_and_long_quotations() {
    check_quotations("“He said ‘no’ to me.”", &[(0, &["“He said ‘no’ to me.”"]), (1, &["‘no’"])]);
    check_quotations("“It goes on.\n\nNext.", &[(0, &["“It goes on.!"])]);
    check_quotations("“First.\n\n“Second.\n\n“Third.” End.", &[(0, &["“First.", "“Second.", "“Third.”"])]);
    check_quotations("“First.\n\nHe spoke “again”.", &[(0, &["“First.!"]), (0, &["“again”"])]);
    check_quotations("It ends” here.", &[]);
    check_quotations("“A ‘b c.” D.", &[(0, &["“A ‘b c.”"]), (1, &["‘b c.!"])]);
    check_quotations("5' 10\" tall", &[]);
}

#[test]
fn marks_without_end_cost_no_more_than_their_length() {
    for mark in ["“", "\" ", "„", "「", "‘a ", "« "] {
        let text = mark.repeat(200_000);
        assert!(quotations(&text, &Prose::of(&text)).len() <= 200_000);
    }
    let (dots, closers) = (".".repeat(300_000), ".\")".repeat(100_000));
    assert_eq!(Prose::of(&format!("{dots}so {closers}so")).sentences.len(), 1);
    let sentence = "word ".repeat(1_000_000);
    assert_eq!(Prose::of(&sentence).sentences.len(), 1);
}

proptest! {
    #[test]
    fn every_place_is_within_the_text_and_in_order(text in "[\\PC\n “”„‘’'\"«».?!]{0,200}") {
        let prose = Prose::of(&text);
        let mut end = 0;
        for paragraph in &prose.paragraphs {
            prop_assert!(paragraph.start >= end && paragraph.start < paragraph.end);
            end = paragraph.end;
        }
        let mut end = 0;
        for sentence in &prose.sentences {
            prop_assert!(sentence.start >= end && sentence.start < sentence.end);
            prop_assert!(prose.paragraphs.iter().any(|p| p.start <= sentence.start && sentence.end <= p.end));
            end = sentence.end;
        }
        // Every token is in a sentence: nothing is lost.
        for token in &prose.tokens {
            prop_assert!(prose.sentences.iter().any(|s| s.start <= token.start && token.end <= s.end));
        }
        for quotation in quotations(&text, &prose) {
            prop_assert!(!quotation.pieces.is_empty());
            for piece in 0..quotation.pieces.len() {
                let _ = &text[quotation.pieces[piece].clone()];
                let _ = &text[quotation.inside(&text, piece)];
            }
        }
    }
}
