//! Prints hash and quality of pictures: what other programs' numbers are compared with.
//! `cargo run -p scrutineer-media --example pdq -- FILE...`

#![allow(clippy::print_stdout, reason = "a program for developers")]

use scrutineer_media::{Source, detect, hash};
use std::fs::File;

fn main() -> std::io::Result<()> {
    for path in std::env::args_os().skip(1) {
        let mut file = Source::new(File::open(&path)?)?;
        let kind = detect(&file.head()?);
        match kind.map(|kind| hash(&mut file, kind)) {
            Some(Ok(found)) => println!("{} {} {}", found.pdq, found.quality, path.to_string_lossy()),
            Some(Err(why)) => println!("- - {}: {why}", path.to_string_lossy()),
            None => println!("- - {}: no media file", path.to_string_lossy()),
        }
    }
    Ok(())
}
