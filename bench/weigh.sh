#!/usr/bin/env bash
# Weighing 10,000 findings for 8 hypotheses with everything of `case sensitivity`: milliseconds of the arithmetic, and with JSON.
#
#   cargo build --release -p scrutineer-case --example weigh && bench/weigh.sh
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
weigh="${WEIGH:-$here/../target/release/examples/weigh}"
for shape in apart lenses sources order; do
    for _ in 1 2 3; do
        "$weigh" 10000 8 "$shape"
    done
done
