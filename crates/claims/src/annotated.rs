//! Articles with attributions that people have marked: what models learn from and are measured by.
//!
//! One JSON object a line, or a list of them, or one object: `{"id", "story", "text", "attributions": [{"source": [[s,e],..],
//! "cue": [[s,e],..], "content": [[s,e],..]}]}`, the format of the usual scorer. Places count Unicode code points; the story is
//! optional.

use serde::Deserialize;
use std::ops::Range;
use thiserror::Error;

/// An article as somebody marked it. Places are byte ranges of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotated {
    /// Its name.
    pub id: String,
    /// What it shares with others that tell of the same: they are judged by models that learned from none of them.
    pub story: String,
    /// Its text.
    pub text: String,
    /// What is marked.
    pub attributions: Vec<Marked>,
}

/// A marked attribution. Places are byte ranges, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// Who says.
    pub source: Vec<Range<usize>>,
    /// By which words.
    pub cue: Vec<Range<usize>>,
    /// What.
    pub content: Vec<Range<usize>>,
}

/// Why annotations cannot be read.
#[derive(Debug, Error)]
pub enum AnnotationError {
    /// Not the format.
    #[error("line {line}: {source}")]
    Json {
        /// From 1.
        line: usize,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// A place that the text does not have.
    #[error("article {id}: there is no place {start} to {end} in its text")]
    Place {
        /// The article.
        id: String,
        /// First code point.
        start: usize,
        /// The one after the last.
        end: usize,
    },
}

#[derive(Deserialize)]
struct RawArticle {
    id: String,
    story: Option<String>,
    text: String,
    attributions: Vec<RawMarked>,
}

#[derive(Deserialize)]
struct RawMarked {
    #[serde(default)]
    source: Vec<[usize; 2]>,
    #[serde(default)]
    cue: Vec<[usize; 2]>,
    #[serde(default)]
    content: Vec<[usize; 2]>,
    #[serde(default)]
    nested: bool,
}

/// Reads articles. Attributions marked `nested` are left out: models find the outermost ones.
pub fn read(json: &str) -> Result<Vec<Annotated>, AnnotationError> {
    let trimmed = json.trim_start();
    let raw: Vec<RawArticle> = if trimmed.starts_with('[') {
        serde_json::from_str(trimmed)
            .map_err(|source| AnnotationError::Json { line: source.line(), source })?
    } else {
        match serde_json::from_str::<RawArticle>(trimmed) {
            Ok(article) => vec![article],
            Err(_) => json
                .lines()
                .enumerate()
                .filter(|(_, line)| !line.trim().is_empty())
                .map(|(number, line)| {
                    serde_json::from_str(line)
                        .map_err(|source| AnnotationError::Json { line: number + 1, source })
                })
                .collect::<Result<_, _>>()?,
        }
    };
    raw.into_iter().map(annotated).collect()
}

fn annotated(raw: RawArticle) -> Result<Annotated, AnnotationError> {
    let mut starts: Vec<usize> = raw.text.char_indices().map(|(at, _)| at).collect();
    starts.push(raw.text.len());
    let place = |&[start, end]: &[usize; 2]| match (starts.get(start), starts.get(end)) {
        (Some(&from), Some(&to)) if from <= to => Ok(from..to),
        _ => Err(AnnotationError::Place { id: raw.id.clone(), start, end }),
    };
    let places = |ranges: &[[usize; 2]]| -> Result<Vec<Range<usize>>, AnnotationError> {
        let mut places: Vec<Range<usize>> = ranges.iter().map(place).collect::<Result<_, _>>()?;
        places.sort_by_key(|place| place.start);
        Ok(places)
    };
    let attributions = raw
        .attributions
        .iter()
        .filter(|marked| !marked.nested)
        .map(|marked| {
            Ok(Marked {
                source: places(&marked.source)?,
                cue: places(&marked.cue)?,
                content: places(&marked.content)?,
            })
        })
        .collect::<Result<_, AnnotationError>>()?;
    let story = raw.story.unwrap_or_else(|| raw.id.clone());
    Ok(Annotated { id: raw.id, story, text: raw.text, attributions })
}
