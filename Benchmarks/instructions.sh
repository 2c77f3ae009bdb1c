#!/usr/bin/env bash
# Counts the instructions of some workloads (callgrind's counts are repeatable, times are not) and compares them with
# instructions.txt. More than 5 % above it fails; `instructions.sh --record` writes it anew.
set -euo pipefail
cd "$(dirname "$0")"
tolerance=5
swift build -c release --product measure >/dev/null
measure=.build/release/measure

count() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$measure" once "$1" 2>&1 | awk '/Collected/ { print $4 }'
}

failed=0
results=
for workload in A At C D; do
  now=$(count "$workload")
  results="$results$workload $now"$'\n'
  [ "${1:-}" = --record ] && continue
  before=$(awk -v name="$workload" '$1 == name { print $2 }' instructions.txt)
  awk -v name="$workload" -v now="$now" -v before="$before" -v tolerance=$tolerance 'BEGIN {
    change = (now / before - 1) * 100
    printf "%-3s %12d instructions, %+.1f %% against the baseline\n", name, now, change
    exit change > tolerance }' || { echo "$workload: more than $tolerance % above Benchmarks/instructions.txt" >&2; failed=1; }
done
[ "${1:-}" = --record ] && printf '%s' "$results" > instructions.txt
exit $failed
