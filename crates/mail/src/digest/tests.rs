use super::*;
use crate::campaign::{self, BaseRates, Options, Texts};
use model::Timestamp;
use proptest::prelude::*;

fn secret() -> Secret {
    Secret::new(b"a secret of the two harbours").unwrap()
}

const BASE: &str =
    "the harbour office will close early this week because the lamps along the quay are being mended";
const OTHER: &str =
    "boats with red sails may enter by the northern gate when the tide is high and the wind is low";

/// Mails of an office: texts with one word changed, so near the base, and facts.
fn office(name: &str, texts: &[&str], network: &str) -> Vec<(Facts, String)> {
    let facts = |number: usize| Facts {
        id: format!("{name}{number}"),
        // Beside two networks, an account alone joins nothing.
        keys: vec!["lights.example/s1".to_owned()],
        accounts: vec![format!("{name}{number}@post.example"), "x@lights.example".to_owned()],
        network: Some(network.to_owned()),
        sent: Some(Timestamp(number as i64 * 1_000_000)),
        ..Facts::default()
    };
    texts.iter().enumerate().map(|(number, text)| (facts(number), (*text).to_owned())).collect()
}

fn export(mails: &[(Facts, String)], secret: &Secret) -> String {
    let exporter = Exporter::new(secret);
    let rows = mails.iter().map(|(facts, text)| exporter.row(facts, Some(text)).unwrap());
    std::iter::once(exporter.header().unwrap()).chain(rows).collect::<Vec<_>>().join("\n")
}

fn read(digest: &str, secret: &Secret) -> Result<Digest, DigestError> {
    Digest::read(digest.lines().map(str::as_bytes), secret)
}

/// Campaigns by the digests of two offices.
fn by_digest(a: &[(Facts, String)], b: &[(Facts, String)]) -> Vec<Vec<String>> {
    let secret = secret();
    let digests = [a, b].map(|mails| read(&export(mails, &secret), &secret).unwrap());
    let facts = facts(digests.iter().flat_map(|digest| &digest.rows));
    let found = campaign::find(&facts, &BaseRates::of(&[]), &Options { least: 0.0, ..Options::default() });
    let exporter = Exporter::new(&secret);
    let names = |id: &String| {
        let known = a.iter().chain(b).find(|(facts, _)| exporter.id(&facts.id) == *id);
        known.map(|(facts, _)| facts.id.clone()).unwrap()
    };
    sorted(found.campaigns.iter().map(|campaign| campaign.members.iter().map(names).collect()))
}

/// The same by the mails themselves.
fn by_mails(a: &[(Facts, String)], b: &[(Facts, String)]) -> Vec<Vec<String>> {
    let mut texts = Texts::default();
    a.iter().chain(b).for_each(|(_, text)| texts.add(text));
    let named = a.iter().chain(b).zip(texts.finish().0);
    let facts: Vec<Facts> = named.map(|((facts, _), text)| Facts { text, ..facts.clone() }).collect();
    let found = campaign::find(&facts, &BaseRates::of(&[]), &Options { least: 0.0, ..Options::default() });
    sorted(found.campaigns.into_iter().map(|campaign| campaign.members))
}

fn sorted(campaigns: impl Iterator<Item = Vec<String>>) -> Vec<Vec<String>> {
    let mut campaigns: Vec<Vec<String>> = campaigns
        .map(|mut members| {
            members.sort_unstable();
            members
        })
        .collect();
    campaigns.sort_unstable();
    campaigns
}

#[test]
fn two_offices_find_what_one_would() {
    let late = BASE.replace("early", "late");
    let a = office("a", &[BASE, OTHER, "too short"], "192.0.2.0/24");
    let b = office("b", &[&late, BASE], "203.0.113.0/24");
    assert_eq!(by_digest(&a, &b), [["a0", "b0", "b1"]]);
    assert_eq!(by_digest(&a, &b), by_mails(&a, &b));
    assert_eq!(by_digest(&a, &b), by_digest(&b, &a));
    // A mail that both have is one mail.
    assert_eq!(by_digest(&a, &a), by_mails(&a, &[]));
}

#[test]
fn a_digest_shows_nothing_of_what_it_is_about() {
    let mails = office("a", &[BASE], "192.0.2.0/24");
    let digest = export(&mails, &secret());
    for word in ["post.example", "lights", "192.0.2", "harbour", "lamps"] {
        assert!(!digest.contains(word), "{word}");
    }
    let other = Secret::new(b"a secret of some other harbour").unwrap();
    let hashes = |digest: &str| {
        digest.split('"').filter(|word| word.len() >= 32).map(str::to_owned).collect::<Vec<_>>()
    };
    let (ours, theirs) = (hashes(&digest), hashes(&export(&mails, &other)));
    assert_eq!(ours.len(), theirs.len());
    assert!(ours.iter().all(|hash| !theirs.contains(hash)));
    // Nor does a signature share values with one under another secret.
    let values = |hash: &str| hash.as_bytes().chunks(8).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let (a, b) = (values(ours.last().unwrap()), values(theirs.last().unwrap()));
    assert!(a.len() == 128 && a.iter().zip(&b).all(|(a, b)| a != b));
}

