use super::*;
use proptest::prelude::*;

/// Every link of a row is the first one, in canonical form.
fn check(rows: &[&[&str]]) {
    for row in rows {
        for link in *row {
            assert_eq!(canonical(link).as_deref(), Some(row[0]), "{link}");
        }
    }
}

#[test]
fn one_page_one_form() {
    check(&[
        &[
            "https://kites.example/",
            "http://kites.example",
            "HTTPS://WWW.Kites.Example:443/#top",
            "http://kites.example:80/?",
            " //kites.example/?&utm_source=a&UTM_Medium=b ",
            "https://user:secret@kites.example./",
            "https://m.kites.example",
            "https://m.www.kites.example/amp/..",
        ],
        &["http://kites.example:8080/a", "http://kites.example:8080/a/"],
        &["https://kites.example:8443/a", "https://www.kites.example:8443/a//"],
        &[
            "https://kites.example/a?b=1&c=2",
            "https://kites.example/a/?c=2&b=1",
            "https://kites.example/a/amp/?c=2&fbclid=x&b=1&gclid=y&mc_cid=z#frag",
            "https://kites.example/./x/../%61?c=%32&b=1&amp=1",
        ],
        &[
            "https://kites.example/a%20b?q=x%20y",
            "https://kites.example/a b?q=x+y",
            "https://kites.example/a%20b?q=x%20y",
        ],
        &["https://kites.example/%C3%A4", "https://kites.example/ä", "https://kites.example/%c3%a4"],
        &["https://kites.example/?empty", "https://kites.example/?empty="],
        &["https://kites.example/#!/route", "http://kites.example/#!/route"],
        &["https://kites.example/100%25", "https://kites.example/100%"],
        &["https://xn--mller-kva.example/", "http://Müller.example/"],
        &["https://kites.org/a", "kites.org/a", "www.kites.org/a", "kites.org:443/a"],
        &["https://192.0.2.1/a", "http://192.0.2.1:80/a"],
        &["https://[2001:db8::1]/", "http://[2001:DB8:0::1]/"],
        // Not the same page: who spreads it may matter where the name is not known to track.
        &["https://kites.example/?ref=branch"],
        &["https://kites.example/a?s=20&t=x"],
        // A blog of its own, not a layout of the host.
        &["https://m.github.io/"],
        &["https://www.com/"],
    ]);
}

#[test]
fn platforms() {
    check(&[
        &[
            "https://x.com/i/status/1234567890123456789",
            "https://twitter.com/Anna_K/status/1234567890123456789?s=20&t=AbC",
            "http://mobile.twitter.com/anna_k/status/1234567890123456789/photo/1",
            "https://x.com/i/web/status/1234567890123456789",
            "https://www.twitter.com/#!/anna_k/statuses/1234567890123456789",
            "https://fxtwitter.com/a/status/1234567890123456789",
        ],
        &["https://x.com/anna_k", "https://twitter.com/Anna_K/?lang=de", "https://x.com/ANNA_K"],
        &[
            "https://youtube.com/watch?v=AbCdEfGhI-_",
            "https://youtu.be/AbCdEfGhI-_?si=xyz&t=12",
            "https://www.youtube.com/watch?list=PL1&v=AbCdEfGhI-_&feature=share",
            "https://m.youtube.com/shorts/AbCdEfGhI-_",
            "https://youtube.com/live/AbCdEfGhI-_?si=1",
            "https://www.youtube-nocookie.com/embed/AbCdEfGhI-_",
        ],
        &["https://youtube.com/@KitesOfTheWorld", "https://m.youtube.com/@KitesOfTheWorld?si=1"],
        &[
            "https://instagram.com/p/AbC-dE_f",
            "https://www.instagram.com/reel/AbC-dE_f/?igshid=x",
            "https://instagram.com/anna_k/p/AbC-dE_f/",
        ],
        &["https://t.me/kites/12", "https://t.me/s/Kites/12", "http://telegram.me/kites/12?single"],
        &["https://t.me/+AbCdEf", "https://t.me/+AbCdEf"],
        &[
            "https://reddit.com/r/kites",
            "https://old.reddit.com/r/kites/",
            "https://np.reddit.com/r/kites/?share_id=x",
        ],
        &["https://en.wikipedia.org/wiki/Kite", "https://en.m.wikipedia.org/wiki/Kite#History"],
        &[
            "https://facebook.com/1/posts/2",
            "https://m.facebook.com/1/posts/2/?__cft__%5B0%5D=a&__tn__=b&mibextid=c",
        ],
    ]);
}

