//! The truth holds by construction, and by the lens's own verifiers with the written zone.

use super::journey::{Delivered, Truth, deliver};
use super::keys::Keyring;
use super::receiver::Receiver;
use super::sender::Route;
use super::world::{Kind, World};
use super::*;
use crate::ctx::Quiet;
use ::mail::author::Authors;
use ::mail::dkim::{self, Signatures};
use ::mail::dmarc;
use ::mail::dns::{FileFacts, Seen, Source, SourceKind, Zone};
use ::mail::limits::Limits;
use ::mail::message::{Message, unquote_from};
use ::mail::spf::{self, Query};
use model::Timestamp;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn small() -> SimulateMailOptions {
    SimulateMailOptions {
        mails: 240,
        campaigns: Some(4),
        group_size: (5, 12),
        ..SimulateMailOptions::default()
    }
}

fn made(options: &SimulateMailOptions) -> (World, Vec<Delivered>) {
    let world = World::new(options).expect("a world");
    let keys = Keyring::new().expect("keys");
    let mails =
        (0..world.drafts.len()).map(|n| deliver(&world, n, options.seed, &keys).expect("a mail")).collect();
    (world, mails)
}

/// The zone as the lens reads it from the file.
fn zone(world: &World, form: &str) -> Zone {
    let keys = Keyring::new().expect("keys");
    let records = super::zone::records(world, &keys).expect("records");
    let source = Source { name: form.into(), kind: SourceKind::Captured };
    let mut facts = FileFacts::of(source);
    let mut file = Vec::new();
    let zone = if form == "master" {
        facts.coverage = ::mail::dns::Coverage::Complete;
        facts.seen = Seen::undated(facts.seen.source);
        super::zone::write_master(&records, &mut file).expect("written");
        Zone::from_master(&file, &facts)
    } else {
        super::zone::write_json(&records, &mut file).expect("written");
        Zone::from_json(&file, &facts)
    };
    let zone = zone.expect("readable");
    assert!(zone.problems().is_empty(), "{:?}", zone.problems());
    zone
}

/// Received fields from top to bottom, unfolded.
fn received(bytes: &[u8]) -> Vec<String> {
    let message = Message::split(bytes, &Limits::default());
    let lines = message.named("Received");
    lines.map(|field| String::from_utf8_lossy(&field.unfolded()).into_owned()).collect()
}

/// Received lines that a receiver writes.
fn own_lines(receiver: Receiver) -> usize {
    match receiver {
        Receiver::ExchangeOnline => 4,
        Receiver::Postfix => 3,
        Receiver::Gmail | Receiver::Yahoo | Receiver::ICloud | Receiver::Exim => 2,
        Receiver::Proton => 1,
    }
}

#[test]
fn seeds_decide_about_every_byte() {
    let bytes = |seed| -> Vec<Vec<u8>> {
        made(&SimulateMailOptions { seed, ..small() }).1.into_iter().map(|mail| mail.bytes).collect()
    };
    let one = bytes(1);
    assert_eq!(one, bytes(1));
    assert!(bytes(2).iter().zip(&one).all(|(other, one)| other != one));
}

/// Addresses and names are reserved ones: those of real providers only in lines that are, or pretend to be, receivers'.
#[test]
fn nothing_points_to_anybody() {
    let (world, mails) = made(&small());
    for (draft, mail) in world.drafts.iter().zip(&mails) {
        let std::net::IpAddr::V4(ip) = mail.truth.origin else {
            assert!(mail.truth.origin.to_string().starts_with("2001:db8:"), "{}", mail.truth.origin);
            continue;
        };
        assert!(matches!(ip.octets(), [198, 18 | 19, ..]), "{ip}");
        let sender = &world.senders[draft.sender];
        for name in [sender.domain(), &sender.link, &world.offices[draft.office].domain] {
            assert!(name.ends_with(".example") || name.ends_with(".test"), "{name}");
        }
    }
}

#[test]
fn the_verifiers_find_what_the_truth_says() {
    let (world, mails) = made(&SimulateMailOptions { mails: 600, ..small() });
    let (captured, master) = (zone(&world, "json"), zone(&world, "master"));
    let (mut passed, mut broken, mut kinds) = (0, 0, BTreeSet::new());
    let mut results = BTreeMap::new();
    for Delivered { bytes, truth } in &mails {
        let message = Message::split(bytes, &Limits::default());
        let authors = Authors::of(&message);
        assert!(!authors.is_ambiguous());
        let at = Timestamp::from_seconds(truth.received_at as i64).expect("a time");
        let signatures = Signatures::of(&message, &authors, &Limits::default());
        for zone in [&captured, &master] {
            let found = signatures.verify(zone, at);
            assert_eq!(found.len(), truth.verdicts.signatures.len());
            for (found, expected) in found.iter().zip(&truth.verdicts.signatures) {
                let wanted = if expected.holds { dkim::Verdict::Pass } else { dkim::Verdict::Fail };
                assert_eq!(found.verdict, wanted, "{found:?}");
                kinds.insert(expected.algorithm.name());
                *(if expected.holds { &mut passed } else { &mut broken }) += 1;
            }
            let query = Query {
                ip: truth.origin,
                helo: &truth.helo,
                mail_from: &truth.mail_from,
                receiver: None,
                at,
            };
            let spf = spf::check(&query, zone);
            assert_eq!(spf.verdict.name(), truth.verdicts.spf.name(), "{truth:?}");
            let inputs = dmarc::Inputs { authors: &authors, spf: Some(&spf), dkim: &found, at };
            let candidates = dmarc::evaluate(&inputs, zone);
            assert_eq!(candidates.len(), 1);
            for by in [&candidates[0].by_list, &candidates[0].by_walk] {
                assert_eq!(format!("{:?}", by.verdict), format!("{:?}", truth.verdicts.dmarc), "{truth:?}");
            }
        }
        *results.entry((truth.verdicts.spf.name(), truth.verdicts.dmarc.name())).or_insert(0) += 1;
    }
    assert!(passed > 600 && broken > 30, "{passed} {broken}");
    assert_eq!(kinds, BTreeSet::from(["ed25519-sha256", "rsa-sha256"]));
    for result in
        [("pass", "pass"), ("pass", "fail"), ("fail", "fail"), ("softfail", "none"), ("none", "none")]
    {
        assert!(results.contains_key(&result), "{result:?} in {results:?}");
    }
}

