use super::*;
use model::{MailForm, Rebuilt, TransferEncoding};
use proptest::prelude::*;

fn content(mail: &[u8]) -> Content {
    let limits = Limits::default();
    Content::of(&Message::split(mail, &limits), &limits)
}

#[track_caller]
fn check(mail: &str, text: &str, flaws: &[Flaw]) {
    let content = content(mail.as_bytes());
    let words: Vec<&str> = content.text.split_whitespace().collect();
    assert_eq!(words.join(" "), text, "{mail}");
    assert_eq!(content.flaws, flaws, "{mail}");
}

#[track_caller]
fn check_html(html: &str, text: &str, links: &[&str], flaws: &[Flaw]) {
    let mail = format!("Content-Type: text/html; charset=utf-8\n\n{html}");
    check(&mail, text, flaws);
    let domains: Vec<String> = content(mail.as_bytes()).link_domains.into_iter().collect();
    assert_eq!(domains, links, "{html}");
}

#[test]
fn text_is_decoded() {
    check("From: a@harbour.example\n\nLamps are lit.\n", "Lamps are lit.", &[]);
    check("Content-Transfer-Encoding: base64\n\nTGFtcHMgYXJl\nIGxpdC4=\n", "Lamps are lit.", &[]);
    check("Content-Transfer-Encoding: Quoted-Printable\n\nLamps=20a=\nre lit=2E", "Lamps are lit.", &[]);
    check("Content-Type: text/plain; charset=iso-8859-1\n\nB=F6je", "B=F6je", &[]);
    check(
        "Content-Type: text/plain; charset=\"ISO-8859-1\"\nContent-Transfer-Encoding: quoted-printable\n\nB=F6je",
        "Böje",
        &[],
    );
    check("", "", &[]);
}

#[test]
fn what_cannot_be_decoded_stays_and_is_named() {
    let odd = "Content-Transfer-Encoding: base64\n\nTGFtcHMg!YXJlIGxpdC4=";
    check(odd, "Lamps are lit.", &[Flaw::BadTransferEncoding]);
    let half = "Content-Transfer-Encoding: quoted-printable\n\n100 =% sure\nlamp=73";
    check(half, "100 =% sure lamps", &[Flaw::BadTransferEncoding]);
    check("Content-Transfer-Encoding: uuencode\n\nLamps", "Lamps", &[Flaw::UnknownTransferEncoding]);
    check("Content-Type: text/plain; charset=lamp-8\n\nLamps", "Lamps", &[Flaw::UnknownCharset]);
    check("Content-Type: text/plain; charset=\n\nLamps", "Lamps", &[]);
}

#[test]
fn charsets_that_hide_ascii_are_read_as_programs_do() {
    check("Content-Type: text/plain; charset=utf-7\n\n+AEwAYQBtAHA-s", "Lamps", &[]);
    check("Content-Type: text/plain; charset=iso-2022-jp\n\n\u{1b}$B$U$M\u{1b}(B", "ふね", &[]);
    // Decoded before marks and links are looked for.
    let page = content(b"Content-Type: text/html; charset=utf-7\n\n+ADw-a href='https://quay.example/'+AD4-Lamps+ADw-/a+AD4-");
    assert_eq!((page.text.trim(), page.charset.as_deref()), ("Lamps", Some("utf-7")));
    assert!(page.link_domains.contains("quay.example"), "{page:?}");
}

const MIXED: &str = "Content-Type: multipart/mixed; boundary=b\n\nNobody sees this.\n--b\n";

#[test]
fn parts_are_shown_as_programs_show_them() {
    let alternative = "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nPlain lamps.\n--b\n\
        Content-Type: text/html\n\n<p>Bright <b>lam</b>ps.</p>\n--b--\nNobody sees this.";
    check(alternative, "Bright lamps.", &[]);
    check(&alternative.replace("<p>Bright <b>lam</b>ps.</p>", "<img src=x>"), "Plain lamps.", &[]);
    check(&format!("{MIXED}\nOne.\n--b\n\nTwo.\n--b--\n"), "One. Two.", &[]);
    let attached = format!("{MIXED}\nOne.\n--b\nContent-Disposition: attachment\n\nTwo.\n--b--\n");
    check(&attached, "One.", &[]);
    let packed = format!("{MIXED}\nOne.\n--b\nContent-Type: application/zip\n\nPK..\n--b--\n");
    check(&packed, "One.", &[]);
    let forwarded =
        format!("{MIXED}Content-Type: message/rfc822\n\nSubject: Buoys\n\nInner.\n--b\n\nOuter.\n--b--\n");
    check(&forwarded, "Inner. Outer.", &[]);
    let nested = format!(
        "{MIXED}Content-Type: multipart/alternative; boundary=c\n\n--c\n\nInner.\n--c--\n--b\n\nOuter.\n--b--\n"
    );
    check(&nested, "Inner. Outer.", &[]);
}

