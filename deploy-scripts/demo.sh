#!/usr/bin/env bash
# A whole border post on this machine: a hub, two lanes that are each other's peers, simulated
# devices, twelve travellers, a link that fails in the middle, and a lane whose disk is destroyed
# meanwhile.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(dirname "$here")
forpost=$here/forpost

usage() {
  cat <<TEXT
Usage: demo.sh [--once] [--kill] [--json FILE] [--dir DIR] [--port N]

  --once       end after the table; exit code 0 only if every record is at the hub exactly once
  --kill       also kill -9 the other lane and the hub in the middle, and start them again
  --json FILE  write the table as JSON
  --images DIR the nominal has a real finger: images F_I.png of finger 101 in this folder
  --dir DIR    where keys, journals and logs go (default: target/demo; made anew each time)
  --port N     first of the eleven ports used by the programs (default: 18080); with it goes the
               loopback network under which the lanes know each other (127.X.Y, see below)
  --device-port N
               first of the four ports used by scanners and cameras, 4501 to 4597 (default: 4501)
TEXT
}

die() {
  printf 'demo: %s\n' "$1" >&2
  exit "${2:-1}"
}

once=no kill=no json= images= dir=$top/target/demo port=18080 device=4501
while [ $# -gt 0 ]; do
  case "$1" in
    --once) once=yes ;;
    --kill) kill=yes ;;
    --json) [ $# -ge 2 ] || die "--json: expected a file" 2; json=$2; shift ;;
    --images) [ $# -ge 2 ] && [ -d "$2" ] || die "--images: expected a folder" 2; images=$2; shift ;;
    --dir) [ $# -ge 2 ] || die "--dir: expected a folder" 2; dir=$2; shift ;;
    --port) [ $# -ge 2 ] || die "--port: expected a number" 2; port=$2; shift ;;
    --device-port) [ $# -ge 2 ] || die "--device-port: expected a number" 2; device=$2; shift ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; die "unknown option $1" 2 ;;
  esac
  shift
done
[[ $port =~ ^[0-9]{4,5}$ ]] && [ "$port" -le 65500 ] || die "--port: expected 1024 to 65500, found $port" 2
[[ $device =~ ^4[0-9]{3}$ ]] && [ "$device" -ge 4501 ] && [ "$device" -le 4597 ] ||
  die "--device-port: expected 4501 to 4597, found $device" 2
if [ -n "$json" ]; then
  case "$json" in /*) ;; *) json=$PWD/$json ;; esac
  (: >"$json") 2>/dev/null || die "--json: $json cannot be written"
fi

hub_web=$port hub_mqtt=$((port + 1)) lane_1=$((port + 2)) lane_2=$((port + 3))
line_1=$((port + 4)) line_2=$((port + 5)) control=$((port + 6))
tunnel_1=$((port + 7)) tunnel_2=$((port + 8)) member_1=$((port + 9)) member_2=$((port + 10))
# Several demos on one machine must not meet.
network=127.$((64 + port % 128)).$((port / 128 % 250))
hub_url=http://127.0.0.1:$hub_web
lanes=(--lane-url "lane-1=http://127.0.0.1:$lane_1" --lane-url "lane-2=http://127.0.0.1:$lane_2")

# ---- what it needs ---------------------------------------------------------------------------

command -v mvn >/dev/null || die "Maven is missing: apt-get install maven" 3
"$forpost" java >/dev/null || exit 3
free=$(df -Pk "$top" | awk 'NR == 2 { print $4 }')
[ "$free" -gt 1048576 ] || die "the disk is nearly full: 1 GiB is needed at $top, $((free / 1024)) MiB are free" 3
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
for p in $hub_web $hub_mqtt $lane_1 $lane_2 $line_1 $line_2 $control $tunnel_1 $tunnel_2 $member_1 $member_2 $device $((device + 1)) $((device + 2)) $((device + 3)); do
  ! listens "$p" || die "port $p is in use: stop what listens there, or choose others with --port or --device-port" 3
done

say() { printf '%s  %-8s %s\n' "$(date +%H:%M:%S)" "$1" "$2"; }

built() {
  local module jar
  for module in edge-node/node:edge-node central-hub:central-hub hardware-sim:hardware-sim; do
    jar=$top/${module%%:*}/target/${module##*:}.jar
    [ -f "$jar" ] || return 1
    [ -z "$(find "$top" \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$jar" -print -quit)" ] || return 1
  done
}
if ! built; then
  say demo "building; the first time this takes some minutes, mostly downloads"
  (cd "$top" && mvn -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true package) >"${TMPDIR:-/tmp}/forpost-build.$$" 2>&1 || {
    grep -m 8 ERROR "${TMPDIR:-/tmp}/forpost-build.$$" >&2 || true
    die "the build failed; all of it is in ${TMPDIR:-/tmp}/forpost-build.$$" 3
  }
  rm -f "${TMPDIR:-/tmp}/forpost-build.$$"
fi
# ---- starting and stopping -------------------------------------------------------------------

declare -A pid=()
stop_all() {
  trap - EXIT INT TERM
  local name
  for name in "${!pid[@]}"; do kill "${pid[$name]}" 2>/dev/null || true; done
  for name in "${!pid[@]}"; do wait "${pid[$name]}" 2>/dev/null || true; done
}
trap stop_all EXIT
trap 'stop_all; exit 130' INT
trap 'stop_all; exit 143' TERM

launch() { # name command...
  local name=$1
  shift
  "$forpost" "$@" >>"$dir/log/$name.log" 2>&1 &
  pid[$name]=$!
}
until_up() { # name port
  local name=$1 tries=0
  until listens "$2"; do
    kill -0 "${pid[$name]}" 2>/dev/null || {
      tail -n 3 "$dir/log/$name.log" >&2
      die "$name did not start; its log is $dir/log/$name.log"
    }
    [ $((tries += 1)) -lt 900 ] || die "$name did not answer on port $2 within 90 s; see $dir/log/$name.log"
    sleep 0.1
  done
}
start() { # name port-to-wait-for command...
  local name=$1 port=$2
  shift 2
  launch "$name" "$@"
  until_up "$name" "$port"
}
launch_lane() { launch "lane-$1" edge --config "$dir/lane-$1/edge.toml"; }
start_hub() { start hub "$hub_web" hub run --dir "$dir/hub" --mqtt-port "$hub_mqtt" --web-port "$hub_web"; }
start_lane() { start "lane-$1" "$2" edge --config "$dir/lane-$1/edge.toml"; }
kill_hard() {
  kill -9 "${pid[$1]}" 2>/dev/null || true
  wait "${pid[$1]}" 2>/dev/null || true
  unset "pid[$1]"
}
play() {
  "$forpost" sim play --control "http://127.0.0.1:$control" --token-file "$dir/sim/control.token" \
    "${lanes[@]}" --operator ivanova --password-file "$dir/operators/password" \
    --hub-url "$hub_url" --travellers "$1" --story "$dir/story.jsonl" \
    ${images:+--images "$images" --finger 101}
}
link() {
  "$forpost" sim link "$@" --control "http://127.0.0.1:$control" --token-file "$dir/sim/control.token" >/dev/null
}

backlog() { # port of a lane's page
  local answer
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 0
  printf 'GET /api/session HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$1" >&3
  answer=$(cat <&3)
  exec 3>&-
  sed -n 's/.*"backlog":{"records":\([0-9]*\).*/\1/p' <<<"$answer"
}
tell_backlog() {
  local now
  now="lane-1 holds $(backlog "$lane_1") records of its own for the hub"
  [ "$now" = "${told_backlog:-}" ] || say backlog "$now"
  told_backlog=$now
}

