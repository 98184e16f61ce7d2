//! Posts as Arrow columns, in the schema [`model::schema::posts`], for whoever writes Parquet.

use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Int64Builder, ListBuilder, StringBuilder, StructBuilder,
    TimestampMicrosecondBuilder, UInt32Builder, UInt64Builder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Fields, SchemaRef};
use model::{At, Container, EvidenceNo, Post, Timestamp};
use std::sync::Arc;

/// The way from the bytes of a file to a stream as one word, such as `gz` or `zip:posts.csv`; steps are
/// joined by `/`. Empty for a plain file.
pub fn container_name(path: &[Container]) -> String {
    let steps: Vec<String> = path
        .iter()
        .map(|step| match step {
            Container::Gzip => "gz".to_owned(),
            Container::Zstd => "zst".to_owned(),
            Container::Zip(member) => format!("zip:{member}"),
            Container::Sheet(sheet) => format!("sheet:{sheet}"),
            Container::Attached { number, .. } => format!("attached:{number}"),
        })
        .collect();
    steps.join("/")
}

/// Collects posts column by column.
pub struct PostBatch {
    schema: SchemaRef,
    rows: usize,
    bytes: usize,
    platform: StringBuilder,
    post_id: StringBuilder,
    account_id: StringBuilder,
    account_name: StringBuilder,
    account_display_name: StringBuilder,
    text: StringBuilder,
    created_at: TimestampMicrosecondBuilder,
    created_precision: StringBuilder,
    created_from: StringBuilder,
    observed_at: TimestampMicrosecondBuilder,
    edited_at: TimestampMicrosecondBuilder,
    lang: StringBuilder,
    urls: ListBuilder<StringBuilder>,
    hashtags: ListBuilder<StringBuilder>,
    mentions: ListBuilder<StringBuilder>,
    reply_to_id: StringBuilder,
    reply_to_account_id: StringBuilder,
    repost_of_id: StringBuilder,
    repost_of_account_id: StringBuilder,
    repost_of_created_at: TimestampMicrosecondBuilder,
    is_repost: BooleanBuilder,
    quote_of_id: StringBuilder,
    thread_id: StringBuilder,
    channel_id: StringBuilder,
    media: ListBuilder<StructBuilder>,
    objects: ListBuilder<StructBuilder>,
    client: StringBuilder,
    metrics: ListBuilder<StructBuilder>,
    account_created_at: TimestampMicrosecondBuilder,
    self_declared_bot: BooleanBuilder,
    evidence: UInt32Builder,
    container: StringBuilder,
    offset: UInt64Builder,
    offset_end: UInt64Builder,
}

fn times() -> TimestampMicrosecondBuilder {
    TimestampMicrosecondBuilder::new().with_timezone("UTC")
}

fn words() -> ListBuilder<StringBuilder> {
    ListBuilder::new(StringBuilder::new()).with_field(Field::new_list_field(DataType::Utf8, false))
}

fn structs(fields: Fields) -> ListBuilder<StructBuilder> {
    let item = Field::new_list_field(DataType::Struct(fields.clone()), false);
    ListBuilder::new(StructBuilder::from_fields(fields, 0)).with_field(item)
}

/// Fields of the items of a list column of the schema.
fn item_fields(schema: &SchemaRef, column: &str) -> Fields {
    match schema.field_with_name(column).map(Field::data_type) {
        Ok(DataType::List(item)) => match item.data_type() {
            DataType::Struct(fields) => fields.clone(),
            _ => Fields::empty(),
        },
        _ => Fields::empty(),
    }
}

impl Default for PostBatch {
    fn default() -> Self {
        Self::new()
    }
}

