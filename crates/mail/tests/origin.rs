//! A mail with forged lower lines, where it is at hand: only the address that the receiver recorded is the origin.

mod common;

use scrutineer_mail::limits::Limits;
use scrutineer_mail::message::Message;
use scrutineer_mail::trace::{Level, NoOrigin, Own, Side, Trace};

const RECORDED: &str = "185.220.101.1";
const FORGED: [&str; 2] = ["94.100.180.31", "217.69.139.160"];

#[test]
fn the_forged_lower_trace_never_names_the_forged_addresses() {
    let Some(path) = common::conformance("spoofing/forged-lower-trace.eml") else {
        println!("skipped: no data");
        return;
    };
    let bytes = std::fs::read(path).expect("the mail");
    let message = Message::split(&bytes, &Limits::default());
    let own = |host: &str| Own { hosts: vec![host.parse().expect(host)], ..Own::default() };
    for (own, assumed) in
        [(Own::default(), true), (own("mx.county.example"), false), (own(".mail.example"), true)]
    {
        let trace = Trace::of(&message, &own);
        let origin = trace.origin.as_ref().expect("an origin");
        assert_eq!((origin.ip.to_string().as_str(), origin.level), (RECORDED, Level::R2));
        assert_eq!(trace.boundary.as_ref().map(|boundary| boundary.assumed), Some(assumed));
        assert_eq!(
            trace.hops.iter().map(|hop| hop.side).collect::<Vec<_>>(),
            [Side::Boundary, Side::Outside]
        );
        let said = serde_json::to_string(&(&trace.origin, &trace.boundary)).expect("JSON");
        for forged in FORGED {
            assert!(!said.contains(forged));
            let place = memchr::memmem::find(&bytes, forged.as_bytes()).expect("in the mail");
            assert!(trace.could_be_senders(&(place..place + forged.len())));
        }
    }
    // Without its top line the mail has only the sender's own, which is then taken for a receiver's: a file is worth its
    // custody. Without any line there is no origin.
    let bare = Message::split(b"From: a@mail.example\r\n\r\n", &Limits::default());
    assert_eq!(Trace::of(&bare, &Own::default()).origin, Err(NoOrigin::NoReceived));
}