#[test]
fn broken_structure_is_named() {
    check(&format!("{MIXED}\nOne.\n"), "One.", &[Flaw::Unterminated]);
    check("Content-Type: multipart/mixed\n\n--b\n\nOne.\n--b--", "--b One. --b--", &[Flaw::NoBoundary]);
    let twice = format!("Content-Type: text/plain\n{}", MIXED.replace("mixed; b", "mixed; charset=x; b"));
    check(&twice, "Nobody sees this. --b", &[Flaw::RepeatedField]);
    // A part that begins without a header, and one whose header runs into the next boundary.
    check(&format!("{MIXED}\nOne.\n--b\nX-Odd: 1\n--b\n\nTwo.\n--b--\n"), "One. Two.", &[]);
    // The end of the outer one ends the inner one too.
    let cut =
        format!("{MIXED}Content-Type: multipart/mixed; boundary=c\n\n--c\n\nInner.\n--b\n\nOuter.\n--b--\n");
    check(&cut, "Inner. Outer.", &[]);
}

#[test]
fn a_boundary_is_a_whole_line() {
    let prefix = "Content-Type: multipart/mixed; boundary=lamp\n\n--lamp\n\
        Content-Type: multipart/mixed; boundary=lampshade\n\n--lampshade\n\nInner.\n--lampshade--\n--lamp\n\n\
        Outer, with --lamp in it.\n--lamp--\n";
    check(prefix, "Inner. Outer, with --lamp in it.", &[Flaw::BoundaryIsPrefix]);
}

#[test]
fn html_is_read_as_it_looks() {
    check_html("<p>Lamps<br>are <i>li</i>t&period;</p>", "Lamps are lit.", &[], &[]);
    check_html("Fish &amp; chips &#9829; &bogus; R&D", "Fish & chips ♥ &bogus; R&D", &[], &[]);
    check_html("<title>T</title><style>p > a {}</style><script>'</p>'</SCRIPT >Lamps", "Lamps", &[], &[]);
    check_html("1 < 2 <!-- <p>no</p> --> and <b", "1 < 2 and", &[], &[]);
    check_html(
        "<a title='>' HREF=\"https://www.lights.example/a?b\">here</a>",
        "here",
        &["lights.example"],
        &[],
    );
    check_html(
        "<a href=http://quay.example>a</a> https://pier.example/",
        "a https://pier.example/",
        &["pier.example", "quay.example"],
        &[],
    );
    check_html("<a href='mailto:a@harbour.example'>a</a><a href='#x'>b</a>", "ab", &[], &[]);
}

#[test]
fn hidden_text_is_left_out_and_named() {
    let hidden = [Flaw::HiddenText];
    check_html("<div style='Display: none !important'>x <div>y</div> z</div>Lamps", "Lamps", &[], &hidden);
    check_html("<span hidden>x</span>Lamps", "Lamps", &[], &hidden);
    check_html("<p style=\"font-size:0\">x</p>Lamps<br hidden>lit", "Lamps lit", &[], &hidden);
    check_html("<p style='font-size:0.9em'>Lamps</p>", "Lamps", &[], &[]);
    check_html("<p style='display:none'></p>Lamps", "Lamps", &[], &[]);
}

#[test]
fn subject_and_language() {
    let mail = "Subject: =?utf-8?q?B=C3=B6jen?=\n =?utf-8?b?IHVuZCBGYW5hbGU=?=\n\n\
        Das Hafenamt schließt heute um neun Uhr und öffnet am nächsten Morgen wieder für alle Boote.";
    let content = content(mail.as_bytes());
    assert_eq!((content.subject.as_str(), content.language), ("Böjen und Fanale", Some("deu")));
    assert_eq!(super::tests::content(b"\nOk.").language, None);
}

