//! A guess at the mapping of an unknown table: by the names of its columns in several languages, and by
//! what stands in them. It is always shown, and can be saved and corrected.

use super::{Field, ListSyntax, Mapping, ObjectRule, Rule};
use crate::value::time::{self, DayOrder, OrderSeen, TimeStyle};
use crate::value::{is_missing, tidy};
use model::Timestamp;

/// Names that columns of a field go by, best first. Compared in lower case, with everything that is not a
/// letter or digit as `_`.
const HINTS: [(Field, &[&str]); 18] = [
    (
        Field::PostId,
        &[
            "post_id",
            "postid",
            "tweet_id",
            "tweetid",
            "status_id",
            "message_id",
            "messageid",
            "msg_id",
            "content_id",
            "comment_id",
            "video_id",
            "item_id",
            "id_str",
            "id",
            "rest_id",
            "beitrag_id",
            "nachricht_id",
            "id_publication",
            "id_mensaje",
            "id_publicacion",
            "id_post",
            "message_ref",
            "post_ref",
            "tweet_ref",
            "beitrags_id",
            "nachrichten_id",
            "id_message",
            "id_du_post",
            "id_messaggio",
            "id_do_post",
            "id_mensagem",
            "uri",
            "permalink",
            "post_url",
        ],
    ),
    (
        Field::AccountId,
        &[
            "account_id",
            "accountid",
            "user_id",
            "userid",
            "author_id",
            "authorid",
            "from_user_id",
            "from_id",
            "sender_id",
            "owner_id",
            "profile_id",
            "channel_id",
            "page_id",
            "uid",
            "did",
            "user_id_str",
            "user_id_string",
            "author_channel_id",
            "konto_id",
            "nutzer_id",
            "id_utilisateur",
            "id_usuario",
            "account",
            "user",
            "author",
            "from",
            "sender",
            "konto",
            "nutzer",
            "autor",
            "auteur",
            "autore",
            "compte",
            "cuenta",
            "utente",
            "usuario",
            "utilisateur",
            "konto_nazwa",
            "uzytkownik",
            "пользователь",
            "автор",
            "користувач",
            "用户",
            "المستخدم",
        ],
    ),
    (
        Field::AccountName,
        &[
            "account_name",
            "username",
            "user_name",
            "screen_name",
            "user_screen_name",
            "author_username",
            "author_handle",
            "author_name",
            "handle",
            "account_handle",
            "from_user_name",
            "user_username",
            "nutzername",
            "benutzername",
            "nom_utilisateur",
            "nombre_usuario",
            "nick",
            "nickname",
            "login",
        ],
    ),
    (
        Field::AccountDisplayName,
        &[
            "account_display_name",
            "display_name",
            "displayname",
            "user_display_name",
            "full_name",
            "author_fullname",
            "anzeigename",
        ],
    ),
    (
        Field::Text,
        &[
            "text",
            "full_text",
            "post_text",
            "tweet_text",
            "message",
            "body",
            "content",
            "caption",
            "description",
            "post_content",
            "selftext",
            "comment",
            "tweet",
            "msg",
            "title",
            "inhalt",
            "nachricht",
            "texte",
            "contenu",
            "texto",
            "contenido",
            "mensaje",
            "testo",
            "messaggio",
            "tekst",
            "tresc",
            "wiadomosc",
            "текст",
            "сообщение",
            "повідомлення",
            "内容",
            "النص",
        ],
    ),
    (
        Field::CreatedAt,
        &[
            "created_at",
            "createdat",
            "created_utc",
            "unix_timestamp",
            "timestamp_utc",
            "timestamp_share",
            "timestamp",
            "time",
            "datetime",
            "date_time",
            "created",
            "created_time",
            "create_time",
            "createtime",
            "creation_time",
            "creation_date",
            "published_at",
            "publishedat",
            "publish_date",
            "published",
            "posted_at",
            "post_date",
            "post_time",
            "date_unixtime",
            "tweet_time",
            "sent_at",
            "date",
            "utc",
            "ts",
            "zeitstempel",
            "zeit",
            "datum",
            "erstellt",
            "uhrzeit",
            "horodatage",
            "heure",
            "fecha",
            "hora",
            "data",
            "ora",
            "czas",
            "дата",
            "время",
            "час",
            "时间",
            "日期",
            "التاريخ",
            "zeitpunkt",
            "gesendet",
            "gesendet_um",
            "gesendet_am",
            "veröffentlicht",
            "veröffentlicht_am",
            "veroeffentlicht",
            "veroeffentlicht_am",
            "veröffentlichungsdatum",
            "erstellt_am",
            "erstellungsdatum",
            "gepostet",
            "gepostet_am",
            "datum_uhrzeit",
            "posted",
            "posted_on",
            "posted_date",
            "date_posted",
            "sent",
            "sent_on",
            "date_sent",
            "when",
            "created_on",
            "date_created",
            "date_published",
            "published_on",
            "publication_date",
            "published_date",
            "publish_time",
            "post_created",
            "message_time",
            "message_date",
            "date_de_publication",
            "date_publication",
            "date_de_création",
            "date_creation",
            "date_heure",
            "publié_le",
            "envoyé",
            "envoyé_le",
            "fecha_hora",
            "fecha_y_hora",
            "fecha_de_publicación",
            "fecha_publicacion",
            "fecha_de_creación",
            "publicado",
            "publicado_em",
            "enviado",
            "data_hora",
            "data_ora",
            "data_publicação",
            "data_de_publicação",
            "data_di_pubblicazione",
            "pubblicato",
            "inviato",
            "tijd",
            "tijdstip",
            "geplaatst",
            "verzonden",
            "data_publikacji",
            "opublikowano",
            "wysłano",
            "tarih",
            "zaman",
            "datum_och_tid",
            "tid",
            "дата_публикации",
            "отправлено",
            "дата_публікації",
            "надіслано",
            "发布时间",
            "時間",
            "投稿日時",
            "日時",
            "날짜",
            "시간",
        ],
    ),
    (
        Field::Lang,
        &[
            "lang",
            "language",
            "tweet_language",
            "language_guess",
            "sprache",
            "langue",
            "idioma",
            "lingua",
            "jezyk",
            "язык",
        ],
    ),
    (
        Field::Urls,
        &[
            "urls",
            "expanded_urls",
            "entities_urls",
            "links",
            "outlinks",
            "expanded_url",
            "url_expanded",
            "shared_url",
            "link",
            "final_link",
            "url",
            "liens",
            "enlaces",
            "ссылки",
        ],
    ),
    (Field::Hashtags, &["hashtags", "hashtag", "tags", "entities_hashtags", "hashtag_names", "хештеги"]),
    (
        Field::Mentions,
        &["mentions", "user_mentions", "entities_mentions", "mentioned", "mentioned_users", "usertags"],
    ),
    (
        Field::ReplyToId,
        &[
            "reply_to_id",
            "in_reply_to_status_id",
            "in_reply_to_id",
            "in_reply_to_tweetid",
            "reply_id",
            "reply_to",
            "replied_to_id",
            "parent_id",
            "reply_to_message_id",
        ],
    ),
    (
        Field::ReplyToAccountId,
        &["reply_to_account_id", "in_reply_to_user_id", "in_reply_to_userid", "reply_to_user_id"],
    ),
    (
        Field::RepostOfId,
        &[
            "repost_of_id",
            "repost_id",
            "retweet_id",
            "retweeted_id",
            "retweeted_status_id",
            "retweet_tweetid",
            "retweeted_tweet_id",
            "shared_post_id",
            "reblog_id",
        ],
    ),
    (
        Field::RepostOfAccountId,
        &[
            "repost_of_account_id",
            "retweet_userid",
            "retweeted_user_id",
            "retweeted_user",
            "forwarded_from_id",
            "repost_user_id",
        ],
    ),
    (Field::IsRepost, &["is_repost", "is_retweet", "retweet", "isretweet", "repost", "is_share"]),
    (
        Field::QuoteOfId,
        &[
            "quote_of_id",
            "quoted_status_id",
            "quoted_tweet_id",
            "quote_id",
            "quote_tweet_id",
            "quoted_tweet_tweetid",
        ],
    ),
    (
        Field::ThreadId,
        &[
            "thread_id",
            "conversation_id",
            "gesprächs_id",
            "gespräch",
            "conversation",
            "conversationid",
            "topic_id",
            "link_id",
        ],
    ),
    (Field::ChannelId, &["chat_id", "group_id", "subreddit", "channel", "group", "page", "board", "chat"]),
];

