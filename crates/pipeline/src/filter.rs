//! Leaving posts out because the user says so: counted, and reported, never silent.

use crate::error::{Error, Result};
use hashbrown::HashMap;
use model::post::platform;
use model::{Post, Timestamp};
use std::collections::BTreeSet;
use std::path::Path;

/// Which posts count.
#[derive(Clone, Debug, Default)]
pub struct Filters {
    /// Posts before this are left out.
    pub since: Option<Timestamp>,
    /// Posts from this on are left out.
    pub until: Option<Timestamp>,
    /// Languages to keep; empty keeps all. `en` keeps `en-GB` too.
    pub languages: Vec<String>,
    /// Platforms to keep; empty keeps all.
    pub platforms: Vec<String>,
    /// Accounts to keep; `None` keeps all.
    pub accounts: Option<AccountList>,
    /// Accounts to leave out, such as those known to be benign or out of scope.
    pub without: Vec<AccountList>,
}

/// Accounts named in a file: ids, handles or `platform/id`, one a line (or the first column of a CSV). What stands
/// after the first comma says what is known of the account.
#[derive(Clone, Debug, Default)]
pub struct AccountList {
    /// Name of the file.
    pub name: String,
    entries: HashMap<String, String>,
}

impl Filters {
    /// Whether every post counts.
    pub(crate) fn keep_all(&self) -> bool {
        self.since.is_none()
            && self.until.is_none()
            && self.languages.is_empty()
            && self.platforms.is_empty()
            && self.accounts.is_none()
            && self.without.is_empty()
    }

    /// What the filters let through, as text: the same for the same lists, whatever their files are called.
    pub(crate) fn fingerprint(&self) -> String {
        let without: Vec<String> = self.without.iter().map(AccountList::fingerprint).collect();
        format!(
            "since={:?} until={:?} lang={:?} platform={:?} account={:?} without={:?}",
            self.since.map(|t| t.0),
            self.until.map(|t| t.0),
            self.languages,
            self.platforms,
            self.accounts.as_ref().map(AccountList::fingerprint),
            without
        )
    }
}

/// Filters at work, with what each left out.
pub(crate) struct Filtering<'f> {
    filters: &'f Filters,
    left_out: [u64; 5],
    without: Vec<(u64, HashMap<String, u64>)>,
    /// Entries of the list of accounts to keep that matched, and platforms and languages that occur, where these are
    /// asked for.
    matched: BTreeSet<String>,
    platforms: BTreeSet<String>,
    languages: BTreeSet<String>,
}

/// Platforms and languages that are told apart.
const DISTINCT: usize = 100;
/// Of these named in a sentence.
const NAMED: usize = 8;

/// One filter and what it left out.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LeftOut {
    /// As on the command line.
    pub name: String,
    /// What it did, in words.
    pub meaning: String,
    /// What of it fits no post, where something does: a misspelt name, a list for other files.
    pub remark: Option<String>,
    /// Posts left out.
    pub posts: u64,
}

impl LeftOut {
    /// What it did and what of it fits no post, in words.
    pub fn in_words(&self) -> String {
        self.remark.iter().fold(self.meaning.clone(), |words, remark| format!("{words}; {remark}"))
    }
}

impl AccountList {
    /// Reads a list. Lines that are empty or begin with `#` are comments.
    pub fn read(path: &Path) -> Result<Self> {
        let text = intake::read_text(path).map_err(Error::file("read the account list", path))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let list = Self::parse(name, &text);
        if list.entries.is_empty() {
            return Err(Error::Option {
                message: format!("the account list `{}` names nobody", path.display()),
                hint: "write one account id, handle or `platform/id` on each line".into(),
            });
        }
        Ok(list)
    }

    fn parse(name: String, text: &str) -> Self {
        let entry = |line: &str| {
            let (account, label) = line.split_once(',').unwrap_or((line, ""));
            let bare = |text: &str| text.trim().trim_matches('"').trim().to_owned();
            let account = bare(account).trim_start_matches('@').to_lowercase();
            let account = match account.split_once('/') {
                Some((name, id)) => format!("{}/{id}", platform::known_as(name)),
                None => account,
            };
            (account, bare(label))
        };
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        let entries = lines
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(entry)
            .filter(|(account, _)| !account.is_empty())
            .collect();
        Self { name, entries }
    }

    /// The entry that names an account, if one does, and what stands beside it.
    pub(crate) fn find(&self, platform: &str, id: &str, name: &str) -> Option<(&str, &str)> {
        let find = |key: &str| self.entries.get_key_value(key.to_lowercase().as_str());
        let found = find(id)
            .or_else(|| (!name.is_empty()).then(|| find(name)).flatten())
            .or_else(|| find(&format!("{platform}/{id}")))
            .or_else(|| find(&format!("{platform}/{name}")));
        found.map(|(entry, label)| (entry.as_str(), label.as_str()))
    }

