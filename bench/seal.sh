#!/usr/bin/env bash
# Seals and verifies a case of random bytes: bench/seal.sh FOLDER [MIB] [FILES]. Prints seconds of both and CPU, peak memory.
# FOLDER is on the disk to be measured; what is made in it is removed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder="$(mktemp -d -p "$1" scrutineer-seal-XXXXXX)"
trap 'rm -rf "$folder"' EXIT
cargo build --quiet --release -p scrutineer-case --example seal
/usr/bin/time -f '%U s user, %S s system, %M KiB at most (with making the case)' \
    "${CARGO_TARGET_DIR:-target}/release/examples/seal" "$folder" "${2:-1024}" "${3:-4}"
