#!/usr/bin/env bash
# CPU seconds and memory of answering the same questions for SPF, ours and pyspf taking turns, and the ratios of the medians.
#
#   bench/spf.sh [COUNT]      20,000 questions about 700 invented domains
#
# Needs `cargo build --release -p scrutineer-mail --example spf_bench` and python3 with pyspf and dnspython (PYTHON names
# another). Both read the same zone file; nothing is looked up.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
ours="${SPF_BENCH:-$here/../target/release/examples/spf_bench}"
python="${PYTHON:-python3}"
out="$(mktemp -d)"
trap 'rm -rf "$out"' EXIT
source "$here/turns.sh"
"$ours" make "$out/spf" "${1:-20000}"
for _ in 1 2 3; do
    # Ours ten times, since GNU time counts hundredths of a second.
    run ours bash -c 'for i in 1 2 3 4 5 6 7 8 9 10; do "$0" check "$1"; done | sort -u' "$ours" "$out/spf"
    run pyspf "$python" "$here/peers/spf_pyspf.py" "$out/spf"
done
ratio ours 10 pyspf 1
