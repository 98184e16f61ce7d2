#!/usr/bin/env bash
# CPU seconds and memory of verifying the same own-signed mails, ours and the peers' taking turns, and the ratios of the
# medians.
#
#   bench/dkim.sh [COUNT]      2,000 mails of 1 to 16 kB, RSA-2048, relaxed/relaxed
#
# Needs `cargo build --release -p scrutineer-mail --example dkim_bench`, python3 with dkimpy (PYTHON names another),
# mailauth under node_modules of the folder MAILAUTH (by default the working folder), and `cargo build --release` in
# bench/peers/mail-auth (MAIL_AUTH names another binary). A peer that is not at hand is left out.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
ours="${DKIM_BENCH:-$here/../target/release/examples/dkim_bench}"
python="${PYTHON:-python3}"
mail_auth="${MAIL_AUTH:-$here/peers/mail-auth/target/release/dkim-mail-auth}"
mailauth="$(cd "${MAILAUTH:-.}" && pwd)"
out="$(mktemp -d)"
trap 'rm -rf "$out"' EXIT
source "$here/turns.sh"
mails="$out/mails"
"$ours" sign "$mails" "${1:-2000}"

peers=()
"$python" -c 'import dkim' 2>/dev/null && peers+=(dkimpy)
[ -d "$mailauth/node_modules/mailauth" ] && peers+=(mailauth)
[ -x "$mail_auth" ] && peers+=(mail-auth)
ten='for i in 1 2 3 4 5 6 7 8 9 10; do "$0" "$@"; done | sort -u'
for _ in 1 2 3; do
    # Ours and mail-auth ten times, since GNU time counts hundredths of a second.
    run ours bash -c "$ten" "$ours" verify "$mails"
    for peer in "${peers[@]}"; do
        case "$peer" in
            dkimpy) run dkimpy "$python" "$here/peers/dkim_dkimpy.py" "$mails" ;;
            mailauth) (cd "$mailauth" && run mailauth node "$here/peers/dkim_mailauth.cjs" "$mails") ;;
            mail-auth) run mail-auth bash -c "$ten" "$mail_auth" "$mails" ;;
        esac
    done
done
for peer in "${peers[@]}"; do
    ratio ours 10 "$peer" "$([ "$peer" = mail-auth ] && echo 10 || echo 1)"
done