/// Columns that name the platform.
const PLATFORM: [&str; 7] =
    ["platform", "network", "social_network", "plattform", "plateforme", "plataforma", "piattaforma"];

/// Columns that hold what was shared, with their layer.
const OBJECTS: [(&str, &str); 9] = [
    ("object_id", ""),
    ("object", ""),
    ("url_id", "url"),
    ("hashtag_id", "hashtag"),
    ("domain_id", "domain"),
    ("phash_id", "media"),
    ("image_id", "media"),
    ("media_id", "media"),
    ("text_id", "text"),
];

/// What the values of one column look like.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// Values that are not empty.
    pub filled: usize,
    /// Of these: times that a post can carry, but for [numbers that may be ids](time::may_be_id).
    pub times: usize,
    /// Numbers that may be ids, and would be times that a post can carry.
    pub long_times: usize,
    /// Dates that can only have the day first.
    pub day_first: usize,
    /// Dates that can only have the month first.
    pub month_first: usize,
    /// The first date that can be read both ways.
    pub either_first: Option<String>,
    /// First and last of those dates, read with the month first and with the day first.
    pub either_spans: [Option<(Timestamp, Timestamp)>; 2],
    /// What stands between the parts of dates that end in the year.
    pub separator: Option<char>,
    /// Links.
    pub links: usize,
    /// Whole numbers.
    pub numbers: usize,
    /// Characters of all together.
    pub characters: usize,
    /// With white space inside.
    pub spaced: usize,
    /// Lists in brackets.
    pub lists: usize,
}