# ---- the post --------------------------------------------------------------------------------

rm -rf "$dir"
mkdir -p "$dir/log" "$dir/lane-1" "$dir/lane-2"

configure() { # lane node peer's-node
  local n=$1 other=$((3 - $1))
  local line=line_$n web=lane_$n tunnel=tunnel_$n member=member_$n there=tunnel_$other
  cat >"$dir/lane-$n/edge.toml" <<TOML
node = "$2"
post = "tikhaya"
lane = $n
data = "data"
identity = "identity"

[web]
port = ${!web}

[hub]
host = "127.0.0.1"
port = ${!line}

[lanes]
listen = "127.0.0.1"
port = ${!tunnel}
member_port = ${!member}
network = "$network"

[[lanes.peer]]
node = "$3"
lane = $other
host = "127.0.0.1"
port = ${!there}

[devices]
ports = [$((device + 2 * n - 2)), $((device + 2 * n - 1))]
trust = "../sim/device-ca.pem"
environment = "Developer"

[[devices.device]]
kind = "finger"
quality = 40

[[devices.device]]
kind = "face"
quality = 20

[matching]
fmr = 1e-5
TOML
}

say demo "making throw-away keys: a hub, two lanes of the post Tikhaya, a maker of scanners"
"$forpost" hub init --dir "$dir/hub" --host 127.0.0.1 >>"$dir/log/setup.log"
for n in 1 2; do
  "$forpost" hub enrol --dir "$dir/hub" --node "tikhaya-$n" --post tikhaya --out "$dir/lane-$n/identity" >>"$dir/log/setup.log"
done
"$forpost" sim ca --out "$dir/sim" >>"$dir/log/setup.log"
configure 1 tikhaya-1 tikhaya-2
configure 2 tikhaya-2 tikhaya-1

