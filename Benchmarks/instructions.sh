#!/usr/bin/env bash
# Counts the instructions of some workloads and compares them with instructions.txt. callgrind's counts are repeatable,
# times are not. More than 5 % above the baseline fails; `instructions.sh --record` writes it anew.
#
# The baseline belongs to a version of Swift and of the C library, whose malloc counts, and to an architecture; elsewhere
# the counts are shown, not judged. They do not depend on the processor: no workload calls a function of the C library
# that is chosen by the processor's abilities, other than for moving memory.
set -euo pipefail
cd "$(dirname "$0")"
tolerance=5
export GRADGRAPH_COUNT=1 LC_ALL=C

if ! command -v valgrind >/dev/null; then
  echo "instructions.sh: valgrind is missing, so nothing is counted; install it, then try again" >&2
  exit 1
fi

# Its own folder, since the package is another one without the benchmark library.
build=(swift build -c release --product count --scratch-path .build/count)
"${build[@]}" >&2
program=$("${build[@]}" --show-bin-path)/count

here="Swift $(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*[0-9]\).*/\1/p' | head -1)"
here="$here, $(uname -m), $(getconf GNU_LIBC_VERSION 2>/dev/null || uname -s)"

# Prints workload, mode, instructions per node (D: per graph).
count() {
  local log nodes
  log=$(mktemp)
  nodes=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$1" "$2" "$3" 2>"$log") ||
    { cat "$log" >&2; exit 1; }
  awk -v workload="$1" -v mode="$2" -v nodes="$nodes" -v graphs="$3" '/Collected/ {
    printf "%s %s %.2f\n", workload, mode, $4 / (workload == "D" ? graphs * (mode == "sweep" ? 8 : 1) : nodes) }' "$log"
  rm -f "$log"
}
export -f count
export program

# Enough of the small ones to outweigh the start of the program.
counts=$(printf '%s\n' 'A record 20' 'A replay 20' 'A sweep 8' 'At record 20' 'At replay 20' 'At sweep 8' \
  'C record 1' 'C replay 1' 'D record 50000' 'D replay 50000' 'D sweep 10000' |
  xargs -P 2 -I{} bash -c 'count {}' | sort)

if [ "${1:-}" = --record ]; then
  printf '%s\n%s\n' "# $here: instructions per node, of D per graph" "$counts" >instructions.txt
  cat instructions.txt
  exit
fi

baseline=$(sed -n 's/^# \(.*\): .*/\1/p' instructions.txt)
if [ "$baseline" != "$here" ]; then
  echo "The baseline is for $baseline; this is $here: the counts are shown, not judged." >&2
  tolerance=1e9
fi
awk -v tolerance="$tolerance" '
  /^#/ { next }
  NR == FNR { before[$1 " " $2] = $3; next }
  FNR == 1 { printf "%-12s %10s %10s %9s\n", "per node", "baseline", "now", "change" }
  {
    name = $1 " " $2
    if (!(name in before)) { printf "%-12s %10s %10.1f   new: record the baseline\n", name, "", $3; failed = 1; next }
    change = ($3 / before[name] - 1) * 100
    worse = change > tolerance
    failed = failed || worse
    printf "%-12s %10.1f %10.1f %+8.1f %%%s\n", name, before[name], $3, change, worse ? "  slower" : ""
  }
  END {
    if (failed) {
      printf "More than %s %% above the baseline. If that is meant: Benchmarks/instructions.sh --record\n", tolerance
      exit 1
    }
  }' instructions.txt <(printf '%s\n' "$counts")