impl Sample {
    /// Takes one value in.
    pub fn add(&mut self, value: &str) {
        let value = tidy(value);
        if is_missing(value) {
            return;
        }
        self.filled += 1;
        self.characters += value.chars().count();
        self.numbers += usize::from(value.bytes().all(|b| b.is_ascii_digit()));
        self.links += usize::from(value.contains("://"));
        self.spaced += usize::from(value.contains(' '));
        self.lists += usize::from(value.starts_with('[') && value.ends_with(']'));
        let plausible = time::parse(value, &TimeStyle::default()).is_some_and(|(at, _)| at.is_plausible());
        if !plausible {
            return;
        }
        if time::may_be_id(value) {
            self.long_times += 1;
            return;
        }
        self.times += 1;
        if let Some(OrderSeen { separator, day_first }) = time::day_order(value) {
            self.separator = Some(separator);
            match day_first {
                Some(true) => self.day_first += 1,
                Some(false) => self.month_first += 1,
                None => {
                    self.either_first.get_or_insert_with(|| value.to_owned());
                    for (span, order) in
                        self.either_spans.iter_mut().zip([DayOrder::MonthFirst, DayOrder::DayFirst])
                    {
                        if let Some((at, _)) =
                            time::parse(value, &TimeStyle { order, ..TimeStyle::default() })
                        {
                            let (first, last) = span.get_or_insert((at, at));
                            (*first, *last) = ((*first).min(at), (*last).max(at));
                        }
                    }
                }
            }
        }
    }

    fn mostly(&self, part: usize) -> bool {
        self.filled > 0 && part * 2 > self.filled
    }
}

/// The name in the form that [`HINTS`] has.
fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut after_small = false;
    for c in name.trim().chars() {
        if c.is_alphanumeric() {
            // createdAt is created_at.
            if c.is_uppercase() && after_small {
                out.push('_');
            }
            after_small = c.is_lowercase() || c.is_numeric();
            out.extend(c.to_lowercase());
        } else {
            after_small = false;
            if !out.ends_with('_') && !out.is_empty() {
                out.push('_');
            }
        }
    }
    out.trim_end_matches('_').to_owned()
}