#[track_caller]
fn check_comparable(mail: &str, expected: &str) {
    let limits = Limits::default();
    let message = Message::split(mail.as_bytes(), &limits);
    let comparable = Content::of(&message, &limits).comparable(&Addressees::of(&message));
    assert_eq!(comparable, expected, "{mail}");
}

#[test]
fn copies_for_different_offices_are_equal() {
    let mail = |to: &str, name: &str, time: &str, link: &str| {
        format!(
            "To: {to}\nSubject: Notice for {name}\n\nDear {name}, the quay closes at {time}. See {link} or ask {to}!"
        )
    };
    let expected = "notice for dear the quay closes at see or ask";
    check_comparable(&mail("northby@harbour.example", "Northby", "9:30", "https://a.example/1"), expected);
    check_comparable(&mail("Southby <office@pier.example>", "Southby", "21h", "www.b.example"), expected);
}

#[test]
fn words_that_stay_and_words_that_go() {
    check_comparable(
        "\nRead more at lights.example.Then ring 555-0100 e.g. today",
        "read more at ring e g today",
    );
    check_comparable("To: =?utf-8?q?Fr=C3=A4nze?= <x@y.example>\n\nFränze, lamps!", "lamps");
    // Two letters are too short to be taken for a name.
    check_comparable("To: we@harbour.example\n\nwe are at the harbour", "we are at the");
    check_comparable("\n凧が空高く舞い上がる。丘の上。", "凧が空高く舞い上がる 丘の上");
}

#[test]
fn limits_hold() {
    let deep: String =
        (0..100).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}x\n\n--b{n}x\n")).collect();
    let found = content(deep.as_bytes());
    assert!(found.parts <= Limits::default().depth + 2, "{}", found.parts);
    assert!(found.flaws.contains(&Flaw::TooDeep), "{:?}", found.flaws);

    let many = format!("{MIXED}{}", "\nx\n--b\n".repeat(5_000));
    let found = content(many.as_bytes());
    assert_eq!((found.parts, found.flaws), (1_000, vec![Flaw::Unterminated, Flaw::TooManyParts]));

    let long = format!("\n{}", "lamp ".repeat(2 << 20));
    let found = content(long.as_bytes());
    assert_eq!((found.text.len() <= MAX_TEXT, found.flaws), (true, vec![Flaw::TooMuchText]));

    let links: String = (0..2_000).map(|n| format!("https://a{n}.example ")).collect();
    let found = content(format!("\n{links}").as_bytes());
    assert_eq!((found.link_domains.len(), found.flaws), (MAX_LINKS, vec![Flaw::TooManyLinks]));

    let parameters: String = (0..80_000).map(|n| format!(";a*{n}=b")).collect();
    let found = content(format!("Content-Type: text/plain{parameters}\n\nLamps").as_bytes());
    assert_eq!((found.text.as_str(), found.flaws), ("Lamps", vec![Flaw::LongField]));
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let limits = Limits { parts: 4, depth: 2, header_bytes: 64, message_bytes: 200, ..Limits::default() };
        let content = Content::of(&Message::split(&bytes, &limits), &limits);
        prop_assert!(content.parts <= limits.parts && content.flaws.is_sorted());
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec(prop::sample::select(vec![
        "Content-Type: multipart/alternative; boundary=b\n", "Content-Type: multipart/digest; boundary=\"b \"\n",
        "Content-Type: multipart/mixed; boundary=bb\n", "Content-Type: message/rfc822\n", "Content-Type: text/html\n",
        "Content-Type: text/plain; charset=utf-7\n", "Content-Type: text/plain; charset=utf-16\n",
        "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n",
        "--b\n", "--b--\n", "--bb\n", "--bb--", "\n", "\r\n", "=4", "=\n", "TGFt", "<p", " style='", "display:none", ">",
        "</p>", "<!--", "&amp", ";", "&", "ö", "\u{1b}$B", "To: a@b.example\n", " x", "+AEw-",
    ]), 0..40)) {
        let mail = pieces.concat();
        let limits = Limits::default();
        let message = Message::split(mail.as_bytes(), &limits);
        let content = Content::of(&message, &limits);
        let addressees = Addressees::of(&message);
        let once = content.comparable(&addressees);
        let again = Content { text: once.clone(), ..Content::default() };
        prop_assert_eq!(again.comparable(&addressees), once);
    }

    #[test]
    fn html_without_marks_is_its_own_text(text in "[a-zA-Zäß ]{0,60}") {
        prop_assert_eq!(html::read(&text).text, text);
    }
}

