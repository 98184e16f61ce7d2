//! One code path for every country: with the names of countries and their top-level domains exchanged, everything that
//! the program says is the same but for those names.

use super::run::Place;
use serde_json::Value;

/// Two countries with their top-level domains, and what geolocation tables call them.
struct Sides([(&'static str, &'static str, &'static str); 2]);

const INVENTED: Sides = Sides([("Norvia", "nq", "QN"), ("Sudane", "sq", "QS")]);
const EXCHANGED: Sides = Sides([("Sudane", "sq", "QS"), ("Norvia", "nq", "QN")]);
const REAL: [Sides; 2] = [
    Sides([("Canada", "ca", "CA"), ("Poland", "pl", "PL")]),
    Sides([("Brazil", "br", "BR"), ("Sweden", "se", "SE")]),
];

const POSTS: &str = "\
post_id,account_id,created_at,text,urls
1,ida,2024-05-01T10:00:00Z,@1 hid the lists of the count,https://desk.harbour.@a/a
2,jon,2024-05-01T10:00:20Z,Where are the lists?,https://desk.harbour.@a/a
3,ida,2024-05-01T12:00:00Z,Ask @2 about the boxes,https://desk.harbour.@b/b
4,jon,2024-05-01T12:00:50Z,And who kept them?,https://desk.harbour.@b/b
5,kim,2024-05-01T12:05:00Z,Late but here,https://desk.harbour.@b/b
";

const ACCUSATION: &str = "\
Mails before the vote

Harbour Wire, 3 May 2024

@1's election office accused @2 on Friday of sending the mails that called the vote off.
\"@2 wrote every one of them,\" said Mara Lind, a spokeswoman for the office.
The office demanded that @2 hand over the names of the senders.
";

const DENIAL: &str = "\
\"Not ours\"

Quay Post, 4 May 2024

@2 denied on Saturday that it had sent the mails.
\"We have nothing to do with these mails,\" said Joss Arden, a spokesman for @2.
He accused @1 of inventing a story before the vote.
";

const MAIL: &str = "\
Return-Path: <desk@harbour.@a>\r
Received: from relay.harbour.@a (relay.harbour.@a [203.0.113.7])\r
 by mx.county.example (Postfix) with ESMTP id 4X; Tue, 5 Nov 2024 09:14:02 -0500\r
From: Harbour desk <desk@harbour.@b>\r
To: keeper@county.example\r
Subject: The vote in @1\r
Date: Tue, 5 Nov 2024 14:12:00 +0000\r
Message-ID: <1@harbour.@a>\r
\r
The vote in @1 is called off. Ask @2 why.\r
";

const HYPOTHESES: &str = "\
name,statement,level
one-hand,One hand in @1 runs the accounts.,common-control
news,What @2 published set them off.,behaviour
";

const ASSESSMENTS: &str = "\
finding,hypothesis,support,reason
co_action#1,one-hand,for,Two of @1 keep the same minutes.
co_action#1,news,against,@2 published nothing then.
";

impl Sides {
    /// `text` about these sides.
    fn put(&self, text: &str) -> String {
        let [(one, a, code_a), (two, b, code_b)] = self.0;
        let marks = [("@1", one), ("@2", two), ("@a", a), ("@b", b), ("@A", code_a), ("@B", code_b)];
        marks.iter().fold(text.to_owned(), |text, (mark, name)| text.replace(mark, name))
    }

    /// `text` with marks in the place of the names.
    fn unnamed(&self, text: &str) -> String {
        let [(one, a, code_a), (two, b, code_b)] = self.0;
        let mut text = text.replace(one, "@1").replace(two, "@2");
        text = text.replace(&one.to_lowercase(), "@1").replace(&two.to_lowercase(), "@2");
        let word = |word: &str| match word {
            _ if word == a => "@a".to_owned(),
            _ if word == b => "@b".to_owned(),
            _ if word == code_a => "@A".to_owned(),
            _ if word == code_b => "@B".to_owned(),
            // Hashes follow the bytes.
            _ if word.len() >= 8 && word.bytes().all(|b| b.is_ascii_hexdigit()) => "<hash>".to_owned(),
            _ => word.to_owned(),
        };
        let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '@';
        let words = text.split_inclusive(|c| !is_inside(c));
        words
            .map(|piece| {
                let end = piece.trim_end_matches(|c| !is_inside(c)).len();
                word(&piece[..end]) + &piece[end..]
            })
            .collect()
    }

    /// The case, examined and weighed.
    fn examined(&self) -> Place {
        let place = Place::new();
        place
            .file("quay/posts.csv", self.put(POSTS))
            .file("quay/wire.txt", self.put(ACCUSATION))
            .file("quay/post.txt", self.put(DENIAL))
            .file("quay/vote.eml", self.put(MAIL))
            .file("table.csv", self.put("203.0.113.0/24,@A\n"))
            .file("weighing/hypotheses.csv", self.put(HYPOTHESES))
            .file("weighing/assessments.csv", self.put(ASSESSMENTS));
        let options = "--own-host .county.example --geo table.csv --now 2025-01-01 --counts-only";
        place.run(&format!("examine quay {options} --weighing weighing --actor Ada")).ok();
        place
    }

    /// What findings say, and all numbers in them, sorted.
    fn findings(&self, place: &Place) -> Vec<String> {
        let lines = place.read("quay.case/out/findings.jsonl");
        let told = lines.lines().map(|line| {
            let finding: Value = serde_json::from_str(line).expect("JSON");
            let parts = ["method", "statement", "n", "statistic", "error_rates", "why"];
            self.unnamed(&parts.map(|part| finding[part].to_string()).join("\n"))
        });
        sorted(told)
    }

    /// Every row of the ledger of statements, sorted; rows are numbered in the order of files, which follows hashes.
    fn ledger(&self, place: &Place) -> Vec<String> {
        let lines = place.read("quay.case/out/ledger.jsonl");
        let articles = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        let rows = articles.flat_map(|article| {
            let of = |level: &str| article[level].as_array().cloned().unwrap_or_default();
            [of("attributions"), of("nested")].concat()
        });
        sorted(rows.map(|mut row| {
            let fields = row.as_object_mut().expect("a row");
            fields.retain(|name, _| !matches!(name.as_str(), "id" | "inside" | "links"));
            self.unnamed(&row.to_string())
        }))
    }

    /// All words of a page, without pictures, sorted piece by piece: the order of rows may follow names. Numbers of
    /// rows and sizes of files are left out.
    fn page(&self, place: &Place, name: &str) -> Vec<String> {
        let mut html = self.unnamed(&place.read(name));
        for element in ["svg", "script", "style"] {
            let parts = html.split(&format!("<{element}")).map(str::to_owned).collect::<Vec<_>>();
            let end = format!("</{element}>");
            html =
                parts.iter().map(|part| part.split_once(&end).map_or(&part[..], |(_, rest)| rest)).collect();
        }
        // Compressed tables are as long as their bytes have it.
        let is_size = |piece: &str| piece.ends_with(" kB");
        let is_number = |piece: &str| piece.bytes().all(|b| b.is_ascii_digit());
        let pieces = html.split('<').filter_map(|piece| Some(piece.split_once('>')?.1.trim().to_owned()));
        sorted(pieces.filter(|piece| !is_number(piece) && !is_size(piece)))
    }
}

fn sorted(rows: impl Iterator<Item = String>) -> Vec<String> {
    let mut rows: Vec<String> = rows.collect();
    rows.sort();
    rows
}

/// Shows no more than what differs.
fn same(a: &[String], b: &[String]) {
    let without = |a: &[String], b: &[String]| -> Vec<String> {
        let mut rest = b.to_vec();
        let mut is_new = |row: &String| match rest.iter().position(|other| other == row) {
            Some(at) => {
                rest.swap_remove(at);
                false
            }
            None => true,
        };
        a.iter().filter(|row| is_new(row)).cloned().collect()
    };
    assert_eq!(without(a, b), without(b, a));
}

#[test]
fn names_of_countries_decide_nothing() {
    let told = |sides: &Sides| {
        let place = sides.examined();
        let page = sides.page(&place, "quay.case/out/report.html");
        (sides.findings(&place), sides.ledger(&place), page)
    };
    let (findings, ledger, page) = told(&INVENTED);
    assert!(findings.len() > 8 && ledger.len() >= 6 && page.len() > 100);
    for sides in [&EXCHANGED, &REAL[0], &REAL[1]] {
        let other = told(sides);
        same(&findings, &other.0);
        same(&ledger, &other.1);
        same(&page, &other.2);
    }
}
