//! Single sentences with a marked attribution and its acts: `[It was half a briefing,] {Pelham} <said> || accuse/assert`.

use super::acts::act;
use anyhow::{Context, Result, bail, ensure};
use claims::{Act, Attribution, Level, Producer};
use std::ops::Range;

/// A sentence, read.
#[derive(Debug)]
pub struct Marked {
    /// Without the marks.
    pub text: String,
    /// What is marked in it.
    pub attribution: Attribution,
    /// The act, and others that are as right.
    pub acts: Vec<Act>,
}

/// Reads a line: `{source}`, `<cue>`, `[content]`, and the acts behind `||`.
pub fn read(line: &str) -> Result<Marked> {
    let (sentence, acts) = line.rsplit_once("||").context("no acts behind ||")?;
    let mut text = String::new();
    let (mut source, mut cue, mut content) = (Vec::new(), Vec::new(), Vec::new());
    let mut open: Option<(char, usize)> = None;
    for c in sentence.trim().chars() {
        let place = |mark: char| -> Result<Range<usize>> {
            match open {
                Some((other, start)) if other == mark => Ok(start..text.len()),
                _ => bail!("{mark} is closed but not open"),
            }
        };
        match c {
            '{' | '<' | '[' => {
                ensure!(open.is_none(), "{c} within another mark");
                open = Some((c, text.len()));
                continue;
            }
            '}' => source.push(place('{')?),
            '>' => cue.push(place('<')?),
            ']' => content.push(place('[')?),
            _ => {
                text.push(c);
                continue;
            }
        }
        open = None;
    }
    let [cue] = &cue[..] else { bail!("{} cues", cue.len()) };
    ensure!(!content.is_empty() && open.is_none(), "no content, or a mark is not closed");
    let attribution = Attribution {
        source,
        cue: cue.clone(),
        content,
        probability: 1.0,
        by: Producer::Model,
        level: Level::Main,
    };
    let acts = acts
        .trim()
        .split('/')
        .map(|name| act(name).with_context(|| format!("`{name}` is no act")))
        .collect::<Result<_>>()?;
    Ok(Marked { text, attribution, acts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_places() {
        let marked = read("[“Half of it,”] {Sela} <said>, and left. || accuse/assert").unwrap();
        assert_eq!(marked.text, "“Half of it,” Sela said, and left.");
        let word = |range: &Range<usize>| &marked.text[range.clone()];
        assert_eq!(word(&marked.attribution.source[0]), "Sela");
        assert_eq!(word(&marked.attribution.cue), "said");
        assert_eq!(word(&marked.attribution.content[0]), "“Half of it,”");
        assert_eq!(marked.acts, [Act::Accuse, Act::Assert]);
        for line in
            ["{Sela} <said> [it]", "{Sela} <said> [it || assert", "{Sela said> [it] || deny", "<a> [b] || c"]
        {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