/// Finds the attached mails, as they stand there.
fn attached_in(mail: &str) -> Vec<(&str, Option<TransferEncoding>)> {
    let limits = Limits::default();
    let found = attached(&Message::split(mail.as_bytes(), &limits), &limits);
    assert!(found.is_whole);
    found.mails.into_iter().map(|found| (&mail[found.span], found.encoding)).collect()
}

#[test]
fn attached_mails_are_found_from_their_first_byte_to_their_last() {
    let inner =
        "From: a@harbour.example\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nLamps.\n--c--\n\ntail";
    let message = format!("Content-Type: message/rfc822\nContent-Disposition: attachment\n\n{inner}");
    let one = [(inner, None)];
    assert_eq!(attached_in(&format!("{MIXED}\nSee below.\n--b\n{message}\n--b--\n")), one);
    assert_eq!(attached_in(&format!("{MIXED}\nSee below.\n--b\n{message}\n--b\n\nlast\n--b--\n")), one);
    // An end that never comes, inside or around.
    assert_eq!(attached_in(&format!("{MIXED}{message}")), one);
    assert_eq!(attached_in(&message), one);
    let open = message.replace("--c--\n", "");
    assert_eq!(attached_in(&format!("{MIXED}{open}\n--b--\n"))[0].0, inner.replace("--c--\n", ""));
    // Two of them, one in the other, and a digest.
    let two = format!("{MIXED}{message}\n--b\n{message}\n--b--\n");
    assert_eq!(attached_in(&two), [one[0], one[0]]);
    let outer = format!("Subject: outer\n{message}");
    assert_eq!(
        attached_in(&format!("{MIXED}Content-Type: message/rfc822\n\n{outer}\n--b--\n")),
        [(outer.as_str(), None)]
    );
    let digest = "Content-Type: multipart/digest; boundary=b\n\n--b\n\nFrom: a\n\nOne.\n--b\n\nFrom: b\n\nTwo.\n--b--\n";
    assert_eq!(attached_in(digest), [("From: a\n\nOne.", None), ("From: b\n\nTwo.", None)]);
    let encoded = "Content-Type: Message/RFC822\nContent-Transfer-Encoding: BASE64\n\nRnJvbTogYQ==";
    assert_eq!(
        attached_in(&format!("{MIXED}{encoded}\n--b--\n")),
        [("RnJvbTogYQ==", Some(TransferEncoding::Base64))]
    );
    // Nothing is attached here.
    for mail in ["From: a\n\nContent-Type: message/rfc822\n\nFrom: b\n", MIXED, ""] {
        assert_eq!(attached_in(mail), [], "{mail}");
    }
}

#[test]
fn what_is_attached_is_left_out_where_mails_are_compared() {
    let inner = "Content-Type: message/rfc822\n\nFrom: a@harbour.example\n\nInner lamps.";
    let mail = format!("{MIXED}\nOuter lamps.\n--b\n{inner}\n--b\n\nLast lamps.\n--b--\n");
    check(&mail, "Outer lamps. Inner lamps. Last lamps.", &[]);
    let limits = Limits::default();
    let own = Content::without_attached(&Message::split(mail.as_bytes(), &limits), &limits);
    assert_eq!(own.text.split_whitespace().collect::<Vec<_>>().join(" "), "Outer lamps. Last lamps.");
}

#[test]
fn a_body_that_was_put_together_is_text_whatever_the_header_says() {
    let mail = "Content-Type: multipart/alternative; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n100 =3D Böje";
    let limits = Limits::default();
    let of = |is_html| {
        let rebuilt = Some(Rebuilt { has_header: true, is_html });
        let message =
            Message::split(mail.as_bytes(), &limits).of_form(MailForm { rebuilt, is_attached: false });
        Content::of(&message, &limits)
    };
    assert_eq!(of(false).text, "--b\n100 =3D Böje");
    assert_eq!((of(true).text.as_str(), of(true).boundary.as_deref()), ("--b\n100 =3D Böje", Some("b")));
    assert_eq!((of(false).charset, of(false).transfer_encoding), (None, None));
}
