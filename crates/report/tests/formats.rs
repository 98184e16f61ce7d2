//! The exchange formats: snapshots of a small invented network, and hostile names in all of them.

mod common;

use common::{HOSTILE, claims, graph, hostile, mails, page};
use proptest::prelude::*;
use scrutineer_report::{Graph, gexf, graphml, layout, page as pages, svg};

fn text(write: impl FnOnce(&mut Vec<u8>) -> scrutineer_report::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("a vector takes everything");
    String::from_utf8(bytes).expect("UTF-8")
}

fn as_gexf(graph: &Graph) -> String {
    text(|out| gexf(graph, Some(&layout(graph)), out))
}

fn as_graphml(graph: &Graph) -> String {
    text(|out| graphml(graph, out))
}

/// Parses as XML and returns the values of attributes and texts, unescaped.
fn xml_values(xml: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut values = Vec::new();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}\n{xml}")) {
            Event::Eof => return values,
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    let raw = attribute.expect("well-formed").value;
                    values.push(quick_xml::escape::unescape(&raw).expect("known entities").into_owned());
                }
            }
            _ => {}
        }
    }
}

/// Characters that XML 1.0 forbids.
fn forbidden(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[test]
fn gexf_of_a_small_network() {
    insta::assert_snapshot!(as_gexf(&graph()));
}

#[test]
fn graphml_of_a_small_network() {
    insta::assert_snapshot!(as_graphml(&graph()));
}

#[test]
fn picture_of_a_small_network() {
    let graph = graph();
    let picture = svg::network(&graph, &layout(&graph), &[]);
    insta::assert_snapshot!(picture.replace(svg::STYLE, "STYLE"));
}

#[test]
fn page_of_a_small_network() {
    let html = pages::render(&page()).expect("renders");
    let body = html.split_once("<body>").expect("a body").1;
    let body = body.split_once("<script>").expect("a script").0;
    insta::assert_snapshot!(body.replace(svg::STYLE, "STYLE"));
}

#[test]
fn hostile_names_are_text_everywhere() {
    let graph = hostile();
    let page = common::hostile_page();
    let html = pages::render(&page).expect("renders");
    let picture = svg::network(&graph, &layout(&graph), &[]);
    for output in [as_gexf(&graph), as_graphml(&graph), picture, html.clone()] {
        let own_script = usize::from(output.contains("<!DOCTYPE html>"));
        assert_eq!(output.matches("<script").count(), own_script);
        assert!(!output.contains("<img") && !output.contains("<b>") && !output.contains("onerror=\""));
        assert!(!output.chars().any(forbidden));
        assert!(!output.contains('\u{202e}'), "overrides are shown");
    }
    let values = xml_values(&as_gexf(&graph));
    for name in HOSTILE {
        let shown = scrutineer_report::inert::visible(name);
        assert!(values.iter().any(|value| *value == shown), "{name:?} is missing");
    }
    // Nothing of the page points anywhere but into itself.
    for reference in html.match_indices("href=\"").chain(html.match_indices("src=\"")) {
        assert!(html[reference.0..].starts_with("href=\"#"), "{}", &html[reference.0..reference.0 + 40]);
    }
    assert!(!html.contains("style=\""), "the policy forbids style attributes");
}

#[test]
fn the_policy_names_the_blocks_of_the_page() {
    use base64::Engine as _;
    use sha2::Digest;
    let html = pages::render(&page()).expect("renders");
    let policy = html
        .split("Content-Security-Policy\" content=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a policy");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("http"));
    let mut blocks = 0;
    for tag in ["style", "script"] {
        for block in html.split(&format!("<{tag}>")).skip(1) {
            let block = block.split(&format!("</{tag}>")).next().expect("closed");
            let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(block));
            assert!(policy.contains(&format!("'sha256-{hash}'")), "{tag}: {hash} is not in {policy}");
            blocks += 1;
        }
    }
    assert_eq!(blocks, 5, "page style, three pictures, one script");
}

#[test]
fn an_empty_page_renders_and_says_so() {
    let nothing = pages::Page {
        coordination: Some(pages::Coordination::default()),
        mails: Some(pages::Mails::default()),
        claims: Some(pages::Claims::default()),
        ..pages::Page::default()
    };
    let html = pages::render(&nothing).expect("renders");
    assert!(html.contains("There is no pair of accounts to draw."));
    assert!(html.contains("There are no pairs to list."));
    assert!(
        html.contains("No statement was found.") && html.contains("No accusation with an answer was found.")
    );
}

