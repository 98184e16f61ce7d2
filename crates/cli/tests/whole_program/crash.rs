//! Power cuts and two at once: the case opens, and nothing committed is lost.

use super::run::{Place, SHARES};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

fn start(place: &Place, args: &str) -> Child {
    let mut command = place.command();
    command.args(args.split(' ')).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("the program runs")
}

/// Lines of the custody log.
fn log(place: &Place) -> Vec<String> {
    place.run("case log quay.case --json").ok().out.lines().map(str::to_owned).collect()
}

/// What `verify` says, without copies that a cut-off write left behind: those are taken up when they are added again.
fn differences(place: &Place) -> Vec<String> {
    let verified = place.run("case verify quay.case");
    let lines = verified.out.lines().map(str::to_owned);
    let is_copy = |line: &str| line.starts_with("evidence/") || line.starts_with("records/");
    let is_leftover = |line: &str| is_copy(line) && line.ends_with("there, but nothing lists it");
    lines.filter(|line| !is_leftover(line) && !line.starts_with("intact")).collect()
}

/// `SCRUTINEER_KILLS=200` makes it the full measurement.
#[test]
fn killed_at_any_moment_a_case_keeps_what_was_committed() {
    let kills: u32 = std::env::var("SCRUTINEER_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    let place = Place::new();
    place.file("quay/posts.csv", SHARES);
    let begun = Instant::now();
    place.run("examine quay --counts-only").ok();
    let whole = begun.elapsed().max(Duration::from_millis(50));
    let (mut known, mut draw, mut cut) = (log(&place), 7u64, 0);
    for n in 0..kills {
        // Each time something new, so that there is something to lose.
        place.file(
            &format!("quay/more-{n}.csv"),
            SHARES.replace("lamps.example", &format!("lamps-{n}.example")),
        );
        let add = n % 3 == 0;
        let args = if add {
            "case add quay.case quay".to_owned()
        } else {
            format!("examine quay --counts-only --window {}s", 20 + n)
        };
        let mut child = start(&place, &args);
        draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = (draw >> 40) as f64 / (1u64 << 24) as f64;
        std::thread::sleep(whole.mul_f64(share * if add { 0.3 } else { 1.1 }));
        let _ = child.kill();
        cut += u32::from(!child.wait().expect("ended").success());
        // Reading works at once; what was committed before is there, bit for bit.
        let now = log(&place);
        assert!(now.starts_with(&known), "kill {n}: the log lost entries");
        // Opened for writing, the case completes what was committed.
        place.run("case add quay.case quay/posts.csv").ok();
        let found = differences(&place);
        assert!(found.is_empty(), "kill {n} in `{args}`: {found:?}");
        known = log(&place);
    }
    place.run("examine quay --counts-only").ok();
    place.run("case verify quay.case").ok();
    println!("{kills} kills, {cut} of them before the end: nothing committed was lost");
}

#[test]
fn what_a_cut_off_run_left_is_named_and_goes_with_the_next_one() {
    let place = Place::new();
    place.file("quay/posts.csv", SHARES);
    place.run("examine quay --counts-only").ok();
    place
        .file("quay.case/tmp/run/.scrutineer-a1b2.tmp", "half")
        .file("quay.case/tmp/run/edges.parquet", "half");
    let verified = place.run("case verify quay.case").ok();
    let lines: Vec<&str> = verified.out.lines().collect();
    assert!(lines[0].starts_with("unfinished: 2 files of a run that was cut off"), "{}", verified.out);
    assert!(lines[0].contains("Run `scrutineer examine --case quay.case` again"), "{}", verified.out);
    assert!(lines[1].starts_with("intact") && lines.len() == 2, "{}", verified.out);
    place.run("examine --case quay.case --counts-only").ok();
    assert!(place.run("case verify quay.case").ok().out.starts_with("intact"));
    assert_eq!(place.files("quay.case/tmp"), []);
}

#[test]
fn two_that_write_at_once_do_each_all_or_nothing() {
    let place = Place::new();
    place.file("first.csv", SHARES);
    place.run("case add quay.case first.csv").ok();
    let mut added = 1;
    for round in 0..8 {
        let names = [format!("a{round}.csv"), format!("b{round}.csv")];
        for name in &names {
            place.file(name, SHARES.replace("lamps", name.as_str()));
        }
        let both = names.map(|name| start(&place, &format!("case add quay.case {name}")));
        for child in both {
            let code = child.wait_with_output().expect("ended").status.code();
            assert!(matches!(code, Some(0 | 2)), "{code:?}");
            added += usize::from(code == Some(0));
        }
    }
    let verified = place.run("case verify quay.case").ok();
    assert!(verified.out.starts_with("intact"), "{}", verified.out);
    assert_eq!(place.files("quay.case/evidence").len(), added);
    assert!(added > 8, "one of two always gets through");
}
