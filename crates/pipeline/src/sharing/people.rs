//! What a case knows to be personal: accounts with their handles and names, people in articles, files.

use crate::error::Result;
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use case::Recorded;
use model::Finding;
use model::post::platform;
use privacy::{Key, Kind, Known};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// An account as posts name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Named {
    /// Handles, sorted.
    pub handles: BTreeSet<String>,
    /// Display names, sorted.
    pub display_names: BTreeSet<String>,
}

/// Everything with a name.
#[derive(Debug, Default)]
pub(crate) struct People {
    /// Platform and id -> names.
    pub accounts: BTreeMap<(String, String), Named>,
    /// Platform and handle -> id.
    by_handle: BTreeMap<(String, String), String>,
    names: BTreeSet<String>,
    /// Single words by which articles name a speaker: surnames, and pronouns too.
    words: BTreeSet<String>,
    /// Titles and the like: their words are not names.
    titles: BTreeSet<String>,
    files: BTreeSet<String>,
}

/// Columns of derived tables that hold names: file in `out/`, column.
const NAMES: [(&str, &str); 2] = [("statements.parquet", "speaker"), ("statements.parquet", "targets")];
/// Column that holds the words of a speaker as they stand in the article, which may be no name.
const SOURCE: (&str, &str) = ("statements.parquet", "source");
/// Columns that hold words which stand for themselves only together.
const TITLES: [(&str, &str); 2] = [("articles.parquet", "title"), ("articles.parquet", "publisher")];

impl People {
    /// Reads what the case knows.
    pub fn of(case: &Recorded, findings: &[Finding]) -> Result<Self> {
        let mut people = Self::default();
        for segment in case.contents.segments.iter().filter(|segment| segment.table == "posts") {
            for batch in existing(case.segment_file(&segment.hash).as_deref())? {
                people.posts(&batch?);
            }
        }
        for (file, column) in NAMES {
            for batch in existing(case.out_file(file).as_deref())? {
                each(&batch?, column, |_, text| people.names.extend(text.split("; ").map(str::to_owned)));
            }
        }
        for batch in existing(case.out_file(SOURCE.0).as_deref())? {
            each(&batch?, SOURCE.1, |_, text| {
                let (words, names): (Vec<&str>, Vec<&str>) =
                    text.split("; ").partition(|source| !source.contains(char::is_whitespace));
                people.words.extend(words.into_iter().map(str::to_owned));
                people.names.extend(names.into_iter().map(str::to_owned));
            });
        }
        for (file, column) in TITLES {
            for batch in existing(case.out_file(file).as_deref())? {
                each(&batch?, column, |_, text| people.titles.extend([text.to_owned()]));
            }
        }
        for name in case.contents.evidence.iter().flat_map(|row| &row.names) {
            people.files.extend(Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()));
            people.files.insert(name.clone());
        }
        for record in findings.iter().flat_map(|finding| &finding.records) {
            match record.platform.as_str() {
                "article" => people.names.insert(record.account.clone()),
                "media" => people.files.insert(record.account.clone()),
                _ => false,
            };
        }
        for ((platform, id), named) in &people.accounts {
            for handle in &named.handles {
                people.by_handle.entry((platform.clone(), handle.clone())).or_insert_with(|| id.clone());
            }
        }
        people.names.remove("");
        Ok(people)
    }

    /// Strings with their pseudonyms.
    pub fn known(&self, key: &Key, findings: &[Finding]) -> Known {
        let mut known = Known::default();
        for ((platform, id), named) in &self.accounts {
            let names = named.handles.iter().chain(&named.display_names).map(String::as_str);
            known.account(key, &format!("{platform}/{id}"), names);
        }
        for ((platform, handle), id) in &self.by_handle {
            known.alias(
                key,
                &format!("{platform}/{handle}"),
                &key.pseudonym(Kind::Account, &format!("{platform}/{id}")),
            );
        }
        for (platform, _) in self.accounts.keys() {
            if !platform::KNOWN.contains(&platform.as_str()) {
                known.alias(key, platform, &key.pseudonym(Kind::Platform, platform));
            }
        }
        self.names.iter().for_each(|name| known.name(key, Kind::Name, name));
        self.words.iter().for_each(|word| known.word(key, word));
        self.titles.iter().for_each(|title| known.name(key, Kind::Id, title));
        self.files.iter().for_each(|name| known.name(key, Kind::File, name));
        for about in findings.iter().flat_map(|finding| &finding.about) {
            if !is_hash(about) && known.exact(about).is_none() && !self.is_account(about) {
                known.name(key, Kind::Name, about);
            }
        }
        known
    }

    /// Whether `name`, as findings and groups have it, is an account.
    pub fn is_account(&self, name: &str) -> bool {
        self.account(name).is_some()
    }

    /// The account that `platform/id`, `platform/handle`, or a handle that only one account has, names.
    pub fn account(&self, name: &str) -> Option<(&str, &str)> {
        let (platform, id) = name.split_once('/')?;
        self.resolve(platform, id)
    }

    /// The one account that `platform/id`, `platform/handle`, or an id or handle alone, names.
    pub fn find(&self, name: &str) -> Option<(String, String)> {
        let name = name.trim_start_matches('@');
        if let Some((platform, id)) = self.account(name) {
            return Some((platform.to_owned(), id.to_owned()));
        }
        let is_it =
            |(key, named): &(&(String, String), &Named)| key.1 == name || named.handles.contains(name);
        let mut found = self.accounts.iter().filter(is_it).map(|(key, _)| key.clone());
        found.next().filter(|_| found.next().is_none())
    }

    /// The account of a platform by id or handle.
    pub fn resolve(&self, platform: &str, account: &str) -> Option<(&str, &str)> {
        let key = (platform.to_owned(), account.to_owned());
        if let Some(((platform, id), _)) = self.accounts.get_key_value(&key) {
            return Some((platform, id));
        }
        let ((platform, _), id) = self.by_handle.get_key_value(&key)?;
        Some((platform, id))
    }

    fn posts(&mut self, batch: &RecordBatch) {
        let columns = ["platform", "account_id", "account_name", "account_display_name"];
        let mut cells = vec![[const { String::new() }; 4]; batch.num_rows()];
        for (i, column) in columns.iter().enumerate() {
            each(batch, column, |row, text| cells[row][i] = text.to_owned());
        }
        let others = ["mentions", "reply_to_account_id", "repost_of_account_id", "channel_id"];
        let mut mentioned = Vec::new();
        for column in others {
            each(batch, column, |row, text| mentioned.push((cells[row][0].clone(), text.to_owned())));
        }
        for [platform, id, handle, display_name] in cells {
            let named = self.accounts.entry((platform, id)).or_default();
            named.handles.extend(Some(handle).filter(|handle| !handle.is_empty()));
            named.display_names.extend(Some(display_name).filter(|name| !name.is_empty()));
        }
        // Handles of accounts whose posts are not here are accounts of their own as far as anybody can tell.
        self.names.extend(
            mentioned.into_iter().filter(|key| !self.accounts.contains_key(key)).map(|(_, name)| name),
        );
    }
}

