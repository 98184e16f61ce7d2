//! Makes a case of so many MiB, seals and verifies it, and prints how long each took:
//! `cargo run --release -p scrutineer-case --example seal -- FOLDER [MIB] [FILES]`.

#![allow(clippy::print_stdout, reason = "a program for developers")]

use model::Timestamp;
use scrutineer_case::{Against, Case, Incoming, SealOptions, verify_bag};
use std::io::{self, Read};
use std::path::Path;
use std::time::Instant;

/// Bytes that do not compress (xorshift).
struct Noise(u64);

impl Read for Noise {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        for chunk in buffer.chunks_mut(8) {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            chunk.copy_from_slice(&self.0.to_le_bytes()[..chunk.len()]);
        }
        Ok(buffer.len())
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let folder = args.first().ok_or("which folder?")?;
    let number = |n: usize, default| args.get(n).map_or(Ok(default), |text| text.parse::<u64>());
    let (mib, files) = (number(1, 1024)?, number(2, 4)?.max(1));
    let folder = Path::new(folder);
    let (dir, to, now) = (folder.join("case"), folder.join("sealed"), Timestamp(0));
    let mut case = Case::create(&dir, "", now)?;
    let each = (mib << 20) / files;
    let noise = (1..=files).map(|n| Incoming::reader(Noise(n).take(each), format!("noise-{n}")));
    case.add_all(noise.collect(), "", now)?;
    let begun = Instant::now();
    let options = SealOptions { to: &to, signer: None, with_content: true, program: "bench" };
    let sealed = case.seal(&options, "", now, &|_| {})?;
    let seal = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    let verified = verify_bag(&to, Against { seal: Some(sealed.seal), ..Against::default() }, &|_| {});
    let verify = begun.elapsed().as_secs_f64();
    assert!(verified.differences.is_empty(), "{verified:?}");
    println!(
        "{mib} MiB in {files} files: seal {seal:.2} s, verify {verify:.2} s, together {:.2} s",
        seal + verify
    );
    Ok(())
}
