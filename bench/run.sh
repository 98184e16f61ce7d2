#!/usr/bin/env bash
# CPU seconds, wall seconds and peak memory beside the peers, on the same files in one run.
#
#   bench/run.sh FOLDER      FOLDER holds russian.csv(.gz), p1e6.csv, p1e7.csv and russian_cnt.csv (see bench/README.md)
#
# Needs a release build, GNU time, python3 with polars, duckdb and coordination-network-toolkit.
set -euo pipefail
data="$(cd "$1" && pwd)"
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
scrutineer="${SCRUTINEER:-$here/../target/release/scrutineer}"
out="$(mktemp -d)"
trap 'rm -rf "$out"' EXIT
results="$out/results"

printf '%-28s %8s %8s %8s\n' "run" "CPU s" "wall s" "MB"
measure() {
    local name="$1"
    shift
    for _ in 1 2 3; do
        # Every run writes new files: to take old ones away is not its work.
        rm -rf "${results:?}" && mkdir "$results"
        /usr/bin/time -f '%U %S %e %M' -o "$out/time" "$@" >/dev/null 2>"$out/err" || { cat "$out/err" >&2; return 1; }
        cat "$out/time"
    done | sort -n | awk -v name="$name" 'NR == 2 { printf "%-28s %8.2f %8.2f %8.0f\n", name, $1 + $2, $3, $4 / 1024 }'
}

for set in russian p1e6 p1e7; do
    [ -f "$data/$set.csv" ] || continue
    measure "$set scrutineer" "$scrutineer" coordination "$data/$set.csv" --counts-only --window 60s --out "$results/$set" --quiet
    measure "$set polars" python3 "$here/peers/polars_edges.py" "$data/$set.csv" "$results/edges.parquet" 60
    measure "$set duckdb" python3 "$here/peers/duckdb_edges.py" "$data/$set.csv" "$results/edges.parquet" 60
done
if [ -f "$data/russian_cnt.csv" ]; then
    measure "russian toolkit" python3 "$here/peers/cnt_edges.py" "$data/russian_cnt.csv" "$results"
fi
