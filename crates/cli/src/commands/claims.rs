//! `scrutineer claims`.

use super::{App, print_lost, setup};
use crate::args::{Claims, ClaimsCommand, ClaimsFormat, ClaimsMode, ClaimsReading, ClaimsTrain};
use crate::terminal::{self, Table};
use ::claims::annotated;
use ::claims::extract::{Extractor, Mode};
use ::claims::ledger::StatementNo;
use ::claims::link::LinkKind;
use ::claims::train::{self, Example, Settings};
use anyhow::{Context, Result, ensure};
use model::inert;
use model::words::{beginning, count, thousands};
use pipeline::{ClaimsOptions, ClaimsResult, ClaimsTarget, Ctx, Progress};
use report::Format;
use std::io::Write;
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: Claims, app: &App, out: &mut (dyn Write + Send)) -> Result<ExitCode> {
    if let Some(ClaimsCommand::Train(args)) = args.command {
        return train(&args, app);
    }
    let inputs = setup::paths(&args.paths)?;
    let formats = args.also.iter().map(|format| format.file_format()).collect();
    let options = options(args.reading, formats);
    let ctx =
        Ctx { now: setup::now(), actor: String::new(), command: setup::command_line(), progress: &app.bars };
    let target = match (&args.out, args.format) {
        (Some(dir), _) => ClaimsTarget::Folder(dir),
        (None, ClaimsFormat::Jsonl) => ClaimsTarget::Lines(&mut *out),
        (None, ClaimsFormat::Table) => ClaimsTarget::Summaries,
    };
    let result = pipeline::claims(&inputs.paths, &options, target, &ctx);
    Progress::done(&app.bars);
    let result = result?;
    let is_listed = args.out.is_none() && args.format == ClaimsFormat::Table;
    if is_listed {
        print(&result, out)?;
    }
    if !app.quiet {
        let mut err = terminal::messages();
        print_summary(&result, &mut err)?;
        if is_listed && result.statements() > LISTED as u64 {
            writeln!(err, "The first {LISTED} are listed; use --format jsonl or --out for all.")?;
        }
        if let Some(dir) = &args.out {
            writeln!(err, "Report: {}", dir.join("report.html").display())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Options of the lens.
pub fn options(args: ClaimsReading, formats: Vec<Format>) -> ClaimsOptions {
    let mode = match args.mode {
        ClaimsMode::Precision => Mode::Precision,
        ClaimsMode::Balanced => Mode::Balanced,
        ClaimsMode::Recall => Mode::Recall,
    };
    ClaimsOptions { mode, model: args.model, reviews: args.reviews, formats }
}

/// Fewest articles from which a model can be made and judged.
const LEAST_ARTICLES: usize = 10;

fn train(args: &ClaimsTrain, app: &App) -> Result<ExitCode> {
    let path = args.articles.display();
    let json = std::fs::read_to_string(&args.articles).with_context(|| format!("reading `{path}`"))?;
    let articles = annotated::read(&json).with_context(|| format!("reading `{path}`"))?;
    ensure!(
        articles.len() >= LEAST_ARTICLES,
        "`{path}` has {}; a model needs at least {LEAST_ARTICLES}, and about a hundred to be of use",
        count(articles.len() as u64, "article", "articles")
    );
    app.bars.stage("training", None);
    let built_in = Extractor::built_in()?;
    let syntax = built_in.syntax.clone();
    let examples: Vec<Example<'_>> = articles.iter().map(|article| Example::of(article, &syntax)).collect();
    let trained = train::fit(&examples, &Settings::default());
    Progress::done(&app.bars);
    let (soft, exact) = (trained.held_out.whole_soft, trained.held_out.whole_exact);
    let extractor = Extractor {
        syntax,
        model: trained.model,
        calibration: trained.calibration,
        acts: built_in.acts.clone(),
    };
    std::fs::write(&args.out, extractor.write())
        .with_context(|| format!("writing `{}`", args.out.display()))?;
    if !app.quiet {
        let mut err = terminal::messages();
        writeln!(
            err,
            "Trained on {} with {} statements.",
            count(articles.len() as u64, "article", "articles"),
            thousands(soft.marked as u64)
        )?;
        writeln!(
            err,
            "On articles that it did not learn from (five parts in turn): precision {:.0} %, recall {:.0} %, F1 {:.1} with at least half of the words; F1 {:.1} word for word; error of the probabilities {:.3}.",
            100.0 * soft.precision(),
            100.0 * soft.recall(),
            100.0 * soft.f1(),
            100.0 * exact.f1(),
            trained.calibration_error
        )?;
        writeln!(err, "Model: {}. Use it with --model.", args.out.display())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Statements that are listed for people.
const LISTED: usize = 200;

fn print(result: &ClaimsResult, out: &mut dyn Write) -> Result<()> {
    let mut table = Table::new(&["article", "speaker", "act", "words of saying", "what", "about", "p"]);
    let mut listed = 0;
    'all: for (number, article) in result.articles.iter().enumerate() {
        for (entry, one) in article.reading.entries.iter().enumerate() {
            if listed == LISTED {
                break 'all;
            }
            listed += 1;
            let no = StatementNo { article: number, entry };
            let words = article.words(&one.attribution.source);
            let speaker = match (result.speaker(no), words.is_empty()) {
                (Some(name), _) => name.to_owned(),
                (None, true) => "not named".to_owned(),
                (None, false) => format!("{words} (unresolved)"),
            };
            let act = one.judged.act.name();
            table.row(&[
                article.name.clone(),
                speaker,
                if one.judged.is_negated { format!("{act} (negated)") } else { act.to_owned() },
                article.read.text[one.attribution.cue.clone()].to_owned(),
                beginning(&article.words(&one.attribution.content), SHORT),
                result.targets(no).join(", "),
                if article.quotes_only {
                    String::new()
                } else {
                    format!("{:.2}", one.attribution.probability)
                },
            ]);
        }
    }
    table.print(out)?;
    Ok(())
}

/// Characters of a statement in the list.
const SHORT: usize = 90;

/// What was read and found, and what was lost: on the standard error.
pub fn print_summary(result: &ClaimsResult, err: &mut dyn Write) -> Result<()> {
    let articles = result.articles.len() as u64;
    let all = || result.articles.iter().flat_map(|article| &article.reading.entries);
    let resolved = all().filter(|entry| entry.speaker.entity.is_some()).count() as u64;
    writeln!(
        err,
        "{} with {}; the speaker is resolved in {}.",
        count(articles, "article", "articles"),
        count(result.statements(), "statement", "statements"),
        thousands(resolved)
    )?;
    if let Some(corpus) = &result.corpus {
        let of = |which: fn(LinkKind) -> bool| corpus.links.count(which);
        writeln!(
            err,
            "Answers: {}; generic denials: {}; possible answers: {}; repetitions: {}; accusations with no answer found in these articles: {}.",
            thousands(of(|kind| kind == LinkKind::Answers)),
            thousands(of(|kind| kind == LinkKind::GenericDenial)),
            thousands(of(|kind| kind == LinkKind::PossibleAnswer)),
            thousands(of(LinkKind::is_repetition)),
            thousands(corpus.links.unanswered.len() as u64)
        )?;
    }
    if !result.reviews.is_empty() {
        let alike = result.reviews.iter().filter(|one| !one.statements.is_empty()).count() as u64;
        writeln!(
            err,
            "{}, {} with statements like it.",
            count(result.reviews.len() as u64, "review of a claim by others", "reviews of claims by others"),
            thousands(alike)
        )?;
    }
    let quotes = result.articles.iter().filter(|article| article.quotes_only).count() as u64;
    if quotes > 0 {
        let these = count(quotes, "article is not in English", "articles are not in English");
        writeln!(err, "{these}: quotations alone are listed, the speaker unverified.")?;
    }
    print_lost(&result.problems, err)?;
    for (name, error) in &result.failed {
        writeln!(err, "not read: {}", inert::terminal(&format!("{name}: {error}")))?;
    }
    for name in &result.repeats {
        writeln!(err, "{} has the same bytes as another input and was read once.", inert::terminal(name))?;
    }
    Ok(())
}