impl PostBatch {
    /// No posts yet.
    pub fn new() -> Self {
        let schema = model::schema::posts().schema();
        Self {
            rows: 0,
            bytes: 0,
            platform: StringBuilder::new(),
            post_id: StringBuilder::new(),
            account_id: StringBuilder::new(),
            account_name: StringBuilder::new(),
            account_display_name: StringBuilder::new(),
            text: StringBuilder::new(),
            created_at: times(),
            created_precision: StringBuilder::new(),
            created_from: StringBuilder::new(),
            observed_at: times(),
            edited_at: times(),
            lang: StringBuilder::new(),
            urls: words(),
            hashtags: words(),
            mentions: words(),
            reply_to_id: StringBuilder::new(),
            reply_to_account_id: StringBuilder::new(),
            repost_of_id: StringBuilder::new(),
            repost_of_account_id: StringBuilder::new(),
            repost_of_created_at: times(),
            is_repost: BooleanBuilder::new(),
            quote_of_id: StringBuilder::new(),
            thread_id: StringBuilder::new(),
            channel_id: StringBuilder::new(),
            media: structs(item_fields(&schema, "media")),
            objects: structs(item_fields(&schema, "objects")),
            client: StringBuilder::new(),
            metrics: structs(item_fields(&schema, "metrics")),
            account_created_at: times(),
            self_declared_bot: BooleanBuilder::new(),
            evidence: UInt32Builder::new(),
            container: StringBuilder::new(),
            offset: UInt64Builder::new(),
            offset_end: UInt64Builder::new(),
            schema,
        }
    }

    /// Posts so far.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Bytes of text so far, to know when to [`PostBatch::finish`]: offsets in a batch are 32 bits wide.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds a post that came from `evidence` through `container` (see [`container_name`]).
    pub fn append(&mut self, post: &Post<'_>, evidence: EvidenceNo, container: &str) {
        self.rows += 1;
        self.bytes += post.text.len()
            + [post.urls, post.hashtags, post.mentions]
                .iter()
                .flat_map(|l| l.iter())
                .map(|v| v.len())
                .sum::<usize>();
        self.platform.append_value(post.platform);
        self.post_id.append_value(post.post_id);
        self.account_id.append_value(post.account_id);
        word(&mut self.account_name, post.account_name);
        word(&mut self.account_display_name, post.account_display_name);
        word(&mut self.text, post.text);
        time(&mut self.created_at, post.created_at);
        self.created_precision.append_value(post.created_precision.name());
        self.created_from.append_value(post.created_from.name());
        time(&mut self.observed_at, post.observed_at);
        time(&mut self.edited_at, post.edited_at);
        word(&mut self.lang, post.lang);
        list(&mut self.urls, post.urls);
        list(&mut self.hashtags, post.hashtags);
        list(&mut self.mentions, post.mentions);
        word(&mut self.reply_to_id, post.reply_to_id);
        word(&mut self.reply_to_account_id, post.reply_to_account_id);
        word(&mut self.repost_of_id, post.repost_of_id);
        word(&mut self.repost_of_account_id, post.repost_of_account_id);
        time(&mut self.repost_of_created_at, post.repost_of_created_at);
        self.is_repost.append_value(post.is_repost());
        word(&mut self.quote_of_id, post.quote_of_id);
        word(&mut self.thread_id, post.thread_id);
        word(&mut self.channel_id, post.channel_id);
        for item in post.media {
            texts(self.media.values(), &[item.kind, item.url, item.hash, item.phash]);
        }
        self.media.append(true);
        for object in post.objects {
            texts(self.objects.values(), &[object.layer, object.id]);
        }
        self.objects.append(true);
        word(&mut self.client, post.client);
        for (name, value) in post.metrics {
            let item = self.metrics.values();
            if let Some(names) = item.field_builder::<StringBuilder>(0) {
                names.append_value(name);
            }
            if let Some(values) = item.field_builder::<Int64Builder>(1) {
                values.append_value(*value);
            }
            item.append(true);
        }
        self.metrics.append(true);
        time(&mut self.account_created_at, post.account_created_at);
        self.self_declared_bot.append_option(post.self_declared_bot);
        self.evidence.append_value(evidence.0);
        self.container.append_value(container);
        match post.at {
            At::Bytes(start, end) => {
                self.offset.append_value(start);
                self.offset_end.append_value(end);
            }
            At::Row(row) => {
                self.offset.append_value(row);
                self.offset_end.append_null();
            }
        }
    }

