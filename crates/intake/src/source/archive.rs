//! Zip archives: members in the order of their names.

use super::guard::Guard;
use super::members::{self, Entry};
use super::workbook::Measure;
use super::{Content, Walk};
use crate::{IntakeError, detect};
use model::Container;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use zip::ZipArchive;
use zip::result::ZipError;

/// Where a member is found: by its number in the library's list, or, where another member has the same name and hides it
/// there, by its entry in the directory.
enum Place {
    Listed(usize),
    Shadowed(Entry),
}

impl Walk<'_, '_> {
    /// Goes through an archive, or hands on a workbook. Returns its media type.
    pub(super) fn zip(
        &mut self,
        file: File,
        path: &mut Vec<Container>,
    ) -> Result<Option<&'static str>, IntakeError> {
        const ZIP: Option<&str> = Some("application/zip");
        let Ok(mut again) = file.try_clone() else { return Ok(ZIP) };
        let mut archive = match ZipArchive::new(BufReader::new(file)) {
            Ok(archive) => archive,
            Err(_) => {
                self.cut_zip(again, path)?;
                return Ok(ZIP);
            }
        };
        let listed = |n| Some((archive.name_for_index(n)?.ok()?.into_owned(), n));
        let listed: Vec<(String, usize)> = (0..archive.len()).filter_map(listed).collect();
        if listed.iter().any(|(name, _)| name == "xl/workbook.xml") {
            return self.workbook(again, &mut archive, path);
        }
        if let Some(unknown) = listed.iter().find_map(|(name, _)| detect::office(name)) {
            let content = Content::Unknown { unknown, head: Vec::new(), reader: Box::new(io::empty()) };
            self.visitor.visit(path, content, &self.trouble)?;
            return Ok(ZIP);
        }
        let shadowed = members::shadowed(&mut archive, &mut again);
        let places = listed.into_iter().map(|(name, n)| (name, Place::Listed(n)));
        let shadowed = shadowed.into_iter().map(|entry| (entry.name.clone(), Place::Shadowed(entry)));
        let mut members: Vec<(String, Place)> = shadowed.chain(places).collect();
        let hidden = members.iter().filter(|(name, _)| is_hidden(name)).count();
        members.retain(|(name, _)| is_wanted(name));
        // Stable: of one name, the earlier comes first.
        members.sort_by(|(x, _), (y, _)| x.cmp(y));
        let (all, most) = (members.len(), self.limits.members);
        for (n, (name, place)) in members.into_iter().take(most).enumerate() {
            if self.budget.is_spent() {
                let message =
                    format!("{} of {all} files were left, as the archive unpacks to too much", all - n);
                self.trouble.set("expands_too_much", message);
                self.visitor.visit(path, Content::Broken, &self.trouble)?;
                return Ok(ZIP);
            }
            path.push(Container::Zip(name));
            let result = match place {
                Place::Listed(n) => match archive.by_index(n) {
                    Ok(member) => self.member(member, path),
                    Err(e) => self.unreadable_member(&e, path),
                },
                Place::Shadowed(entry) => match entry.open(&again) {
                    Ok(member) => self.member(member, path),
                    Err(e) => self.unreadable_member(&e, path),
                },
            };
            path.pop();
            result?;
        }
        if all > most {
            self.trouble.set(
                "too_many_members",
                format!("the archive has {all} files; only the first {most} by name were read"),
            );
            self.visitor.visit(path, Content::Broken, &self.trouble)?;
        }
        if hidden > 0 {
            self.visitor.visit(path, Content::Hidden(hidden), &self.trouble)?;
        }
        if all == 0 {
            let files = if hidden > 0 { "hidden files only" } else { "no files" };
            self.trouble.set("no_members", format!("the archive holds {files}"));
            self.visitor.visit(path, Content::Broken, &self.trouble)?;
        }
        Ok(ZIP)
    }

    fn member(&mut self, member: impl Read, path: &mut Vec<Container>) -> Result<(), IntakeError> {
        let guard = Guard::new(member, self.budget.clone(), self.trouble.clone());
        self.stream(Box::new(guard), path, None).map(|_| ())
    }

    fn unreadable_member(&mut self, error: &ZipError, path: &[Container]) -> Result<(), IntakeError> {
        match error {
            ZipError::UnsupportedArchive(reason) if reason.contains("assword") => {
                self.trouble.set("encrypted", "protected by a password: unpack it first".to_owned());
            }
            ZipError::CompressionMethodNotSupported(method) => self.trouble.set(
                "unsupported_compression",
                format!("packed with method {method}, which is not read: unpack and pack it again"),
            ),
            other => self.trouble.set("damaged", format!("the archive is damaged here: {other}")),
        }
        self.visitor.visit(path, Content::Broken, &self.trouble)
    }

    /// An archive without its directory at the end was cut short: its files are read in their own order.
    fn cut_zip(&mut self, mut file: File, path: &mut Vec<Container>) -> Result<(), IntakeError> {
        if file.rewind().is_ok() {
            let mut stream = BufReader::new(file);
            for _ in 0..self.limits.members {
                let Some(local) = members::next_local(&mut stream) else { break };
                if self.budget.is_spent() {
                    break;
                }
                let is_wanted = is_wanted(&local.name);
                path.push(Container::Zip(local.name.clone()));
                let mut member = local.content(&mut stream);
                let result = match &mut member {
                    Ok(member) if is_wanted => self.member(member, path),
                    Err(e) if is_wanted => self.unreadable_member(e, path),
                    _ => Ok(()),
                };
                path.pop();
                result?;
                // Where the next member begins is known when this one has been read.
                if let Ok(mut member) = member {
                    let mut rest = Guard::new(&mut member, self.budget.clone(), self.trouble.clone());
                    let _ = io::copy(&mut rest, &mut io::sink());
                    self.trouble.take();
                }
            }
        }
        self.trouble.set("truncated", "the archive has no directory at its end: it was cut short".to_owned());
        self.visitor.visit(path, Content::Broken, &self.trouble)
    }

    /// A workbook is unpacked once under guard, as the library that reads it has no limit of its own.
    fn workbook(
        &mut self,
        mut file: File,
        archive: &mut ZipArchive<BufReader<File>>,
        path: &[Container],
    ) -> Result<Option<&'static str>, IntakeError> {
        let mut measure = Measure::new(self.limits.record_bytes);
        for n in 0..archive.len().min(self.limits.members) {
            if let Ok(member) = archive.by_index(n) {
                let mut guard = Guard::new(member, self.budget.clone(), self.trouble.clone());
                let measured = measure.part(&mut guard);
                // A guard reports what goes wrong through `trouble`.
                let _ = io::copy(&mut guard, &mut io::sink());
                if let Err(message) = measured {
                    self.trouble.set("workbook_too_large", message);
                    break;
                }
            }
        }
        let reason = self.trouble.take();
        match reason {
            Some((code, message)) if matches!(code, "expands_too_much" | "workbook_too_large") => {
                self.trouble.set(code, message);
                self.visitor.visit(path, Content::Broken, &self.trouble)?;
            }
            _ if file.rewind().is_ok() => self.visitor.visit(path, Content::Workbook(file), &self.trouble)?,
            _ => {}
        }
        Ok(Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
    }
}

/// Folders, hidden files and what a Mac adds are no evidence.
fn is_wanted(name: &str) -> bool {
    !name.ends_with(['/', '\\']) && !is_a_macs(name) && !is_hidden(name)
}

/// Whether a file, or a folder around it, is hidden; what a Mac adds is not counted. Names are labels here: one with `..` in
/// it leads nowhere.
fn is_hidden(name: &str) -> bool {
    let is_hidden = |part: &str| part.starts_with('.') && !matches!(part, "." | "..");
    !name.ends_with(['/', '\\']) && !is_a_macs(name) && name.split(['/', '\\']).any(is_hidden)
}

fn is_a_macs(name: &str) -> bool {
    name.split(['/', '\\']).any(|part| part == "__MACOSX" || part == ".DS_Store" || part.starts_with("._"))
}
