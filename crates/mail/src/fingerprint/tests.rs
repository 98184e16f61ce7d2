use super::*;
use crate::limits::Limits;

fn read(mail: &str) -> Fingerprint {
    let limits = Limits::default();
    let message = Message::split(mail.as_bytes(), &limits);
    let content = Content::of(&message, &limits);
    let below = message.fields.iter().rposition(|field| field.is("Received")).map_or(0, |last| last + 1);
    Fingerprint::of(&message, below, &content)
}

const MAIL: &str = "\
Received: from a.example by mx.harbour.example; Mon, 1 Jan 2024 10:00:00 +0000
Date: Mon, 1 Jan 2024 12:00:00 +0200 (EET)
From: Desk <desk@lights.example>
To: office@harbour.example
Subject: Lamps
Message-ID: <a1b2c3.000@mail.lights.example>
X-Mailer: Lampwriter 2.1
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=\"----=_NextPart_000_01AB\"

------=_NextPart_000_01AB
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 7bit

The harbour office will close at nine and open again in the morning of the next day.
The lamps along the quay are lit by the keeper, who walks from one to the other with a ladder.
Whoever finds one of them dark may leave a note at the gate, so that it can be mended.
------=_NextPart_000_01AB--
";

#[test]
fn marks_are_read() {
    let fingerprint = read(MAIL);
    let check = |mark, expected: &str| assert_eq!(fingerprint.get(mark), Some(expected), "{mark:?}");
    check(Mark::Zone, "+0200 ()");
    check(Mark::Boundary, "-{4}=_NextPart_9{3}_h{4}");
    check(Mark::MessageId, "h{6}.9{3}");
    check(Mark::MessageIdDomain, "=from");
    check(Mark::Order, "Date,From,To,Subject,Message-ID,X-Mailer,MIME-Version,Content-Type");
    check(Mark::Mailer, "Lampwriter 2.1");
    check(Mark::Charset, "utf-8");
    check(Mark::TransferEncoding, "7bit");
    check(Mark::Language, "eng");
}

#[test]
fn what_one_program_draws_anew_changes_nothing() {
    let other = MAIL
        .replace("01AB", "7C0D")
        .replace("a1b2c3.000", "99e8f7.412")
        .replace("Lamps", "Other lamps")
        .replace("desk@lights.example", "boat@lights.example")
        .replace("mail.lights.example", "mx7.lights.example");
    assert_eq!(read(MAIL), read(&other));
    assert_eq!(read(MAIL).software(), read(&other).software());
}

#[test]
fn another_program_shows() {
    let changes = [
        ("To: office@harbour.example\nSubject: Lamps\n", "Subject: Lamps\nTo: office@harbour.example\n"),
        ("Message-ID:", "Message-Id:"),
        ("Lampwriter", "Boatwriter"),
        ("a1b2c3.000", "a1b2c3.0000"),
        ("7bit", "8bit"),
    ];
    for (old, new) in changes {
        assert_ne!(read(MAIL).software(), read(&MAIL.replace(old, new)).software(), "{new}");
    }
    // These are marks, but a person or a journey changes them, not another program.
    for (old, new) in
        [("+0200", "-0500"), ("UTF-8", "ISO-8859-1"), ("mail.lights.example", "mx.other.example")]
    {
        let other = read(&MAIL.replace(old, new));
        assert_eq!(read(MAIL).software(), other.software(), "{new}");
        assert_ne!(read(MAIL), other, "{new}");
    }
}

#[test]
fn a_mail_without_header_has_no_marks() {
    assert_eq!(read("\nText.").marks().count(), 0);
    assert_eq!(read("").software(), None);
    assert_eq!(read("Date: yesterday\n\n").get(Mark::Zone), None);
}

#[test]
fn base_rates_are_counts() {
    let mails = [read(MAIL), read(MAIL), read(&MAIL.replace("Lampwriter", "Boatwriter"))];
    let background = Background::of(&mails);
    assert_eq!(background.rate(Mark::Mailer, "Lampwriter 2.1"), BaseRate { count: 2, mails: 3 });
    assert_eq!(background.rate(Mark::Zone, "+0200 ()"), BaseRate { count: 3, mails: 3 });
    assert_eq!(background.rate(Mark::Zone, "+0900"), BaseRate { count: 0, mails: 3 });
    assert_eq!(Background::of([]).rate(Mark::Zone, "+0900"), BaseRate { count: 0, mails: 0 });
}
