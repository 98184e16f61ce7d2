# Programs that take turns on the same input, for the scripts that source this: `run NAME PROGRAM...` adds a line of name,
# CPU seconds, peak memory in MB and answer to $out/runs; `ratio OURS TIMES PEER TIMES` prints medians, each divided by the
# number of TIMES that one run does the work, and how many times ours the peer's are.

run() {
    local name="$1"
    shift
    /usr/bin/time -f '%U %S %M' -o "$out/time" "$@" >"$out/answer"
    echo "$name $(awk '{ printf "%.2f %.1f", $1 + $2, $3 * 1.024e-3 }' "$out/time") $(cat "$out/answer")" | tee -a "$out/runs"
}

median() {
    awk -v name="$1" -v column="$2" '$1 == name { print $column }' "$out/runs" | sort -n |
        awk '{ values[NR] = $1 } END { print values[int((NR + 1) / 2)] }'
}

ratio() {
    awk -v peer="$3" -v cpu="$(median "$1" 2)" -v mb="$(median "$1" 3)" -v times="$2" \
        -v peer_cpu="$(median "$3" 2)" -v peer_mb="$(median "$3" 3)" -v peer_times="$4" 'BEGIN {
        cpu /= times
        peer_cpu /= peer_times
        printf "%-10s %.3f s, ours %.3f s: %.1f times; %.0f MB, ours %.0f MB: %.1f times\n",
            peer, peer_cpu, cpu, peer_cpu / cpu, peer_mb, mb, peer_mb / mb
    }'
}