/// 64 hexadecimal digits, alone or behind `mail/` and the like: a hash says nothing about a person.
pub(crate) fn is_hash(name: &str) -> bool {
    let hash = name.rsplit_once('/').map_or(name, |(_, hash)| hash);
    let hash = hash.split_once('#').map_or(hash, |(hash, _)| hash);
    model::Sha256::from_hex(hash).is_some()
}

/// Batches of a table that need not be there.
pub(crate) fn existing(
    path: Option<&Path>,
) -> Result<Vec<std::result::Result<RecordBatch, arrow_schema::ArrowError>>> {
    match path.filter(|path| path.is_file()) {
        Some(path) => Ok(report::table::read_parquet(path)?.collect()),
        None => Ok(Vec::new()),
    }
}

/// Shows every text of a column with its row: plain, coded, or in lists.
pub(crate) fn each(batch: &RecordBatch, column: &str, mut show: impl FnMut(usize, &str)) {
    let Some(array) = batch.column_by_name(column) else { return };
    texts(array.as_ref(), &mut |row, text| show(row, text));
}

fn texts(array: &dyn Array, show: &mut dyn FnMut(usize, &str)) {
    match array.data_type() {
        DataType::Utf8 => {
            let values = array.as_string::<i32>();
            (0..values.len())
                .filter(|&row| values.is_valid(row))
                .for_each(|row| show(row, values.value(row)));
        }
        DataType::List(_) => {
            let lists = array.as_list::<i32>();
            for row in (0..lists.len()).filter(|&row| lists.is_valid(row)) {
                texts(lists.value(row).as_ref(), &mut |_, text| show(row, text));
            }
        }
        DataType::Dictionary(key, _) if **key == DataType::UInt32 => {
            let coded = array.as_dictionary::<arrow_array::types::UInt32Type>();
            let values = coded.values().as_string_opt::<i32>();
            for row in (0..coded.len()).filter(|&row| coded.is_valid(row)) {
                if let Some((values, at)) = values.zip(coded.key(row)) {
                    show(row, values.value(at));
                }
            }
        }
        _ => {}
    }
}
