//! Tables of media files.

use super::{Table, column, list, optional};
use arrow_schema::DataType::{Boolean, UInt8, UInt32, UInt64, Utf8};

/// Media files.
pub fn media() -> Table {
    Table {
        name: "media",
        meaning: "One row per media file, in the order of the evidence.",
        columns: vec![
            column("evidence", UInt32, "number of the file in the catalogue or run"),
            column("name", Utf8, "file name"),
            column("sha256", Utf8, "hash of its bytes"),
            column("bytes", UInt64, "size"),
            column("container", Utf8, "kind of file, told from its bytes"),
            column("mime", Utf8, "media type of that kind"),
            optional("name_fits", Boolean, "the name's ending says the same; null where it says nothing"),
            optional("width", UInt32, "points across, as the header claims"),
            optional("height", UInt32, "points down"),
            optional("pdq", Utf8, "perceptual hash of the picture"),
            optional("pdq_quality", UInt8, "0 (flat) to 100; below 50 the hash is not compared"),
            optional("not_hashed", Utf8, "why there is no perceptual hash"),
            column(
                "object",
                Utf8,
                "name of the picture that it shows, the same for nearly the same pictures: pdq:HASH of the exemplar, else sha256:HASH",
            ),
            column(
                "c2pa",
                Utf8,
                "not_checked, none, remote, invalid, valid, trusted, unsupported or unreadable",
            ),
            optional("c2pa_problem", Utf8, "why it was not checked or could not be read"),
            column("c2pa_failures", list(Utf8), "codes of failures, those of ingredients last"),
            optional("c2pa_signer", Utf8, "organisation in the certificate of the file's own manifest"),
            optional("c2pa_signed_at", Utf8, "time of signing by a time stamp, as stated"),
            optional("c2pa_generator", Utf8, "program that made the claim, as it calls itself"),
            column("c2pa_sources", list(Utf8), "kinds of sources that manifests state, by their addresses"),
            optional(
                "c2pa_remote_url",
                Utf8,
                "address of a manifest that is kept elsewhere; it is not fetched",
            ),
            column("marks", list(Utf8), "what the file says of its origin, each as signed or unsigned"),
        ],
    }
}

/// Marks of generators and sources.
pub fn media_marks() -> Table {
    Table {
        name: "media_marks",
        meaning: "One row per mark of a media file: words by which it says how it came about. Signed ones first.",
        columns: vec![
            column("evidence", UInt32, "number of the file"),
            column("sha256", Utf8, "hash of its bytes"),
            column("kind", Utf8, "generator, settings, source_type or label"),
            column("says", Utf8, "what it says, in a few words"),
            column("of_generation", Boolean, "it speaks of generation by a model or algorithm"),
            column("signed", Boolean, "it stands in a manifest that holds; anyone can write any other"),
            column("scheme", Utf8, "kind of metadata that it stands in"),
            column("key", Utf8, "field"),
            column("value", Utf8, "words of the file, cut"),
            column("place", Utf8, "piece of the file, or label of the manifest"),
            optional("start", UInt64, "first byte in the file; null in a manifest"),
            optional("end", UInt64, "byte after the last"),
        ],
    }
}

/// Everything that files say of themselves.
pub fn media_tags() -> Table {
    Table {
        name: "media_tags",
        meaning: "One row per field of metadata in a media file, unsigned, in the order of file and place.",
        columns: vec![
            column("evidence", UInt32, "number of the file"),
            column("sha256", Utf8, "hash of its bytes"),
            column("scheme", Utf8, "exif, xmp, iptc, png_text, comment, mp4, id3, riff or pdf"),
            column("key", Utf8, "field"),
            column("value", Utf8, "value, cut"),
            column("place", Utf8, "piece of the file"),
            column("start", UInt64, "first byte of the value, or of what it is packed in"),
            column("end", UInt64, "byte after the last"),
        ],
    }
}

/// Which posts show which media files.
pub fn media_uses() -> Table {
    Table {
        name: "media_uses",
        meaning: "One row per media item of a post that is one of the files at hand, in the order of the posts.",
        columns: vec![
            column("platform", Utf8, "platform of the post"),
            column("account", Utf8, "account id"),
            column("post", Utf8, "post id"),
            column("item", Utf8, "address, path or hash, as the post states it"),
            column("joined_by", Utf8, "hash, path or url"),
            column("object", Utf8, "name of the picture, as in the table media"),
            column("evidence", UInt32, "number of the evidence with the post"),
            column("offset", UInt64, "first byte (or row number) of the post in its stream"),
        ],
    }
}
