#!/usr/bin/env bash
# Throws changed bytes at every reader of foreign bytes, each for so long.
#
#   fuzz.sh [SECONDS] [TARGET…]    default 600 seconds and all targets; --list says which there are
#
# What it finds interesting is kept under target/fuzz, and read again by the next run. An input that
# breaks a reader is named; put into the module's src/test/resources it becomes a test.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
targets=(
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest aRecord"
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest anEnvelope"
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest aReceipt"
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest aHello"
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest aRelease"
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest aWatchlist"
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest operators"
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest trustAnchors"
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest aMessage"
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest aChunk"
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest aCarriedMessage"
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest aLedgerEntry"
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest aJournalSegment"
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest aBundleManifest"
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest aBundleAnswer"
  "sync-protocol org.forpost.protocol.fuzz.HostileBytesTest aFileOfEnvelopes"
  "edge-node/node org.forpost.edge.device.sbi.HostileAnswerTest anAnswer"
  "edge-node/node org.forpost.edge.device.sbi.HostileAnswerTest aFingerRecord"
  "edge-node/node org.forpost.edge.device.sbi.HostileAnswerTest aFaceRecord"
)

case "${1:-}" in
  -h | --help)
    sed -n '2,7s/^# \{0,1\}//p' "$0"
    exit
    ;;
  --list)
    for target in "${targets[@]}"; do printf '%s\n' "${target##* }"; done
    exit
    ;;
esac
seconds=${1:-600}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || {
  printf 'fuzz: SECONDS: expected a number above 0, found %s\n' "$seconds" >&2
  exit 2
}
[ $# -eq 0 ] || shift
java=$("$top/deploy-scripts/forpost" java)
kept=$top/target/fuzz
mkdir -p "$kept"

classpath() { # module
  local file=$kept/classpath-${1//\//-}
  if [ ! -f "$file" ] || [ "$top/$1/pom.xml" -nt "$file" ]; then
    mvn -B -q -f "$top/pom.xml" -pl "$1" -am test-compile dependency:build-classpath \
      -Dmdep.outputFile="$file.all" -Dmdep.includeScope=test >&2
    # Each module of the reactor writes the same file; the last one is the module's own.
    mv "$file.all" "$file"
  fi
  printf '%s/classes:%s/test-classes:%s' "$top/$1/target" "$top/$1/target" "$(cat "$file")"
}

failed=0
for target in "${targets[@]}"; do
  read -r module class method <<<"$target"
  if [ $# -gt 0 ] && [[ " $* " != *" $method "* ]]; then continue; fi
  corpus=$kept/$method
  seeds=$top/$module/src/test/resources/${class//.//}Inputs/$method
  mkdir -p "$corpus" "$seeds"
  log=$kept/$method.log
  path=$(classpath "$module")
  if "$java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xmx1g \
    -cp "$path" com.code_intelligence.jazzer.Jazzer \
    --target_class="$class" --target_method="$method" --instrumentation_includes='org.forpost.**' \
    --reproducer_path="$kept" \
    -max_total_time="$seconds" -artifact_prefix="$kept/found-$method-" -print_final_stats=1 \
    "$corpus" "$seeds" >"$log" 2>&1; then
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    printf '%-18s nothing found in %s s, %s runs\n' "$method" "$seconds" "${runs:-?}"
  else
    failed=1
    printf '%-18s FOUND something: see %s\n' "$method" "$log" >&2
    grep -E '^== |Exception|Error|artifact' "$log" | head -n 5 >&2 || true
  fi
done
exit "$failed"