#[test]
fn wrapped_links() {
    check(&[&[
        "https://kites.example/a?b=1",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fkites.example%2Fa%3Fb%3D1%26fbclid%3Dx&h=AT0",
        "https://www.google.com/url?sa=t&q=https%3A%2F%2Fwww.kites.example%2Fa%3Fb%3D1&ved=2",
        "https://www.google.com/amp/s/amp.kites.example/a%3Fb=1/../a?b=1",
        "https://kites-example.cdn.ampproject.org/c/s/kites.example/a?b=1",
        "https://vk.com/away.php?to=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Fkites.example%252Fa%253Fb%253D1",
    ]]);
    // What it forwards to is no link: it stays itself.
    check(&[&["https://youtube.com/redirect?q=javascript%3Aalert"]]);
}

#[test]
fn no_links() {
    for text in [
        "",
        "kites",
        "notes.nosuchsuffix",
        "3.14",
        "mailto:anna@kites.org",
        "javascript:alert(1)",
        "ftp://kites.org/",
        "data:text/html,x",
        "anna@kites.org",
        "http://",
        "https:///",
        "http://[",
        "see https://kites.org",
        "kites.org:port",
    ] {
        assert_eq!(canonical(text), None, "{text}");
    }
    assert_eq!(canonical(&format!("https://kites.example/{}", "a".repeat(MAX_LINK_BYTES))), None);
    assert_eq!(canonical(&format!("https://kites.example/{}", "ä".repeat(MAX_LINK_BYTES / 3))), None);
}

#[test]
fn domains() {
    for (link, domain) in [
        ("https://news.kites.example/a", "kites.example"),
        ("https://a.b.co.uk/", "b.co.uk"),
        ("https://anna.github.io/x", "anna.github.io"),
        ("https://blog.anna.blogspot.com", "anna.blogspot.com"),
        ("https://github.io", "github.io"),
        ("http://192.0.2.1:8080/x", "192.0.2.1"),
        ("192.0.2.1", "192.0.2.1"),
        ("http://[2001:db8::1]/", "2001:db8::1"),
        ("News.Kites.example", "kites.example"),
        ("https://mobile.twitter.com/a", "x.com"),
        ("http://localhost:80/", "localhost"),
        ("https://www.Müller.example", "xn--mller-kva.example"),
    ] {
        assert_eq!(registrable_domain(link).as_deref(), Some(domain), "{link}");
    }
    for text in ["", "mailto:a@kites.org", "two words", "a@kites.org"] {
        assert_eq!(registrable_domain(text), None, "{text}");
    }
}

#[test]
fn tables_are_in_lower_case() {
    let names = TRACKING.iter().map(|(name, _)| *name);
    let more = TRACKING_ON.iter().flat_map(|(domain, names)| names.iter().copied().chain([*domain]));
    for name in names.chain(more) {
        assert_eq!(name, name.to_ascii_lowercase());
    }
}

#[test]
fn a_number_behind_dots_is_an_address() {
    assert_eq!(canonical("http://0..").as_deref(), Some("https://0.0.0.0/"));
    assert_eq!(canonical("http://www.7../a").as_deref().and_then(canonical), canonical("http://www.7../a"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn canonical_is_idempotent_and_bounded(
        link in "(https?://|//)?(www\\.|m\\.|amp\\.|l\\.facebook\\.com/l\\.php\\?u=https?%3A%2F%2F){0,2}(kites\\.example|twitter\\.com|x\\.com|youtu\\.be|t\\.me|instagram\\.com|google\\.com/amp/s|[a-zé]{1,3}\\.org|[0-9.:\\[\\]]{0,9})(:80|:443|:81)?(/|%2e|%2E|\\.|amp|s|status|p|%|%41|%zz|[a-z0-9éß~+\\\\ ]){0,12}(\\?([a-c]|utm_x|&|=|%26|\\+|%20|u=|v=|q=|;){0,8})?(#!?[/a%]{0,4})?"
    ) {
        if let Some(once) = canonical(&link) {
            prop_assert!(once.len() <= MAX_LINK_BYTES);
            prop_assert_eq!(canonical(&once), Some(once.clone()), "{}", link);
            prop_assert!(registrable_domain(&link).is_some());
        }
    }

    #[test]
    fn no_string_makes_it_panic(text in "\\PC{0,60}|(https?://)?[\\PC\\n\\t\u{0}]{0,30}") {
        let once = canonical(&text);
        if let Some(once) = once {
            prop_assert_eq!(canonical(&once), Some(once.clone()));
        }
        let _ = registrable_domain(&text);
    }
}