#[test]
fn campaigns_share_what_copycats_and_decoys_do_not() {
    let (world, _) = made(&SimulateMailOptions { mails: 1_000, campaigns: Some(8), ..small() });
    let of = |kind, campaign| {
        let drafts = world.drafts.iter().filter(move |d| d.kind == kind && d.campaign == Some(campaign));
        drafts.map(|draft| &world.senders[draft.sender])
    };
    let service = |sender: &super::sender::Sender| match sender.route {
        Route::Through(service, _) => Some(service.domain),
        Route::Own(_) | Route::Vpn(_) => None,
    };
    for campaign in 0..8 {
        let members: Vec<_> = of(Kind::Campaign, campaign).collect();
        assert!((5..=12).contains(&members.len()));
        let first = members[0];
        let keys = |sender: &super::sender::Sender| -> BTreeSet<_> {
            sender.signers.iter().map(|signer| signer.key).collect()
        };
        let accounts: BTreeSet<_> = members.iter().map(|sender| &sender.account).collect();
        assert!(accounts.len() > 1);
        for member in &members {
            assert_eq!(
                (member.client, service(member), keys(member)),
                (first.client, service(first), keys(first))
            );
        }
        let copycats: Vec<_> = of(Kind::Copycat, campaign).collect();
        assert_eq!(copycats.len(), 3);
        for copycat in copycats {
            assert!(copycat.client != first.client && keys(copycat).is_disjoint(&keys(first)));
            assert!(service(copycat).is_none() || service(copycat) != service(first));
        }
        let decoys: Vec<_> = of(Kind::Decoy, campaign).collect();
        assert_eq!(decoys.len(), if service(first).is_some() { 4 } else { 0 });
        for decoy in decoys {
            assert!(decoy.client != first.client && service(decoy) == service(first));
            assert!(!accounts.contains(&decoy.account));
        }
    }
}

#[test]
fn an_mbox_gives_back_what_was_sent() {
    let place = tempfile::tempdir().expect("a folder");
    let ctx = Ctx { now: Timestamp(0), actor: String::new(), command: String::new(), progress: &Quiet };
    let options = SimulateMailOptions { mbox: true, ..small() };
    let dir = place.path().join("made");
    simulate_mail(&options, &dir, &ctx).expect("written");
    let file = std::fs::read(dir.join("mails.mbox")).expect("there");
    let text = String::from_utf8(file).expect("text");
    let parts: Vec<&str> = text.split("\n\nFrom ").collect();
    let (_, mails) = made(&options);
    assert_eq!(parts.len(), mails.len());
    let mut quoted = 0;
    for (part, mail) in parts.iter().zip(&mails) {
        let (_, message) = part.split_once('\n').expect("a first line");
        quoted += message.matches("\n>From ").count();
        let message = String::from_utf8(unquote_from(message.as_bytes()).into_owned()).expect("text");
        let sent = String::from_utf8_lossy(&mail.bytes).replace("\r\n", "\n");
        assert_eq!(message.trim_end(), sent.trim_end());
    }
    assert!(quoted > 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// The line at the boundary records the origin; forged lines stand below, as many as stated, and none of the
    /// receiver's lines names an address of theirs.
    #[test]
    fn the_origin_stands_in_the_boundary_line(seed: u64, forged_lines in 0_u32..7, receivers in 1_usize..8) {
        let options = SimulateMailOptions {
            mails: 80,
            seed,
            campaigns: Some(2),
            forged_lines,
            receivers: Receiver::ALL[..receivers].to_vec(),
            ..small()
        };
        let (world, mails) = made(&options);
        for (draft, Delivered { bytes, truth }) in world.drafts.iter().zip(&mails) {
            let Truth { origin, forged, .. } = truth;
            let lines = received(bytes);
            let own = own_lines(world.offices[draft.office].receiver);
            prop_assert!(lines[own - 1].contains(&origin.to_string()), "{origin} in {}", lines[own - 1]);
            for line in &lines[..own] {
                prop_assert!(forged.iter().all(|forged| !line.contains(&forged.to_string())), "{line}");
            }
            let below = usize::from(matches!(world.senders[draft.sender].route, Route::Through(..)))
                + usize::from(draft.passed_on_by.is_some());
            prop_assert_eq!(lines.len(), own + below + draft.forged as usize);
            prop_assert!(draft.forged <= forged_lines && forged.is_empty() == (draft.forged == 0));
            prop_assert!(!forged.contains(origin));
        }
    }
}

#[test]
fn campaigns_that_do_not_fit_are_refused() {
    let options = SimulateMailOptions { mails: 20, campaigns: Some(9), ..small() };
    let error = World::new(&options).err().expect("it does not fit");
    assert!(
        error.to_string().starts_with("campaigns, copycats and decoys alone") && error.hint().is_some(),
        "{error}"
    );
}