    /// The posts so far as a batch; the builder is empty afterwards.
    pub fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        self.rows = 0;
        self.bytes = 0;
        // In the order of the schema, which `try_new` checks by type and a test by name.
        let columns: [&mut dyn ArrayBuilder; 34] = [
            &mut self.platform,
            &mut self.post_id,
            &mut self.account_id,
            &mut self.account_name,
            &mut self.account_display_name,
            &mut self.text,
            &mut self.created_at,
            &mut self.created_precision,
            &mut self.created_from,
            &mut self.observed_at,
            &mut self.edited_at,
            &mut self.lang,
            &mut self.urls,
            &mut self.hashtags,
            &mut self.mentions,
            &mut self.reply_to_id,
            &mut self.reply_to_account_id,
            &mut self.repost_of_id,
            &mut self.repost_of_account_id,
            &mut self.repost_of_created_at,
            &mut self.is_repost,
            &mut self.quote_of_id,
            &mut self.thread_id,
            &mut self.channel_id,
            &mut self.media,
            &mut self.objects,
            &mut self.client,
            &mut self.metrics,
            &mut self.account_created_at,
            &mut self.self_declared_bot,
            &mut self.evidence,
            &mut self.container,
            &mut self.offset,
            &mut self.offset_end,
        ];
        let arrays: Vec<ArrayRef> = columns.into_iter().map(|column| column.finish()).collect();
        RecordBatch::try_new(Arc::clone(&self.schema), arrays)
    }
}

/// Empty text is null.
fn word(builder: &mut StringBuilder, value: &str) {
    builder.append_option((!value.is_empty()).then_some(value));
}

fn time(builder: &mut TimestampMicrosecondBuilder, value: Option<Timestamp>) {
    builder.append_option(value.map(|at| at.0));
}

fn list(builder: &mut ListBuilder<StringBuilder>, values: &[&str]) {
    for value in values {
        builder.values().append_value(value);
    }
    builder.append(true);
}

/// One struct whose fields are all text.
fn texts(builder: &mut StructBuilder, values: &[&str]) {
    for (n, value) in values.iter().enumerate() {
        if let Some(field) = builder.field_builder::<StringBuilder>(n) {
            word(field, value);
        }
    }
    builder.append(true);
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use model::{Media, Object, Precision, TimeOrigin};

    #[test]
    fn matches_the_schema_and_holds_every_field() {
        let at = Timestamp::parse_rfc3339("2024-05-01T12:00:00Z");
        let post = Post {
            platform: "p",
            post_id: "post_id",
            account_id: "account_id",
            account_name: "account_name",
            account_display_name: "account_display_name",
            text: "text",
            created_at: at,
            created_precision: Precision::Minute,
            created_from: TimeOrigin::Id,
            observed_at: at,
            edited_at: at,
            lang: "lang",
            urls: &["urls"],
            hashtags: &["hashtags"],
            mentions: &["mentions"],
            reply_to_id: "reply_to_id",
            reply_to_account_id: "reply_to_account_id",
            repost_of_id: "repost_of_id",
            repost_of_account_id: "repost_of_account_id",
            repost_of_created_at: at,
            is_repost: true,
            quote_of_id: "quote_of_id",
            thread_id: "thread_id",
            channel_id: "channel_id",
            media: &[Media { kind: "k", url: "u", hash: "h", phash: "" }],
            objects: &[Object { layer: "url", id: "1" }],
            client: "client",
            metrics: &[("likes", 3)],
            account_created_at: at,
            self_declared_bot: Some(false),
            at: At::Bytes(5, 9),
        };
        let mut batch = PostBatch::new();
        batch.append(&post, EvidenceNo(7), "gz");
        batch.append(&Post { at: At::Row(4), ..Post::default() }, EvidenceNo(7), "");
        assert_eq!(batch.len(), 2);
        let done = batch.finish().expect("fits the schema");
        assert!(batch.is_empty());
        assert_eq!(done.schema(), model::schema::posts().schema());
        // Text columns hold their own name, so that no two can be swapped.
        for (field, column) in done.schema().fields().iter().zip(done.columns()) {
            assert!(!column.is_null(0), "{}", field.name());
            if let Some(text) = column.as_string_opt::<i32>()
                && !["platform", "container", "created_precision", "created_from"]
                    .contains(&field.name().as_str())
            {
                assert_eq!(text.value(0), field.name());
                assert!(field.is_nullable() == text.is_null(1), "{}", field.name());
            }
            if let Some(list) = column.as_list_opt::<i32>() {
                assert_eq!(list.value(0).len(), 1, "{}", field.name());
                assert_eq!(list.value(1).len(), 0, "{}", field.name());
            }
        }
        let offset = done.column_by_name("offset_end").expect("there");
        assert!(offset.is_null(1));
    }

    #[test]
    fn names_of_containers() {
        let path = [Container::Zip("a/b.xlsx".to_owned()), Container::Gzip, Container::Sheet("S".to_owned())];
        assert_eq!(container_name(&path), "zip:a/b.xlsx/gz/sheet:S");
        assert_eq!(container_name(&[]), "");
    }
}