    /// The entry that names the account of `post`, if one does.
    fn entry(&self, post: &Post<'_>) -> Option<&str> {
        self.find(post.platform, post.account_id, post.account_name).map(|(entry, _)| entry)
    }

    /// The same for lists that say the same, whatever their files are called.
    pub(crate) fn fingerprint(&self) -> String {
        let mut entries: Vec<String> =
            self.entries.iter().map(|(account, label)| format!("{account},{label}")).collect();
        entries.sort_unstable();
        model::Sha256::of(entries.join("\n").as_bytes()).short()
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it names nobody.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<'f> Filtering<'f> {
    pub fn new(filters: &'f Filters) -> Self {
        Self {
            filters,
            left_out: [0; 5],
            without: vec![Default::default(); filters.without.len()],
            matched: BTreeSet::new(),
            platforms: BTreeSet::new(),
            languages: BTreeSet::new(),
        }
    }

    /// Whether the post counts.
    pub fn keeps(&mut self, post: &Post<'_>) -> bool {
        let f = self.filters;
        if !f.platforms.is_empty() {
            note(&mut self.platforms, post.platform);
        }
        if !f.languages.is_empty() {
            post.languages().for_each(|code| note(&mut self.languages, code));
        }
        let entry = f.accounts.as_ref().map(|list| list.entry(post));
        if let Some(Some(entry)) = entry
            && !self.matched.contains(entry)
        {
            self.matched.insert(entry.to_owned());
        }
        let checks = [
            f.since.is_none_or(|since| post.created_at.is_some_and(|t| t >= since)),
            f.until.is_none_or(|until| post.created_at.is_some_and(|t| t < until)),
            f.languages.is_empty()
                || f.languages.iter().any(|code| post.languages().any(|of| is_language(of, code))),
            f.platforms.is_empty() || f.platforms.iter().any(|name| is_platform(post.platform, name)),
            entry.is_none_or(|entry| entry.is_some()),
        ];
        if let Some(failed) = checks.iter().position(|kept| !kept) {
            self.left_out[failed] += 1;
            return false;
        }
        for (list, (count, by_entry)) in f.without.iter().zip(&mut self.without) {
            if let Some(entry) = list.entry(post) {
                *count += 1;
                *by_entry.entry_ref(entry).or_insert(0) += 1;
                return false;
            }
        }
        true
    }

    /// What each filter in force left out.
    pub fn left_out(&self) -> Vec<LeftOut> {
        let f = self.filters;
        let mut out = Vec::new();
        let mut add = |set: bool, name: String, meaning: &str, remark: Option<String>, posts: u64| {
            if set {
                out.push(LeftOut { name, meaning: meaning.to_owned(), remark, posts });
            }
        };
        let time = |t: Option<Timestamp>| t.map(Timestamp::rfc3339).unwrap_or_default();
        add(
            f.since.is_some(),
            format!("--since {}", time(f.since)),
            "posts before this were left out",
            None,
            self.left_out[0],
        );
        add(
            f.until.is_some(),
            format!("--until {}", time(f.until)),
            "posts from this on were left out",
            None,
            self.left_out[1],
        );
        add(
            !f.languages.is_empty(),
            format!("--lang {}", f.languages.join(",")),
            "posts in other languages were left out",
            absent("language", &f.languages, &self.languages, is_language),
            self.left_out[2],
        );
        add(
            !f.platforms.is_empty(),
            format!("--platform {}", f.platforms.join(",")),
            "posts of other platforms were left out",
            absent("platform", &f.platforms, &self.platforms, is_platform),
            self.left_out[3],
        );
        if let Some(list) = &f.accounts {
            add(
                true,
                format!("--account {}", list.name),
                "posts of accounts that are not in the list were left out",
                unmatched(list.len(), self.matched.len()),
                self.left_out[4],
            );
        }
        for (list, (posts, by_entry)) in f.without.iter().zip(&self.without) {
            let meaning = format!(
                "posts of {} of the {} accounts in the list were left out",
                by_entry.len(),
                list.len()
            );
            let remark = unmatched(list.len(), by_entry.len());
            add(true, format!("--without {}", list.name), &meaning, remark, *posts);
        }
        out
    }
}

/// Keeps a name, as long as there are not too many.
fn note(names: &mut BTreeSet<String>, name: &str) {
    if !names.contains(name) && names.len() < DISTINCT {
        names.insert(name.to_owned());
    }
}

/// Whether posts of a platform are those that `name` asks for.
fn is_platform(platform: &str, name: &str) -> bool {
    platform::known_as(platform).eq_ignore_ascii_case(platform::known_as(name))
}

/// Whether a stated language is `code`, or a variety of it.
fn is_language(stated: &str, code: &str) -> bool {
    let main = stated.split(['-', '_']).next().unwrap_or_default();
    stated.eq_ignore_ascii_case(code) || main.eq_ignore_ascii_case(code)
}

/// What is asked for and occurs nowhere, and what does.
fn absent(
    what: &str,
    wanted: &[String],
    found: &BTreeSet<String>,
    is: fn(&str, &str) -> bool,
) -> Option<String> {
    let missing: Vec<&str> =
        wanted.iter().filter(|name| !found.iter().any(|found| is(found, name))).map(String::as_str).collect();
    if missing.is_empty() {
        return None;
    }
    let missing = missing.join(", ");
    let mut named: Vec<&str> = found.iter().take(NAMED).map(String::as_str).collect();
    if found.len() > NAMED {
        named.push("…");
    }
    Some(match named.is_empty() {
        true => format!("no post has the {what} {missing}: none states one"),
        false => format!("no post has the {what} {missing}: there are {}", named.join(", ")),
    })
}

/// How many entries of a list named nobody.
fn unmatched(entries: usize, matched: usize) -> Option<String> {
    (matched < entries).then(|| format!("{} of {entries} entries matched no account", entries - matched))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(filters: &Filters, post: Post<'_>, kept: bool) {
        assert_eq!(Filtering::new(filters).keeps(&post), kept);
    }

    #[test]
    fn each_filter_keeps_what_it_names() {
        let post = Post {
            platform: "x",
            account_id: "12",
            account_name: "Lamp",
            lang: "en-GB",
            created_at: Some(Timestamp(50)),
            ..Post::default()
        };
        let list = |text: &str| AccountList::parse("list".into(), text);
        let none = Filters::default;
        check(&none(), post, true);
        check(&Filters { since: Some(Timestamp(50)), ..none() }, post, true);
        check(&Filters { until: Some(Timestamp(50)), ..none() }, post, false);
        check(&Filters { languages: vec!["EN".into()], ..none() }, post, true);
        check(&Filters { languages: vec!["de".into()], ..none() }, post, false);
        check(&Filters { platforms: vec!["telegram".into()], ..none() }, post, false);
        check(&Filters { platforms: vec!["Twitter".into()], ..none() }, post, true);
        for (code, kept) in [("de", true), ("en", true), ("fr", false)] {
            let several = Post { lang: "de,en-GB", ..post };
            check(&Filters { languages: vec![code.into()], ..none() }, several, kept);
        }
        check(&Filters { accounts: Some(list("twitter/12")), ..none() }, post, true);
        check(&Filters { accounts: Some(list("@lamp\n")), ..none() }, post, true);
        check(&Filters { accounts: Some(list("# nobody\n13,x")), ..none() }, post, false);
        check(&Filters { without: vec![list("x/12")], ..none() }, post, false);
    }

    #[test]
    fn what_was_left_out_is_counted() {
        let filters =
            Filters { without: vec![AccountList::parse("news.txt".into(), "a\nb\n")], ..Filters::default() };
        let mut filtering = Filtering::new(&filters);
        for account in ["a", "a", "c"] {
            filtering.keeps(&Post { account_id: account, ..Post::default() });
        }
        assert_eq!(
            filtering.left_out(),
            [LeftOut {
                name: "--without news.txt".into(),
                meaning: "posts of 1 of the 2 accounts in the list were left out".into(),
                remark: Some("1 of 2 entries matched no account".into()),
                posts: 2
            }]
        );
    }

    #[test]
    fn what_fits_no_post_is_said() {
        let filters = Filters {
            platforms: vec!["Twitter".into(), "vk".into()],
            languages: vec!["en".into(), "fr".into()],
            accounts: Some(AccountList::parse("us.txt".into(), "a\nb\nc\n")),
            ..Filters::default()
        };
        let mut filtering = Filtering::new(&filters);
        for (platform, lang, account) in [("x", "en-GB", "a"), ("telegram", "de,en", "b"), ("x", "", "d")] {
            filtering.keeps(&Post { platform, lang, account_id: account, ..Post::default() });
        }
        let remarks: Vec<String> = filtering.left_out().into_iter().filter_map(|one| one.remark).collect();
        assert_eq!(
            remarks,
            [
                "no post has the language fr: there are de, en, en-GB",
                "no post has the platform vk: there are telegram, x",
                "1 of 3 entries matched no account",
            ]
        );
    }
}
