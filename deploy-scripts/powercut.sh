#!/usr/bin/env bash
# Cuts the power of real processes: they write a journal, and now and then a hub's ledger, on an XFS
# image that is shut down under them. At the next start, what they acknowledged (in a log outside of
# the image) must be there, byte for byte.
#
#   powercut.sh [CYCLES]     default 200; ends with 77 where it cannot be done (no root, no xfsprogs)
set -euo pipefail

case "${1:-}" in
  -h | --help)
    sed -n '2,7s/^# \{0,1\}//p' "$0"
    exit
    ;;
esac
cycles=${1:-200}
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
classes=$top/sync-protocol/target
skipped=77

skip() {
  printf 'powercut: skipped: %s\n' "$1"
  exit "$skipped"
}

[ "$(id -u)" = 0 ] || skip "only root can mount an image"
for tool in mkfs.xfs xfs_io losetup; do
  command -v "$tool" >/dev/null || skip "$tool is not installed (package xfsprogs, mount)"
done
[ -d "$classes/test-classes/org/forpost/protocol/powercut" ] || {
  printf 'powercut: not built yet: run mvn -B test-compile first\n' >&2
  exit 3
}
java=$("$top/deploy-scripts/forpost" java)
bouncy=$(find "$top"/*/target/lib "$HOME/.m2/repository/org/bouncycastle" -name 'bcprov-jdk18on-*.jar' 2>/dev/null | head -n 1)
[ -n "$bouncy" ] || {
  printf 'powercut: Bouncy Castle is not built yet: run mvn -B package first\n' >&2
  exit 3
}

# In a mount namespace of its own: else whoever starts one meanwhile (ip netns) takes a copy of the
# mount along, and the dead file system outlives its unmounting.
if [ -z "${FORPOST_OWN_MOUNTS:-}" ] && command -v unshare >/dev/null && unshare -m true 2>/dev/null; then
  FORPOST_OWN_MOUNTS=1 exec unshare -m "$0" "$@"
fi

place=$(mktemp -d)
disk=$place/disk
victim=
mkdir "$disk"

cleanup() {
  local status=$?
  [ -z "$victim" ] || kill -9 "$victim" 2>/dev/null || true
  wait 2>/dev/null || true
  umount "$disk" 2>/dev/null || true
  if [ "$status" -eq 1 ]; then
    printf 'powercut: the image and what was acknowledged are kept in %s\n' "$place" >&2
  else
    rm -rf "$place"
  fi
}
trap cleanup EXIT

truncate -s 512M "$place/image"
mkfs.xfs -q "$place/image"
mount -o loop "$place/image" "$disk" 2>"$place/why" || skip "the image cannot be mounted: $(cat "$place/why")"

start() { # kind data acknowledged
  : >"$place/said"
  "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m \
    -cp "$classes/classes:$classes/test-classes:$bouncy" \
    org.forpost.protocol.powercut.Victim "$1" "$2" "$3" >"$place/said" 2>&1 &
  victim=$!
  until grep -q '^writing' "$place/said"; do
    if ! kill -0 "$victim" 2>/dev/null; then
      printf 'powercut: cycle %d (%s): %s\n' "$cycle" "$1" "$(cat "$place/said")" >&2
      exit 1
    fi
    sleep 0.02
  done
}

begun=$(date +%s)
torn=0
for ((cycle = 1; cycle <= cycles; cycle++)); do
  kind=journal
  [ $((cycle % 4)) -eq 0 ] && kind=ledger
  # A fresh one now and then: reading a long one again each time would prove no more.
  round=$((cycle / 25))
  acknowledged=$place/acknowledged-$kind-$round
  start "$kind" "$disk/$kind-$round" "$acknowledged"
  torn=$((torn + $(grep -c '^cut a torn tail' "$place/said" || true)))
  # Something is to be lost: the power goes a little after the first acknowledgements.
  before=$(stat -c %s "$acknowledged" 2>/dev/null || echo 0)
  for ((waited = 0; waited < 500; waited++)); do
    [ "$(stat -c %s "$acknowledged" 2>/dev/null || echo 0)" -gt $((before + 500)) ] && break
    sleep 0.01
  done
  sleep "0.$((RANDOM % 30 + 10))"
  xfs_io -x -c shutdown "$disk"
  kill -9 "$victim" 2>/dev/null || true
  wait "$victim" 2>/dev/null || true
  victim=
  umount "$disk"
  mount -o loop "$place/image" "$disk"
  if [ $((cycle % 25)) -eq 24 ]; then
    for old in journal ledger; do
      cycle_kind=$old
      [ -f "$place/acknowledged-$cycle_kind-$round" ] || continue
      start "$old" "$disk/$old-$round" "$place/acknowledged-$old-$round"
      kill -9 "$victim"
      wait "$victim" 2>/dev/null || true
      victim=
      rm -rf "${disk:?}/$old-$round"
    done
  fi
  if [ -t 1 ]; then printf '\r%d of %d' "$cycle" "$cycles"; fi
done
for kind in journal ledger; do
  acknowledged=$place/acknowledged-$kind-$((cycles / 25))
  [ -f "$acknowledged" ] || continue
  cycle=$cycles
  start "$kind" "$disk/$kind-$((cycles / 25))" "$acknowledged"
  kill -9 "$victim"
  wait "$victim" 2>/dev/null || true
  victim=
done
promised=$(cat "$place"/acknowledged-* | wc -l)
# Forces that returned after the cut: not promised, so nothing is claimed about them.
late=0
[ ! -f "$place/after-the-cut" ] || late=$(wc -l <"$place/after-the-cut")
[ -t 1 ] && printf '\r'
printf 'powercut: %d power cuts, %d acknowledgements outside of the image, none lost; %d torn tails cut; %d forces returned after the cut; %d s\n' \
  "$cycles" "$promised" "$torn" "$late" $(($(date +%s) - begun))