#[test]
fn equal_values_of_different_kinds_differ() {
    let facts = Facts { network: Some("x".to_owned()), asn: Some("x".to_owned()), ..Facts::default() };
    let digest = read(&export(&[(facts, String::new())], &secret()), &secret()).unwrap();
    assert_ne!(digest.rows[0].facts.network, digest.rows[0].facts.asn);
}

#[test]
fn wrong_digests_are_refused_by_name() {
    let digest = export(&office("a", &[BASE], "192.0.2.0/24"), &secret());
    let check =
        |digest: &str, expected| assert_eq!(read(digest, &secret()).err(), Some(expected), "{digest}");
    check("", DigestError::NoHeader);
    check("{}", DigestError::NoHeader);
    check(&digest.replacen(":1", ":2", 1), DigestError::Version(2));
    let other = Secret::new(b"a secret of some other harbour").unwrap();
    assert_eq!(read(&digest, &other).err(), Some(DigestError::OtherSecret));
    assert_eq!(Secret::new(b"harbour").err(), Some(ShortSecret(7)));
}

#[test]
fn bad_lines_are_counted_and_the_others_read() {
    let digest = export(&office("a", &[BASE, OTHER], "192.0.2.0/24"), &secret());
    let lines: Vec<&str> = digest.lines().collect();
    let long = format!("{{\"id\":\"{}\"}}", "0".repeat(MAX_LINE));
    let odd = lines[1].replacen("\"id\":\"", "\"id\":\"G", 1);
    let capital = "{\"id\":\"ABCDEF00000000000000000000000000\"}";
    let half = "{\"id\":\"00000000000000000000000000000000\",\"text\":\"00000000000000000000000000000000\"}";
    let unknown = "{\"id\":\"00000000000000000000000000000000\",\"name\":1}";
    let text = [lines[0], lines[1], "", "nothing", &long, &odd, capital, half, unknown, lines[2]].join("\n");
    let digest = read(&text, &secret()).unwrap();
    use LineProblem::{BadHash, NotARow, TooLong};
    assert_eq!(digest.rows.len(), 2);
    assert_eq!(
        digest.problems,
        [(4, NotARow), (5, TooLong), (6, BadHash), (7, BadHash), (8, BadHash), (9, NotARow)]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn rows_come_back_as_they_were(ids in prop::collection::vec("[a-c]{1,3}", 0..5), text in "([a-f]{1,3} ){0,20}") {
        let mails: Vec<(Facts, String)> = ids.iter().map(|id| {
            (Facts { id: id.clone(), keys: ids.clone(), asn: Some(id.clone()), ..Facts::default() }, text.clone())
        }).collect();
        let digest = read(&export(&mails, &secret()), &secret()).unwrap();
        prop_assert_eq!(digest.problems.len(), 0);
        prop_assert_eq!(digest.rows.len(), mails.len());
        for (row, (facts, text)) in digest.rows.iter().zip(&mails) {
            prop_assert_eq!(row.id(), Exporter::new(&secret()).id(&facts.id));
            prop_assert_eq!(row.facts.keys.len(), facts.keys.len());
            prop_assert_eq!(row.text.is_some(), text::shingles(text, &campaign::PARAMS).is_some());
        }
    }

    #[test]
    fn any_lines(lines in prop::collection::vec(any::<Vec<u8>>(), 0..5)) {
        let header = Exporter::new(&secret()).header().unwrap();
        let all = std::iter::once(header.as_bytes()).chain(lines.iter().map(Vec::as_slice));
        let digest = Digest::read(all, &secret()).unwrap();
        let written = lines.iter().filter(|line| !line.trim_ascii().is_empty()).count();
        prop_assert_eq!(digest.rows.len() + digest.problems.len(), written);
    }

    /// Rows of a partner, changed: each is a mail or a problem, and no mail comes twice.
    #[test]
    fn any_change_of_a_digest(at in any::<prop::sample::Index>(), byte in any::<u8>(), twice: bool) {
        let digest = export(&office("a", &[BASE, OTHER, "too short"], "192.0.2.0/24"), &secret());
        let (header, rows) = digest.split_once('\n').unwrap();
        let mut rows = if twice { format!("{rows}\n{rows}") } else { rows.to_owned() }.into_bytes();
        let changed = at.index(rows.len());
        rows[changed] = byte;
        let lines = || rows.split(|&b| b == b'\n');
        let digest = Digest::read(std::iter::once(header.as_bytes()).chain(lines()), &secret()).unwrap();
        let written = lines().filter(|line| !line.trim_ascii().is_empty()).count();
        prop_assert_eq!(digest.rows.len() + digest.problems.len(), written);
        prop_assert!(facts(&digest.rows).is_sorted_by(|a, b| a.id < b.id));
    }
}