#[test]
fn a_page_shows_the_parts_that_it_has() {
    let html = pages::render(&pages::Page::default()).expect("renders");
    assert!(!html.contains("id=\"network\"") && !html.contains("id=\"mails\""));
    let html = pages::render(&pages::Page { mails: Some(mails("plain")), ..pages::Page::default() });
    let html = html.expect("renders");
    assert!(html.contains("id=\"mail-1\"") && html.contains("id=\"campaign-1\""));
    assert!(!html.contains("id=\"network\"") && html.contains("href=\"#campaign-1\""));
}

#[test]
fn statements_in_articles() {
    let part = pages::Page { claims: Some(common::sample()), ..pages::Page::default() };
    let html = pages::render(&part).expect("renders");
    let parts = html.split_once("<section class=\"part\" id=\"claims\"").expect("statements").1;
    let parts = parts.split_once("<section class=\"part\" id=\"read\"").expect("what was read").0;
    insta::assert_snapshot!(parts.replace(svg::STYLE, "STYLE"));
}

/// Media files, with words of theirs that try to be markup.
fn media() -> pages::Media {
    const HOSTILE: &str = "<img src=x onerror=alert(1)>\u{202e}gnp";
    let mark = pages::MediaMark {
        says: HOSTILE.to_owned(),
        is_signed: false,
        value: HOSTILE.to_owned(),
        place: HOSTILE.to_owned(),
    };
    let row = pages::MediaRow {
        name: HOSTILE.to_owned(),
        kind: "png".to_owned(),
        size: Some("320 × 240".to_owned()),
        is_mislabelled: true,
        c2pa: "invalid".to_owned(),
        problem: Some(HOSTILE.to_owned()),
        failures: vec!["claimSignature.mismatch".to_owned(), HOSTILE.to_owned()],
        signer: Some(HOSTILE.to_owned()),
        signed_at: Some(HOSTILE.to_owned()),
        generator: Some(HOSTILE.to_owned()),
        remote_url: Some(HOSTILE.to_owned()),
        marks: vec![mark; 20],
        object: Some("pdq:00".to_owned()),
        ..pages::MediaRow::default()
    };
    let picture = pages::PictureRow {
        object: "pdq:00".to_owned(),
        files: vec![(HOSTILE.to_owned(), 0), ("copy.png".to_owned(), 12)],
    };
    pages::Media {
        files: 2,
        rows: vec![row, pages::MediaRow::default()],
        pictures: vec![picture],
        alternatives: vec!["Anyone can write it.".to_owned()],
        would_settle: vec!["The file as its maker had it.".to_owned()],
    }
}

#[test]
fn words_in_media_files_stay_words() {
    let html =
        pages::render(&pages::Page { media: Some(media()), ..pages::Page::default() }).expect("renders");
    assert!(
        html.contains("id=\"media\"") && html.contains("href=\"#media\"") && html.contains("id=\"pictures\"")
    );
    assert!(!html.contains("<img") && !html.contains('\u{202e}'));
    assert!(html.contains("claimSignature.mismatch") && html.contains("the name says another kind"));
    assert!(html.contains("8 more marks"), "all marks but twelve are counted");
}

/// A page with every part that has tables.
fn every_part() -> pages::Page {
    let language =
        pages::LanguageRow { name: "a".into(), p: "not calibrated".into(), ..pages::LanguageRow::default() };
    let synthetic = pages::Synthetic {
        texts: 1,
        levels: vec![pages::MachineAccountRow {
            name: "x/ida".into(),
            ..pages::MachineAccountRow::default()
        }],
        language: vec![language],
        ..pages::Synthetic::default()
    };
    pages::Page {
        claims: Some(common::sample()),
        mails: Some(mails("plain")),
        media: Some(media()),
        synthetic: Some(synthetic),
        ..page()
    }
}

