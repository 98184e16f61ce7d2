//! Any text as a list: no panic, no more values than allowed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_intake::{mapping::ListSyntax, value::lists};

fuzz_target!(|text: &str| {
    let bump = bumpalo::Bump::new();
    for syntax in
        [ListSyntax::Auto, ListSyntax::Comma, ListSyntax::Space, ListSyntax::Pipe, ListSyntax::Semicolon]
    {
        let text: &str = bump.alloc_str(text);
        let mut out = bumpalo::collections::Vec::new_in(&bump);
        lists::parse(text, syntax, 100, &bump, &mut out);
        assert!(out.len() <= 100);
    }
});
