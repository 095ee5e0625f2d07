#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# MPICH's launcher (package mpich 4.0.3; Debian 12 has 4.0.2): after it has passed SIGUSR1 on, it ends with 0.
#
# A scheduler warns a job of its time limit by SIGUSR1; mpiexec passes the signal to its processes, one of which ends
# cleanly with 75, "start me again". Without the signal mpiexec ends with that code, after it with 0, so that a script
# takes the job for finished. From 4.1.3 on both times it is 75.
# Expected: the exit code of the process, however it came to end.
#
# Prints the codes of both versions, and fails if they are not those that were seen.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/end_on_signal.py" <<'END'
import signal
import sys
import time

heard = []
signal.signal(signal.SIGUSR1, lambda *_: heard.append(True))
print("ready", flush=True)
while not heard:
    time.sleep(0.01)
sys.exit(75)
END
seen=""
for version in 4.0.3 4.1.3; do
  python3 -m venv "$folder/$version"
  "$folder/$version/bin/pip" install --quiet --disable-pip-version-check "mpich==$version"
  mpiexec="$folder/$version/bin/mpiexec"
  plain=0
  "$mpiexec" -n 1 sh -c 'exit 75' >/dev/null 2>&1 || plain=$?
  : >"$folder/said"
  "$mpiexec" -n 1 python3 "$folder/end_on_signal.py" >"$folder/said" 2>/dev/null &
  launcher=$!
  while ! grep -q ready "$folder/said"; do sleep 0.1; done
  kill -USR1 "$launcher"
  signalled=0
  wait "$launcher" || signalled=$?
  echo "mpich $version: $plain without a signal, $signalled after SIGUSR1"
  seen="$seen $plain/$signalled"
done
[ "$seen" = " 75/0 75/75" ] || { echo "changed:$seen"; exit 1; }
# Seen:
#   mpich 4.0.3: 75 without a signal, 0 after SIGUSR1
#   mpich 4.1.3: 75 without a signal, 75 after SIGUSR1