#[test]
fn columns_of_numbers_are_sorted_as_numbers() {
    let html = pages::render(&every_part()).expect("renders");
    let tables = html.split("<table class=\"sort").skip(1).filter_map(|rest| rest.split("</table>").next());
    let mut cells = 0;
    for table in tables {
        for cell in table.split("<td class=\"n\"").skip(1).filter_map(|rest| rest.split("</td>").next()) {
            cells += 1;
            let (attributes, content) = cell.split_once('>').expect("a cell");
            assert!(attributes.contains("data-v=\"") || content.is_empty(), "{cell}");
        }
    }
    assert!(cells > 15, "{cells}");
    // However the cell writes a number, what it is sorted by is that number.
    assert!(html.contains("data-v=\"4e-4\">4.00e-4</td>"), "q of a pair");
}

#[test]
fn a_filter_counts_what_is_listed() {
    let html = pages::render(&every_part()).expect("renders").replace("&#x2f;", "/");
    // Of 400 pairs one is listed; its evidence further down is searched and hidden with it, and not counted.
    assert!(html.contains(
        r##"data-for="#pair-table tbody tr" data-what="pairs" data-all="all 400 are in edges.parquet""##
    ));
    assert!(html.contains(r#"<tr data-also="pair-1">"#) && html.contains(r#"<tr data-also="mail-1">"#));
    assert!(html.contains(r##"data-for="#mail-table tbody tr" data-what="mails" hidden"##), "all are listed");
    for filter in html.split("data-for=\"").skip(1).filter_map(|rest| rest.split('>').next()) {
        assert!(filter.contains("data-what=\"") && !filter.contains(", #"), "{filter}");
    }
}

#[test]
fn what_is_not_there_is_not_told_of() {
    let mut page = every_part();
    let html = |page: &pages::Page| pages::render(page).expect("renders");
    let chance = |page: &mut pages::Page, exchanged| {
        let chance = page.coordination.get_or_insert_default().chance.get_or_insert_default();
        chance.rows.iter_mut().for_each(|row| row.exchanged = exchanged);
    };
    chance(&mut page, 1e6);
    let before = html(&page);
    chance(&mut page, 0.0);
    let part = page.coordination.get_or_insert_default();
    let chance = part.chance.get_or_insert_default();
    chance.settings.iter_mut().for_each(|setting| setting.agreement = None);
    chance.communities = 0;
    part.hubs[0].is_bounded = false;
    part.groups[0].expected = 20.0;
    page.synthetic = Some(pages::Synthetic::default());
    let after = html(&page);
    for (words, is_before) in [
        (">Agreement</th>", true),
        ("In some rows fewer pairs are in the data", true),
        ("communities)", true),
        ("no communities of it were found", false),
        ("left out of wider windows", true),
        ("No window shows more than chance for the sum of all pairs", false),
        ("There are no texts in these data", false),
    ] {
        assert_eq!((before.contains(words), after.contains(words)), (is_before, !is_before), "{words}");
    }
}

#[test]
fn members_of_groups_stand_in_rings_and_records_have_handles() {
    let mut page = page();
    let part = page.coordination.get_or_insert_default();
    part.groups[0].graph = common::graph();
    if let Some(network) = &mut part.network {
        network.graph.nodes[3].name = Some("copper-kettle".into());
    }
    let html = pages::render(&page).expect("renders");
    let picture = html.split("aria-label=\"Network picture\"").nth(1).expect("a picture");
    let picture = picture.split("</svg>").next().expect("an end");
    // Five members, and the legend.
    assert_eq!(picture.matches("class=\"ring\"").count(), 6);
    assert!(picture.contains("in the group that was found") && picture.contains(", in group 1</title>"));
    let records = html.split("Some of the records it rests on").nth(1).expect("records");
    assert!(
        records.contains("<bdi>copper-kettle</bdi>") && records.contains("<bdi class=\"id\">kettle</bdi>")
    );
}

#[test]
fn links_within_the_page_lead_somewhere() {
    let mut part = common::sample();
    // Statements and articles beyond the page, and marks of statements without a row.
    part.rows.remove(2);
    part.dossiers.pop();
    part.exchanges[0].accusation.statement = 999;
    part.spreads[0].places[0].article = 999;
    let page =
        pages::Page { claims: Some(part), mails: Some(mails("plain")), media: Some(media()), ..page() };
    let html = pages::render(&page).expect("renders");
    let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut distinct = ids.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), ids.len(), "an id stands twice");
    for target in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(distinct.binary_search(&target).is_ok(), "#{target} leads nowhere");
    }
}

#[test]
fn an_article_reads_as_it_was() {
    let part = common::sample();
    let expected: Vec<String> = part.dossiers[0]
        .paragraphs
        .iter()
        .map(|runs| runs.iter().map(|run| run.text.as_str()).collect())
        .collect();
    let html = pages::render(&pages::Page { claims: Some(part), ..pages::Page::default() }).expect("renders");
    let article = html.split("<div class=\"article\">").nth(1).and_then(|rest| rest.split("</div>").next());
    let article = article.expect("an article");
    assert_eq!(article.matches("<span").count(), article.matches("</span>").count());
    let mut shown = Vec::new();
    for paragraph in article.split("<p dir=\"auto\">").skip(1) {
        let mut text = String::new();
        for piece in paragraph.split("<sup>") {
            let piece = piece.split_once("</sup>").map_or(piece, |(_, rest)| rest);
            for tagged in piece.split('<') {
                text += tagged.split_once('>').map_or(tagged, |(_, rest)| rest);
            }
        }
        shown.push(text.trim_end().to_owned());
    }
    assert_eq!(shown, expected);
}

#[test]
fn long_lists_of_statements_are_cut_and_counted() {
    use pages::limits;
    let mut part = common::sample();
    part.rows = vec![part.rows[0].clone(); limits::LEDGER + 5];
    part.statements = limits::LEDGER as u64 + 5;
    part.dossiers = vec![part.dossiers[0].clone(); limits::ARTICLES + 1];
    part.articles = limits::ARTICLES as u64 + 2;
    let answer = part.exchanges[0].answers[0].clone();
    part.exchanges[0].answers = vec![answer; limits::ANSWERS + 3];
    part.dossiers[0].paragraphs = vec![part.dossiers[0].paragraphs[0].clone(); limits::ARTICLE_TEXT];
    let html = pages::render(&pages::Page { claims: Some(part), ..pages::Page::default() }).expect("renders");
    for sentence in [
        "And 5 more statements in <code>statements.parquet</code>.",
        "And 2 more articles in <code>ledger.jsonl</code>.",
        "And 3 more answers in <code>statement_links.parquet</code>.",
        "The rest of this article is not shown.",
    ] {
        assert!(html.contains(sentence), "{sentence}");
    }
}

#[test]
fn what_is_cut_is_counted() {
    let mut page = page();
    let part = page.coordination.get_or_insert_default();
    let pair = part.pairs[0].clone();
    part.pairs = vec![pair; 100];
    part.pairs[0].evidence = vec![part.pairs[0].evidence[0].clone(); 40];
    part.pairs_total = 12_345;
    let html = pages::render(&page).expect("renders");
    assert!(html.contains("And 12,315 more pairs in <code>edges.parquet</code>."));
    assert!(html.contains("And 33 more common actions in <code>actions.parquet</code>."));
    assert!(html.len() < 200_000, "{}", html.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_name_makes_well_formed_xml(names in prop::collection::vec(any::<String>(), 3), tail in "(<script|]]>|&|\"|'|<!--)*") {
        let mut graph = graph();
        for (node, name) in graph.nodes.iter_mut().zip(names) {
            node.key = name.clone();
            node.account = format!("{name}{tail}");
            node.name = Some(format!("{tail}{name}"));
        }
        for xml in [as_gexf(&graph), as_graphml(&graph), svg::network(&graph, &layout(&graph), &[])] {
            xml_values(&xml);
            prop_assert!(!xml.contains("<script"));
            prop_assert!(!xml.chars().any(forbidden));
        }
    }

    #[test]
    fn any_text_stays_text_in_the_page(text in any::<String>(), tail in "(<script|</style>|\"|'|<!--|\\{\\{)*") {
        let text = format!("{tail}{text}");
        let mut page = page();
        page.title = text.clone();
        let part = page.coordination.get_or_insert_default();
        part.pairs[0].a = text.clone();
        part.groups[0].members[0].0 = text.clone();
        part.groups[0].shared[0].object = text.clone();
        part.pairs[0].evidence[0].object = text.clone();
        page.mails = Some(mails(&text));
        page.claims = Some(claims(&text));
        page.inputs[0].name = text.clone();
        page.rejects[0].examples[0].message = text.clone();
        let html = pages::render(&page).expect("renders");
        prop_assert_eq!(html.matches("<script").count(), 1);
        prop_assert_eq!(html.matches("<style").count(), 5);
        prop_assert_eq!(html.matches("<!--").count(), 0);
        prop_assert!(!html.chars().any(forbidden));
    }
}
