#!/usr/bin/env bash
# CPU seconds of verifying the same own-signed mails, ours and the peers' taking turns, and the ratios of the medians.
#
#   bench/dkim.sh [COUNT]      2,000 mails of 1 to 16 kB, RSA-2048, relaxed/relaxed
#
# Needs `cargo build --release -p scrutineer-mail --example dkim_bench`, python3 with dkimpy (PYTHON names another), and
# mailauth under node_modules of the folder MAILAUTH (by default the working folder).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
ours="${DKIM_BENCH:-$here/../target/release/examples/dkim_bench}"
python="${PYTHON:-python3}"
out="$(mktemp -d)"
trap 'rm -rf "$out"' EXIT
mails="$out/mails"
"$ours" sign "$mails" "${1:-2000}"

run() {
    local name="$1"
    shift
    /usr/bin/time -f '%U %S' -o "$out/time" "$@" >"$out/answer"
    echo "$name $(awk '{ print $1 + $2 }' "$out/time") $(cat "$out/answer")" | tee -a "$out/runs"
}
for _ in 1 2 3; do
    # Ours ten times, since GNU time counts hundredths of a second.
    run ours bash -c 'for i in 1 2 3 4 5 6 7 8 9 10; do "$0" verify "$1"; done | sort -u' "$ours" "$mails"
    run dkimpy "$python" "$here/peers/dkim_dkimpy.py" "$mails"
    (cd "${MAILAUTH:-.}" && run mailauth node "$here/peers/dkim_mailauth.cjs" "$mails")
done

median() { awk -v name="$1" '$1 == name { print $2 }' "$out/runs" | sort -n | sed -n 2p; }
ours_median="$(median ours | awk '{ print $1 / 10 }')"
for name in dkimpy mailauth; do
    awk -v name="$name" -v ours="$ours_median" -v peer="$(median "$name")" \
        'BEGIN { printf "%-10s %.2f s, ours %.3f s: %.0f times\n", name, peer, ours, peer / ours }'
done
