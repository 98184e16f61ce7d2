//! What is broken costs itself and no more; what is hostile costs a bounded amount.

mod json_support;

use json_support::{read_as, same};
use scrutineer_intake::{JsonOptions, Limits};

fn small() -> Limits {
    Limits { record_bytes: 1 << 16, depth: 16, ..Limits::default() }
}

#[track_caller]
fn check(format: &str, input: &str, expected: &str) {
    same(&read_as(format, input.as_bytes(), small(), &JsonOptions::default()).0, expected);
}

fn comment(id: &str) -> String {
    format!(r#"{{"id":"{id}","body":"x","link_id":"t3_a","author":"cy","created_utc":1700000002}}"#)
}

#[test]
fn a_broken_line_costs_one_line() {
    let (a, b, c, d) = (comment("a"), comment("b"), comment("c"), comment("d"));
    check(
        "reddit",
        &format!("{a}\n{}\r\n\n{b} {c}\n{{\"id\":\"x\",\"y\":[1,2}}\nnoise\n{d}", &a[..30]),
        r##"
reddit t1_a by cy @cy, 2023-11-14T22:13:22Z (second, stated), 0..77
  text: "x"
  thread: t3_a
reject bad_json 78..109: the line ends inside a value (byte 109)
reddit t1_b by cy @cy, 2023-11-14T22:13:22Z (second, stated), 111..188
  text: "x"
  thread: t3_a
reddit t1_c by cy @cy, 2023-11-14T22:13:22Z (second, stated), 189..266
  text: "x"
  thread: t3_a
reject bad_json 267..286: `,` or `]` should stand here (byte 285)
reject bad_json 287..292: a value should stand here (byte 287)
reddit t1_d by cy @cy, 2023-11-14T22:13:22Z (second, stated), 293..370
  text: "x"
  thread: t3_a
"##,
    );
}

#[test]
fn a_first_line_may_be_broken_too() {
    check(
        "reddit",
        &format!("{}\n{}\n", &comment("a")[..30], comment("b")),
        r##"
reject bad_json 0..30: the line ends inside a value (byte 30)
reddit t1_b by cy @cy, 2023-11-14T22:13:22Z (second, stated), 31..108
  text: "x"
  thread: t3_a
"##,
    );
}

#[test]
fn a_last_line_that_is_cut_stops_the_stream() {
    check(
        "reddit",
        &format!("{}\n{}", comment("a"), &comment("b")[..30]),
        r##"
reddit t1_a by cy @cy, 2023-11-14T22:13:22Z (second, stated), 0..77
  text: "x"
  thread: t3_a
stop truncated 78..108: the file ends inside a record or document; what came before is kept
"##,
    );
}

#[test]
fn a_broken_element_costs_one_element() {
    let (a, b) = (comment("a"), comment("b"));
    // one element on each line: a quote is missing, then a bracket
    check(
        "reddit",
        &format!("[\n{a},\n{{\"id\":\"x,\n{b},\n{{\"id\":{{\"x\":1,\n{a}\n]\n"),
        r##"
reddit t1_a by cy @cy, 2023-11-14T22:13:22Z (second, stated), 2..79
  text: "x"
  thread: t3_a
reject bad_json 81..91: this is no JSON from here on (byte 90)
reddit t1_b by cy @cy, 2023-11-14T22:13:22Z (second, stated), 91..168
  text: "x"
  thread: t3_a
reject bad_json 170..184: this is no JSON from here on (byte 184)
reddit t1_a by cy @cy, 2023-11-14T22:13:22Z (second, stated), 184..261
  text: "x"
  thread: t3_a
"##,
    );
    // one odd number is framed all the same, even where all is on one line
    check(
        "reddit",
        &format!("[{a},{{\"id\":12_3}},{b}]"),
        r##"
reddit t1_a by cy @cy, 2023-11-14T22:13:22Z (second, stated), 1..78
  text: "x"
  thread: t3_a
reject bad_json 79..90: `,` or `}` should stand here (byte 87)
reddit t1_b by cy @cy, 2023-11-14T22:13:22Z (second, stated), 91..168
  text: "x"
  thread: t3_a
"##,
    );
    // pretty-printed: found again by indentation
    check(
        "telegram-json",
        r#"{
 "name": "Lake", "type": "public_channel", "id": 5,
 "messages": [
  {
   "id": 1, "type": "message", "date_unixtime": "1714564800", "text": "one",
   "from_id": "channel5"
  },
  {
   "id": 2, "type": "message", "date_unixtime": "1714564800", "text": "never closed,
   "from_id": "channel5",
   "extra": {
    "a": 1
   }
  },
  {
   "id": 3, "type": "message", "date_unixtime": "1714564800", "text": "three",
   "from_id": "channel5"
  }
 ]
}"#,
        r##"
telegram 5/1 by channel5, 2024-05-01T12:00:00Z (second, stated), 71..178
  text: "one"
  channel: 5
reject bad_json 182..332: this is no JSON from here on (byte 268)
telegram 5/3 by channel5, 2024-05-01T12:00:00Z (second, stated), 332..441
  text: "three"
  channel: 5
"##,
    );
}