/// Guesses. `samples` has one entry for each column. Fields that fit no column are left out; see
/// [`super::plan::Plan::compile`] for what is the least.
pub fn guess(header: &[String], samples: &[Sample]) -> Mapping {
    let names: Vec<String> = header.iter().map(|name| plain(name)).collect();
    let nothing = Sample::default();
    let sample = |n: usize| samples.get(n).unwrap_or(&nothing);
    let mut taken = vec![false; header.len()];
    let mut mapping = Mapping {
        name: "guessed".to_owned(),
        title: "Guessed from names and values".to_owned(),
        ..Mapping::default()
    };

    for (name, layer) in OBJECTS {
        if let Some(n) = names.iter().position(|known| known == name) {
            taken[n] = true;
            mapping.objects.push(ObjectRule {
                layer: layer.to_owned(),
                layer_from: (layer.is_empty())
                    .then(|| position(&names, "layer"))
                    .flatten()
                    .map(|n| header[n].clone()),
                from: header[n].clone(),
                list: ListSyntax::Single,
            });
        }
    }
    if let Some(n) = PLATFORM.iter().find_map(|name| position(&names, name)) {
        taken[n] = true;
        mapping.platform.column = Some(header[n].clone());
    }
    for (field, hints) in HINTS {
        let fits = |n: usize| {
            let s = sample(n);
            s.filled == 0
                || match field {
                    Field::CreatedAt => s.mostly(s.times),
                    Field::Urls => s.mostly(s.links) || s.mostly(s.lists),
                    Field::Text => !s.mostly(s.links),
                    Field::PostId => !s.mostly(s.spaced),
                    _ => true,
                }
        };
        // Whole names first, then the end of a dotted path: `author.username`, `data.created_at`.
        let whole = hints
            .iter()
            .find_map(|hint| (0..names.len()).find(|n| !taken[*n] && names[*n] == *hint && fits(*n)));
        let tail = || {
            let tail = |n: usize| header[n].rsplit(['.', '/', ':']).next().map(plain).unwrap_or_default();
            hints.iter().take(14).find_map(|hint| {
                (0..names.len()).find(|n| {
                    !taken[*n] && header[*n].contains(['.', '/', ':']) && tail(*n) == *hint && fits(*n)
                })
            })
        };
        let by_value = || match field {
            Field::CreatedAt => time_by_value(&names, hints, |n| (!taken[n]).then(|| sample(n))),
            Field::Urls => (0..names.len()).find(|n| {
                !taken[*n] && sample(*n).mostly(sample(*n).links) && !sample(*n).mostly(sample(*n).spaced)
            }),
            Field::Text => (0..names.len())
                .filter(|n| !taken[*n] && sample(*n).mostly(sample(*n).spaced))
                .filter(|n| sample(*n).characters > 30 * sample(*n).filled)
                .max_by_key(|n| sample(*n).characters),
            _ => None,
        };
        if let Some(n) = whole.or_else(tail).or_else(by_value) {
            taken[n] = true;
            mapping.fields.insert(field, Rule { from: vec![header[n].clone()], ..Rule::default() });
        }
    }
    let column = |field: Field| mapping.fields.get(&field).and_then(|rule| rule.from.first()).cloned();
    // A column that links to the posts themselves can repair their ids.
    if let Some(n) = ["article_url", "tweet_url", "post_url", "permalink", "url", "link"]
        .iter()
        .find_map(|name| position(&names, name))
        && Some(&header[n]) != column(Field::PostId).as_ref()
        && let Some(rule) = mapping.fields.get_mut(&Field::PostId)
    {
        rule.repair = Some(super::Repair {
            from: vec![header[n].clone()],
            after: vec!["/status/".to_owned(), "/statuses/".to_owned()],
        });
    }
    if mapping.platform.is_empty() && names.iter().any(|name| name.contains("tweet")) {
        mapping.platform.constant = Some(model::post::platform::X.to_owned());
    }
    mapping
}

/// The column that holds times, where no name says so well enough: a number that may be an id counts where the name is one
/// for times; else written dates go before bare digits, which may be counters or ids.
fn time_by_value<'s>(
    names: &[String],
    hints: &[&str],
    free: impl Fn(usize) -> Option<&'s Sample>,
) -> Option<usize> {
    let find = |fits: &dyn Fn(usize, &Sample) -> bool| {
        (0..names.len()).find(|n| free(*n).is_some_and(|s| s.filled > 0 && fits(*n, s)))
    };
    find(&|n, s| s.mostly(s.times + s.long_times) && names_a_time(&names[n], hints))
        // A few damaged times do not make it another column.
        .or_else(|| find(&|_, s| s.numbers == 0 && s.times * 5 >= s.filled * 4))
        .or_else(|| find(&|_, s| s.times == s.filled))
}

/// Whether a name is one for times, but for the unit in which they count.
fn names_a_time(name: &str, hints: &[&str]) -> bool {
    const UNITS: [&str; 15] = [
        "us",
        "micros",
        "micro",
        "microseconds",
        "usec",
        "ns",
        "nanos",
        "ms",
        "millis",
        "milliseconds",
        "s",
        "sec",
        "seconds",
        "unix",
        "epoch",
    ];
    let mut name = name;
    while let Some((rest, unit)) = name.rsplit_once('_')
        && UNITS.contains(&unit)
    {
        name = rest;
    }
    hints.contains(&name) || ["epoch", "indexed_at"].contains(&name)
}

