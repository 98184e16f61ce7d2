//! Zip archives: members in the order of their names.

use super::guard::Guard;
use super::{Content, Walk};
use crate::{IntakeError, detect};
use model::Container;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::rc::Rc;
use zip::ZipArchive;
use zip::result::ZipError;

impl Walk<'_, '_> {
    /// Goes through an archive, or hands on a workbook. Returns its media type.
    pub(super) fn zip(
        &mut self,
        file: File,
        path: &mut Vec<Container>,
    ) -> Result<Option<&'static str>, IntakeError> {
        const ZIP: Option<&str> = Some("application/zip");
        let length = file.metadata().map_or(0, |meta| meta.len());
        let (consumed, produced) = (Rc::new(Cell::new(length)), Rc::new(Cell::new(0)));
        let Ok(again) = file.try_clone() else { return Ok(ZIP) };
        let mut archive = match ZipArchive::new(BufReader::new(file)) {
            Ok(archive) => archive,
            Err(_) => {
                self.cut_zip(again, path, consumed, produced)?;
                return Ok(ZIP);
            }
        };
        let mut members: Vec<(String, usize)> = (0..archive.len())
            .filter_map(|n| Some((archive.name_for_index(n)?.ok()?.into_owned(), n)))
            .collect();
        if members.iter().any(|(name, _)| name == "xl/workbook.xml") {
            return self.workbook(again, &mut archive, path, consumed);
        }
        if let Some(unknown) = members.iter().find_map(|(name, _)| detect::office(name)) {
            let content = Content::Unknown { unknown, head: Vec::new(), reader: Box::new(io::empty()) };
            self.visitor.visit(path, content, &self.trouble)?;
            return Ok(ZIP);
        }
        members.retain(|(name, _)| is_wanted(name));
        members.sort();
        let most = self.limits.members;
        for (name, n) in members.iter().take(most) {
            path.push(Container::Zip(name.clone()));
            let result = match archive.by_index(*n) {
                Ok(member) => self.member(member, path, &consumed, &produced),
                Err(e) => self.unreadable_member(&e, path),
            };
            path.pop();
            result?;
        }
        if members.len() > most {
            self.trouble.set(
                "too_many_members",
                format!("the archive has {} files; only the first {most} by name were read", members.len()),
            );
            self.visitor.visit(path, Content::Broken, &self.trouble)?;
        }
        if members.is_empty() {
            self.trouble.set("no_members", "the archive holds no files".to_owned());
            self.visitor.visit(path, Content::Broken, &self.trouble)?;
        }
        Ok(ZIP)
    }

    fn member(
        &mut self,
        member: impl Read,
        path: &mut Vec<Container>,
        consumed: &Rc<Cell<u64>>,
        produced: &Rc<Cell<u64>>,
    ) -> Result<(), IntakeError> {
        let guard =
            Guard::new(member, consumed.clone(), produced.clone(), &self.limits, self.trouble.clone());
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
    fn cut_zip(
        &mut self,
        mut file: File,
        path: &mut Vec<Container>,
        consumed: Rc<Cell<u64>>,
        produced: Rc<Cell<u64>>,
    ) -> Result<(), IntakeError> {
        if file.rewind().is_ok() {
            let mut stream = BufReader::new(file);
            for _ in 0..self.limits.members {
                let Ok(Some(member)) = zip::read::read_zipfile_from_stream(&mut stream) else { break };
                let Ok(name) = member.name().map(|name| name.into_owned()) else { break };
                if !is_wanted(&name) {
                    continue;
                }
                path.push(Container::Zip(name));
                let result = self.member(member, path, &consumed, &produced);
                path.pop();
                result?;
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
        consumed: Rc<Cell<u64>>,
    ) -> Result<Option<&'static str>, IntakeError> {
        let produced = Rc::new(Cell::new(0));
        for n in 0..archive.len().min(self.limits.members) {
            if let Ok(member) = archive.by_index(n) {
                let mut guard = Guard::new(
                    member,
                    consumed.clone(),
                    produced.clone(),
                    &self.limits,
                    self.trouble.clone(),
                );
                // A guard reports what goes wrong through `trouble`.
                let _ = io::copy(&mut guard, &mut io::sink());
            }
        }
        let reason = self.trouble.take();
        match reason {
            Some((code, message)) if code == "expands_too_much" => {
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
    let mut parts = name.split(['/', '\\']);
    !name.ends_with(['/', '\\'])
        && !parts.any(|part| part == "__MACOSX" || (part.starts_with('.') && part.len() > 1))
}
