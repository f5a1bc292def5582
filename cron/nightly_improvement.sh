#!/bin/sh
# Runs one night from cron, for those who prefer cron to the trigger inside `./pipeline serve`.
# With a server running the server does the night; each local day has one scheduled run, whoever
# begins it, so that both may be on.
#
# Crontab line, 02:00 local time; cron mails what is printed, which is only errors:
#
#   0 2 * * * /path/to/nightshift/cron/nightly_improvement.sh
#
# At 02:00 on the day clocks go forward some crons skip the line: choose 03:30 where that matters.
#
# Environment, all optional:
#   NIGHTSHIFT_HOME   home directory of the pipeline; default: the directory above this script's
#   NIGHTSHIFT_LOGS   where the log goes; default: $NIGHTSHIFT_HOME/logs
#   JAVA_HOME         the JDK (25 or newer)
# Arguments are passed on to `pipeline nightly --scheduled`.
#
# Exit codes: those of `pipeline nightly` (0 done, 1 failed, 2 wrong use or configuration,
# 3 nothing to do, or this day's night has been begun before), and 75 when the night of another run of this script is still going on.
set -u

# cron gives a bare PATH.
PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin${PATH:+:$PATH}"
export PATH

self=$0
while [ -h "$self" ]; do # the script may be linked, for example into /etc/cron.daily
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=$(dirname "$self")/$target ;;
  esac
done
root=$(CDPATH='' cd -P -- "$(dirname -- "$self")/.." && pwd) || exit 2

home=${NIGHTSHIFT_HOME:-$root}
NIGHTSHIFT_HOME=$home
export NIGHTSHIFT_HOME
logs=${NIGHTSHIFT_LOGS:-$home/logs}
pipeline=$root/pipeline

if [ ! -x "$pipeline" ]; then
  echo "nightly_improvement: $pipeline is missing or not executable" >&2
  exit 2
fi
mkdir -p "$logs" "$home/state" || exit 2
log=$logs/cron_$(date -u +%Y%m%dT%H%M%SZ).log

run() {
  cd "$home" && "$pipeline" nightly --scheduled "$@" >>"$log" 2>&1
}

# The lock is the kernel's: it goes with the process, however that ends. Without flock the
# database keeps two nights apart by itself.
if command -v flock >/dev/null 2>&1; then
  exec 9>"$home/state/cron.lock" || exit 2
  if ! flock -n 9; then
    echo "nightly_improvement: another night is still going on" >&2
    exit 75
  fi
fi

run "$@"
code=$?
case $code in
  0 | 3) ;;
  *)
    echo "nightly_improvement: the night ended with exit code $code; see $log" >&2
    tail -n 20 "$log" >&2
    ;;
esac
exit "$code"