#[test]
fn a_document_that_ends_early_keeps_what_came_before() {
    let head = r#"{"name":"Lake","type":"public_channel","id":5,"messages":["#;
    let message = r#"{"id":1,"type":"message","date_unixtime":"1714564800","from_id":"user1","text":"one"}"#;
    check(
        "telegram-json",
        &format!("{head}{message},{}", &message[..40]),
        r##"
telegram 5/1 by user1, 2024-05-01T12:00:00Z (second, stated), 58..143
  text: "one"
  channel: 5
stop truncated 144..184: the file ends inside a record or document; what came before is kept
"##,
    );
    check(
        "telegram-json",
        &format!("{head}{message}"),
        r##"
telegram 5/1 by user1, 2024-05-01T12:00:00Z (second, stated), 58..143
  text: "one"
  channel: 5
stop truncated 143..143: the file ends inside a record or document; what came before is kept
"##,
    );
    check(
        "telegram-json",
        &head[..20],
        r##"
stop truncated 0..20: the file ends inside a record or document; what came before is kept
"##,
    );
}

#[test]
fn several_pretty_documents_may_follow_each_other() {
    let one = |id| {
        format!(
            "{{\n \"id\": \"{id}\",\n \"body\": \"x\",\n \"link_id\": \"t3_a\",\n \"author\": \"cy\",\n \"created_utc\": 1700000002\n}}\n"
        )
    };
    check(
        "reddit",
        &format!("{}{}", one("a"), one("b")),
        r##"
reddit t1_a by cy @cy, 2023-11-14T22:13:22Z (second, stated), 0..93
  text: "x"
  thread: t3_a
reddit t1_b by cy @cy, 2023-11-14T22:13:22Z (second, stated), 94..187
  text: "x"
  thread: t3_a
"##,
    );
}