start_hub
start sim "$control" sim cluster --lanes 2 --first-device-port "$device" --control-port "$control" --pki "$dir/sim" \
  --link "lane-1=$line_1:127.0.0.1:$hub_mqtt" --link "lane-2=$line_2:127.0.0.1:$hub_mqtt"
launch_lane 1
launch_lane 2
until_up lane-1 "$lane_1"
until_up lane-2 "$lane_2"
say demo "the officer's page of lane 1:   http://127.0.0.1:$lane_1/"
say demo "the administrator's page:       $hub_url/"

mkdir -p "$dir/watchlist"
"$forpost" sim nominal --out "$dir/watchlist/nominals.json" ${images:+--images "$images" --finger 101} >>"$dir/log/setup.log"
"$forpost" hub release publish --dir "$dir/hub" --watchlist "$dir/watchlist/nominals.json" >>"$dir/log/setup.log"
say hub "watchlist release 1 is published, with one nominal in it"

mkdir -m 700 "$dir/operators"
(umask 077 && od -An -N 9 -tx1 /dev/urandom | tr -d ' \n' >"$dir/operators/password")
(umask 077 && cat >"$dir/operators/operators.toml") <<TOML
[[operator]]
login = "ivanova"
name = "Мария Иванова"
roles = ["officer"]
password = "$(cat "$dir/operators/password")"

[[operator]]
login = "orlov"
name = "Пётр Орлов"
roles = ["supervisor", "technician"]
password = "$(cat "$dir/operators/password")"
TOML
"$forpost" hub release publish --dir "$dir/hub" --role operators "$dir/operators/operators.toml" >>"$dir/log/setup.log"
say hub "operators release 1 is published: officer ivanova and supervisor orlov may work for 72 hours"
"$forpost" sim await --watchlist 1 --operators 1 --timeout 60 "${lanes[@]}" >>"$dir/log/setup.log"
say demo "both lanes hold watchlist release 1 and know their operators"
say demo "log in at a lane's page as ivanova or orlov; both have the password $(cat "$dir/operators/password")"

play 1-4
link cut --mode blackhole
say link "cut: the satellite is silent, both lanes go on"
play 5-8
"$forpost" sim smashed --story "$dir/story.jsonl" --hub-url "$hub_url" --lane-url "lane-2=http://127.0.0.1:$lane_2" \
  --operator ivanova --password-file "$dir/operators/password"
kill_hard lane-2
rm -rf "$dir/lane-2"
say lane-2 "its box is smashed: process killed, disk and keys destroyed"
if [ "$kill" = yes ]; then
  kill_hard lane-1
  say lane-1 "killed with kill -9"
  start_lane 1 "$lane_1"
  say lane-1 "started again, and has read its journal"
fi
tell_backlog
link restore
say link "back: lane 1 carries its own records and those that it keeps of lane 2"
if [ "$kill" = yes ]; then
  kill_hard hub
  say hub "killed with kill -9 while the backlog drains"
  start_hub
  say hub "started again, and has read its ledger"
fi
"$forpost" sim await --rescued "$dir/story.jsonl" --hub-url "$hub_url" --timeout 120 --watchlist 1 --lane-url "lane-1=http://127.0.0.1:$lane_1"
for _ in $(seq 60); do
  tell_backlog
  case "$told_backlog" in "lane-1 holds 0 "*) break ;; esac
  sleep 0.5
done

# What an operator does next: the new box is a node of its own, since nobody can know what became of
# the old one's keys, and its peers are told its name.
"$forpost" hub revoke tikhaya-2 --dir "$dir/hub" >>"$dir/log/setup.log"
mkdir -p "$dir/lane-2"
"$forpost" hub enrol --dir "$dir/hub" --node tikhaya-2b --post tikhaya --out "$dir/lane-2/identity" >>"$dir/log/setup.log"
configure 2 tikhaya-2b tikhaya-1
configure 1 tikhaya-1 tikhaya-2b
kill "${pid[lane-1]}"
wait "${pid[lane-1]}" 2>/dev/null || true
launch_lane 1
launch_lane 2
until_up lane-1 "$lane_1"
until_up lane-2 "$lane_2"
"$forpost" sim await --watchlist 1 --operators 1 --timeout 60 "${lanes[@]}" >>"$dir/log/setup.log"
say lane-2 "tikhaya-2 is revoked and a new box enrolled as tikhaya-2b; lane 1 has its name in edge.toml and was started again"
play 9-12

verdict=0
"$forpost" sim verdict --story "$dir/story.jsonl" --hub-url "$hub_url" "${lanes[@]}" --gone tikhaya-2 --timeout 120 \
  ${json:+--json "$json"} || verdict=$?
[ "$once" = no ] || exit "$verdict"
say demo "the pages stay open; Ctrl-C stops everything"
while :; do sleep 3600 & wait $!; done