fn position(names: &[String], name: &str) -> Option<usize> {
    names.iter().position(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &[&str], row: &[&str], expected: &str) {
        let header: Vec<String> = header.iter().map(|h| (*h).to_owned()).collect();
        let samples: Vec<Sample> = row
            .iter()
            .map(|value| {
                let mut sample = Sample::default();
                sample.add(value);
                sample
            })
            .collect();
        let found: Vec<String> = guess(&header, &samples)
            .fields
            .iter()
            .map(|(field, rule)| format!("{field:?}={}", rule.from.join("+")))
            .collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn names_in_several_languages_and_shapes() {
        check(
            &["Tweet Id", "User Name", "createdAt", "Full Text"],
            &["1", "a", "1700000000", "some words"],
            "PostId=Tweet Id AccountName=User Name Text=Full Text CreatedAt=createdAt",
        );
        check(
            &["Nutzer", "Zeitstempel", "Inhalt"],
            &["a", "01.05.2024 12:00", "x"],
            "AccountId=Nutzer Text=Inhalt CreatedAt=Zeitstempel",
        );
        check(
            &["автор", "дата", "текст"],
            &["a", "2024-05-01", "x"],
            "AccountId=автор Text=текст CreatedAt=дата",
        );
        check(
            &["data.id", "data.author.username", "data.created_at"],
            &["1", "a", "2024-05-01T00:00:00Z"],
            "PostId=data.id AccountName=data.author.username CreatedAt=data.created_at",
        );
    }

    #[test]
    fn ids_of_many_digits_are_no_times() {
        let id = "1764923803554566145";
        check(
            &["Tweet-ID", "Benutzername", "Gespräch", "Zeitpunkt", "Text"],
            &[id, "a", id, "01.03.2024 10:00", "x y"],
            "PostId=Tweet-ID AccountName=Benutzername Text=Text CreatedAt=Zeitpunkt ThreadId=Gespräch",
        );
        check(
            &["message_ref", "nick", "posted", "text"],
            &[id, "a", "2024-03-01 10:00", "x y"],
            "PostId=message_ref AccountName=nick Text=text CreatedAt=posted",
        );
        // Of unknown names, written dates go before bare digits.
        check(
            &["user", "no", "c3", "c4"],
            &["a", "1709625600", id, "5 Mar 2024 08:00:00"],
            "AccountId=user CreatedAt=c4",
        );
        check(&["user", "no", "c3"], &["a", "1709625600", id], "AccountId=user CreatedAt=no");
        check(&["user", "c2"], &["a", id], "AccountId=user");
        // Where the name says so, and nothing is better, microseconds and nanoseconds are times.
        check(&["user", "timestamp"], &["a", "1606451170518101"], "AccountId=user CreatedAt=timestamp");
        for name in ["time_us", "createdAtMicros", "time_unix_us", "epoch_us", "timestamp_us", "date_us"] {
            let found = format!("AccountId=user CreatedAt={name}");
            check(&["user", name], &["a", "1606451170518101"], &found);
        }
        check(&["user", "time", "date"], &["a", id, "2024-03-01"], "AccountId=user CreatedAt=date");
    }

    #[test]
    fn values_decide_where_names_do_not() {
        check(
            &["user", "c2", "c3"],
            &["a", "2024-05-01 12:00:00", "https://a.example/"],
            "AccountId=user CreatedAt=c2 Urls=c3",
        );
        let header: Vec<String> = ["user", "c2"].map(str::to_owned).into();
        let mut times = Sample::default();
        ["2024-05-01", "2024-05-02", "soon", "2024-05-03", "2024-05-04"].iter().for_each(|v| times.add(v));
        let mapping = guess(&header, &[Sample::default(), times]);
        assert_eq!(mapping.fields[&Field::CreatedAt].from, ["c2"], "one of five is damaged");
        // "date" that holds no time is not the time.
        check(
            &["user", "date", "when"],
            &["a", "yes", "2024-05-01 12:00:00"],
            "AccountId=user CreatedAt=when",
        );
    }
}