#[test]
fn text_that_is_no_utf8_or_half_a_character_is_kept_and_noted() {
    let mut input = comment("a").replace("\"x\"", r#""cut \ud83d""#).into_bytes();
    input.push(b'\n');
    input.extend(comment("b").replace("\"x\"", "\"caf?\"").bytes().map(|b| if b == b'?' { 0xe9 } else { b }));
    let (found, _) = read_as("reddit", &input, small(), &JsonOptions::default());
    same(
        &found,
        r##"
note text_repaired 0..86: bytes or escapes that are no text became U+FFFD
reddit t1_a by cy @cy, 2023-11-14T22:13:22Z (second, stated), 0..86
  text: "cut �"
  thread: t3_a
note text_repaired 87..167: bytes or escapes that are no text became U+FFFD
reddit t1_b by cy @cy, 2023-11-14T22:13:22Z (second, stated), 87..167
  text: "caf�"
  thread: t3_a
"##,
    );
}

#[test]
fn a_nesting_bomb_is_one_reject() {
    let bomb = format!("{}{}", "[".repeat(1 << 20), "]".repeat(1 << 20));
    check(
        "reddit",
        &format!("{}\n{{\"a\":{}}}\n{}\n", comment("a"), "[".repeat(100), comment("b")),
        r##"
reddit t1_a by cy @cy, 2023-11-14T22:13:22Z (second, stated), 0..77
  text: "x"
  thread: t3_a
reject nested_too_deep 78..184: nested deeper than 16 levels (byte 98)
reddit t1_b by cy @cy, 2023-11-14T22:13:22Z (second, stated), 185..262
  text: "x"
  thread: t3_a
"##,
    );
    check(
        "reddit",
        &format!("[{},\n{{\"a\":{bomb}}},\n{}]", comment("a"), comment("b")),
        r##"
reddit t1_a by cy @cy, 2023-11-14T22:13:22Z (second, stated), 1..78
  text: "x"
  thread: t3_a
reject record_too_long 80..2097238: 2097158 bytes, more than the limit of 65536
reddit t1_b by cy @cy, 2023-11-14T22:13:22Z (second, stated), 2097240..2097317
  text: "x"
  thread: t3_a
"##,
    );
    check(
        "reddit",
        &"[".repeat(1 << 20),
        r##"
stop truncated 1..1048576: the file ends inside a record or document; what came before is kept
"##,
    );
    check(
        "telegram-json",
        &"{\"chats\":".repeat(1 << 16),
        r##"
stop truncated 0..589824: the file ends inside a record or document; what came before is kept
"##,
    );
}

#[test]
fn a_huge_string_is_skipped_in_bounded_memory() {
    let huge = "y".repeat(64 << 20);
    let line = format!("{{\"id\":\"h\",\"body\":\"{huge}\"}}");
    check(
        "reddit",
        &format!("{}\n{line}\n{}\n", comment("a"), comment("b")),
        r##"
reddit t1_a by cy @cy, 2023-11-14T22:13:22Z (second, stated), 0..77
  text: "x"
  thread: t3_a
reject record_too_long 78..67108962: 67108884 bytes, more than the limit of 65536
reddit t1_b by cy @cy, 2023-11-14T22:13:22Z (second, stated), 67108963..67109040
  text: "x"
  thread: t3_a
"##,
    );
    check(
        "reddit",
        &format!("[{},\n{line},\n{}]", comment("a"), comment("b")),
        r##"
reddit t1_a by cy @cy, 2023-11-14T22:13:22Z (second, stated), 1..78
  text: "x"
  thread: t3_a
reject record_too_long 80..67108964: 67108884 bytes, more than the limit of 65536
reddit t1_b by cy @cy, 2023-11-14T22:13:22Z (second, stated), 67108966..67109043
  text: "x"
  thread: t3_a
"##,
    );
    // a document of one line that is far larger than a record is read element by element
    let message = |id| {
        format!(r#"{{"id":{id},"type":"message","date_unixtime":"1714564800","from_id":"user1","text":"m"}}"#)
    };
    let document = format!(
        r#"{{"about":"{huge}","chats":{{"list":[{{"id":5,"type":"private_group","messages":[{},{{"id":2,"text":"{huge}"}},{}]}}]}}}}"#,
        message(1),
        message(3)
    );
    check(
        "telegram-json",
        &document,
        r##"
telegram 5/1 by user1, 2024-05-01T12:00:00Z (second, stated), 67108936..67109019
  text: "m"
  channel: 5
reject record_too_long 67109020..134217902: 67108882 bytes, more than the limit of 65536
telegram 5/3 by user1, 2024-05-01T12:00:00Z (second, stated), 134217903..134217986
  text: "m"
  channel: 5
"##,
    );
}

#[test]
fn many_values_in_a_small_record_are_refused() {
    let limits = Limits { record_bytes: 1 << 20, ..Limits::default() };
    let line = format!("{{\"a\":[{}0]}}\n{}\n", "0,".repeat(1 << 18), comment("b"));
    same(
        &read_as("reddit", line.as_bytes(), limits, &JsonOptions::default()).0,
        r##"
reject record_too_long 0..524297: more values than a record of that size has (byte 270342)
reddit t1_b by cy @cy, 2023-11-14T22:13:22Z (second, stated), 524298..524375
  text: "x"
  thread: t3_a
"##,
    );
}

/// Tweets of a page of the X API, on one line or indented as `json.dumps(page, indent=1)` does.
fn page(tweets: usize, indent: bool) -> String {
    let tweet = |n: usize| {
        serde_json::json!({"id": format!("{}", 1_700_000_000_000_000_000u64 + n as u64), "author_id": "12",
            "text": format!("lamp {n}"), "created_at": "2023-09-08T04:15:59.000Z", "conversation_id": "1"})
    };
    let page = serde_json::json!({"data": (0..tweets).map(tweet).collect::<Vec<_>>(),
        "includes": {"users": [{"id": "12", "username": "quay"}]}, "meta": {"result_count": tweets}});
    if indent { serde_json::to_string_pretty(&page).expect("JSON") } else { page.to_string() }
}

#[test]
fn a_damaged_page_of_the_x_api_is_read_tweet_by_tweet() {
    let check = |input: &str, limits: Limits, posts: u64, rejects: u64, codes: &[&str]| {
        assert_eq!(
            scrutineer_intake::json::detect(&input.as_bytes()[..input.len().min(60_000)]),
            Some("twitter-v2")
        );
        let (found, counts) = read_as("twitter-v2", input.as_bytes(), limits, &JsonOptions::default());
        assert_eq!((counts.posts, counts.rejects), (posts, rejects), "{found}");
        let said = |line: &&str| ["note ", "reject ", "stop "].iter().any(|word| line.starts_with(word));
        let said: Vec<&str> =
            found.lines().filter(said).map(|line| line.split(' ').nth(1).unwrap_or_default()).collect();
        assert_eq!(said, codes, "{found}");
    };
    let whole = Limits { depth: 16, ..Limits::default() };
    for indent in [false, true] {
        let page = page(20, indent);
        check(&page, whole, 20, 0, &[]);
        // Cut inside the twelfth tweet, and inside what follows the tweets.
        let cut = page.find("lamp 11").expect("a tweet");
        check(&page[..cut], whole, 11, 0, &["page_in_pieces", "truncated"]);
        check(&page[..page.find("quay").expect("a user")], whole, 20, 0, &["page_in_pieces", "truncated"]);
        check(&page, Limits { record_bytes: 1 << 10, ..whole }, 20, 0, &["page_in_pieces"]);
        // The last of several lines.
        let lines = format!("{page}\n{}", &page[..cut]);
        check(&lines, whole, 31, 0, &["page_in_pieces", "truncated"]);
    }
    let damaged = page(20, true).replacen("\"lamp 3\"", "\"lamp 3", 1);
    check(&damaged, whole, 19, 1, &["page_in_pieces", "bad_json"]);
    let first = page(20, true).replacen("\"lamp 0\"", "\"lamp 0", 1);
    check(&first, whole, 19, 1, &["page_in_pieces", "bad_json"]);
}

#[test]
fn one_bad_byte_does_not_hide_the_format() {
    let (a, b) = (comment("a"), comment("b"));
    let detect = |text: &str| scrutineer_intake::json::detect(text.as_bytes());
    assert_eq!(detect(&format!("[{a},{b}\u{7f}{a}]")), Some("reddit"));
    assert_eq!(detect(&format!("[{a},{{\"id\"x}},{b}]")), Some("reddit"));
    assert_eq!(detect("[{\"id\"x:1}]"), Some("json"));
    assert_eq!(detect(&format!("{{\"text\":\"{}", "x".repeat(70_000))), Some("json"));
    assert_eq!(detect("{a},b\n1,2\n"), None);
    check(
        "reddit",
        &format!("[{a},{b}\u{7f}{a}]"),
        r##"
reddit t1_a by cy @cy, 2023-11-14T22:13:22Z (second, stated), 1..78
  text: "x"
  thread: t3_a
reddit t1_b by cy @cy, 2023-11-14T22:13:22Z (second, stated), 79..156
  text: "x"
  thread: t3_a
reject bad_json 156..157: a value should stand here (byte 156)
reddit t1_a by cy @cy, 2023-11-14T22:13:22Z (second, stated), 157..234
  text: "x"
  thread: t3_a
"##,
    );
}

#[test]
fn a_time_of_reddit_is_never_milliseconds() {
    let odd = comment("a").replace("1700000002", "884541600000");
    check(
        "reddit",
        &format!("{odd}\n{}\n", comment("b")),
        r##"
reject bad_time 0..79: not a number of seconds up to 2100: 884541600000
reddit t1_b by cy @cy, 2023-11-14T22:13:22Z (second, stated), 80..157
  text: "x"
  thread: t3_a
"##,
    );
}
