//! What Coordination Network Toolkit 1.5.2 answers (Python 3.11, `regex` 2026.11.15) on invented messages.

use super::*;

#[test]
fn equals_the_toolkit() {
    for (message, normal, tokens) in MESSAGES {
        assert_eq!(cnt_normalise(message), *normal, "{message:?}");
        assert_eq!(cnt_tokens(message), *tokens, "{message:?}");
    }
}

#[test]
fn similarity_equals_the_toolkit() {
    let tokens = |text| cnt_tokens(text);
    for (a, b, expected) in [
        ("Come to the kite festival on Sunday!", "come to the kite FESTIVAL on Monday", 0.6666666666666666),
        ("one two three", "one two three @four", 1.0),
        ("it's late", "its late", 0.3333333333333333),
        ("a b", "c d", 0.0),
    ] {
        assert_eq!(crate::jaccard(&tokens(a), &tokens(b)), expected, "{a:?} {b:?}");
    }
}

/// Message, `message_preprocessor`, sorted set of `tokenize(...).split()`.
const MESSAGES: &[(&str, &str, &[&str])] = &[
    ("Hello  World", "hello world", &["hello", "world"]),
    (
        "  The kite festival, the KITE festival!\u{9}\u{a}",
        "the kite festival, the kite festival!",
        &["!", ",", "festival", "kite", "the"],
    ),
    ("'orange' peel", "'orange' peel", &["orange", "peel"]),
    (
        "don't l'eau l\u{2019}eau aujourd'hui x''y 'ok'",
        "don't l'eau l\u{2019}eau aujourd'hui x''y 'ok'",
        &["aujourd'hui", "don't", "l'eau", "l\u{2019}eau", "ok", "x", "y"],
    ),
    (
        "a.b 3.14 1,000 x_y #tag @me http://kites.example/a?b=c",
        "a.b 3.14 1,000 x_y #tag http://kites.example/a?b=c",
        &[
            "#",
            "/",
            "1,000",
            "3.14",
            ":",
            "=",
            "?",
            "a",
            "a.b",
            "b",
            "c",
            "http",
            "kites.example",
            "tag",
            "x_y",
        ],
    ),
    ("@one @two", "", &[]),
    ("write to anna@kites.example today", "write to anna today", &["anna", "to", "today", "write"]),
    ("RT @anna: look @", "rt look", &["look", "rt"]),
    ("@@x y@z", "y", &["y"]),
    (
        "line one\u{d}\u{a}line two\u{2028}three\u{a0}four\u{3000}five",
        "line one line two three four five",
        &["five", "four", "line", "one", "three", "two"],
    ),
    ("a\u{1f}b @c\u{1f}d e", "a b e", &["a", "b", "e"]),
    (
        "\u{65e5}\u{672c}\u{8a9e} \u{30c6}\u{30ad}\u{30b9}\u{30c8} \u{3067}\u{3059}\u{3088} \u{30ab}\u{30bf}\u{30ab}\u{30ca}",
        "\u{65e5}\u{672c}\u{8a9e} \u{30c6}\u{30ad}\u{30b9}\u{30c8} \u{3067}\u{3059}\u{3088} \u{30ab}\u{30bf}\u{30ab}\u{30ca}",
        &[
            "\u{3059}",
            "\u{3067}",
            "\u{3088}",
            "\u{30ab}\u{30bf}\u{30ab}\u{30ca}",
            "\u{30c6}\u{30ad}\u{30b9}\u{30c8}",
            "\u{65e5}",
            "\u{672c}",
            "\u{8a9e}",
        ],
    ),
    (
        "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{5e6}\u{5d4}\"\u{5dc} \u{5d2}'\u{5d9}\u{5e8}\u{5e4}\u{5d4}",
        "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{5e6}\u{5d4}\"\u{5dc} \u{5d2}'\u{5d9}\u{5e8}\u{5e4}\u{5d4}",
        &["\u{5d2}'\u{5d9}\u{5e8}\u{5e4}\u{5d4}", "\u{5e6}\u{5d4}\"\u{5dc}", "\u{5e9}\u{5dc}\u{5d5}\u{5dd}"],
    ),
    (
        "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{1f1e9}\u{1f1ea}\u{1f1eb}\u{1f1f7}\u{1f1ee}\u{1f1f9} ok \u{1f44d}\u{1f3fd}",
        "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{1f1e9}\u{1f1ea}\u{1f1eb}\u{1f1f7}\u{1f1ee}\u{1f1f9} ok \u{1f44d}\u{1f3fd}",
        &[
            "ok",
            "\u{1f1e9}\u{1f1ea}",
            "\u{1f1eb}\u{1f1f7}",
            "\u{1f1ee}\u{1f1f9}",
            "\u{1f44d}\u{1f3fd}",
            "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}",
        ],
    ),
    (
        "\u{e2a}\u{e27}\u{e31}\u{e2a}\u{e14}\u{e35}\u{e0a}\u{e32}\u{e27}\u{e42}\u{e25}\u{e01}",
        "\u{e2a}\u{e27}\u{e31}\u{e2a}\u{e14}\u{e35}\u{e0a}\u{e32}\u{e27}\u{e42}\u{e25}\u{e01}",
        &[
            "\u{e01}",
            "\u{e0a}",
            "\u{e14}\u{e35}",
            "\u{e25}",
            "\u{e27}",
            "\u{e27}\u{e31}",
            "\u{e2a}",
            "\u{e32}",
            "\u{e42}",
        ],
    ),
    ("e\u{301}te\u{301} a\u{200d}b", "e\u{301}te\u{301} a\u{200d}b", &["a\u{200d}b", "e\u{301}te\u{301}"]),
    (
        "\u{39f}\u{394}\u{39f}\u{3a3} \u{3a3}\u{391}\u{3a3} \u{3a3}.",
        "\u{3bf}\u{3b4}\u{3bf}\u{3c2} \u{3c3}\u{3b1}\u{3c2} \u{3c3}.",
        &[".", "\u{3bf}\u{3b4}\u{3bf}\u{3c2}", "\u{3c3}", "\u{3c3}\u{3b1}\u{3c2}"],
    ),
    (
        "\u{130}stanbul ISPARTA \u{131}",
        "i\u{307}stanbul isparta \u{131}",
        &["isparta", "i\u{307}stanbul", "\u{131}"],
    ),
    (
        "\u{ad} a\u{ad}b a \u{301}b",
        "\u{ad} a\u{ad}b a \u{301}b",
        &["a", "a\u{ad}b", "b", "\u{ad}", "\u{301}"],
    ),
    (
        "foo: bar:baz a:b 1:2 a.1 1.a",
        "foo: bar:baz a:b 1:2 a.1 1.a",
        &[".", "1", "2", ":", "a", "a:b", "bar:baz", "foo"],
    ),
    (
        "\u{1f1e9}\u{1f1ea}a \u{1f1e9} b",
        "\u{1f1e9}\u{1f1ea}a \u{1f1e9} b",
        &["a", "b", "\u{1f1e9}", "\u{1f1e9}\u{1f1ea}"],
    ),
    ("x' 'y''z", "x' 'y''z", &["x", "y", "z"]),
    (
        "\u{43f}\u{440}\u{438}\u{432}\u{435}\u{442}, \u{41c}\u{418}\u{420}! 5%",
        "\u{43f}\u{440}\u{438}\u{432}\u{435}\u{442}, \u{43c}\u{438}\u{440}! 5%",
        &["!", "%", ",", "5", "\u{43c}\u{438}\u{440}", "\u{43f}\u{440}\u{438}\u{432}\u{435}\u{442}"],
    ),
    ("\u{301}abc", "\u{301}abc", &["\u{301}abc"]),
    ("a\u{301}'b 1\u{301}.2", "a\u{301}'b 1\u{301}.2", &["1\u{301}.", "2", "a\u{301}'", "b"]),
    ("$5.99 C++ c# e-mail", "$5.99 c++ c# e-mail", &["#", "$", "+", "-", "5.99", "c", "e", "mail"]),
    ("", "", &[]),
    ("@", "", &[]),
];
