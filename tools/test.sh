#!/usr/bin/env bash
# Every test: the checks, then all tests on SQLite and on PostgreSQL at the same time, and the
# browser journeys when SQLite is through. The last line is the sum. Nothing is skipped in silence: reasons are shown.
set -uo pipefail
cd "$(dirname "$0")/.."
tools/needs.sh || exit 1
make --no-print-directory environment || exit 1
export TMPDIR
TMPDIR=$(mktemp -d /tmp/keepwell-test-XXXXXX)
unset DATABASE_URL KEEPWELL_HOME
children=()
finish() {
    for child in "${children[@]}"; do kill -TERM "$child" 2>/dev/null; done
    wait
    rm -rf "$TMPDIR"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

printf 'The checks\n'
checks=0
tools/check.sh || checks=1

pytest=(.venv/bin/python -m pytest -rs --color=no)
printf 'All tests, on SQLite and on PostgreSQL …\n'
"${pytest[@]}" -m "not browser" --junitxml="$TMPDIR/sqlite.xml" >"$TMPDIR/sqlite.log" 2>&1 &
sqlite=$!
tools/with_postgresql.sh "${pytest[@]}" -m "not browser" -o cache_dir="$TMPDIR/cache" \
    --junitxml="$TMPDIR/postgresql.xml" >"$TMPDIR/postgresql.log" 2>&1 &
postgresql=$!
children=("$sqlite" "$postgresql")
wait "$sqlite"
children=("$postgresql")
printf '\n— on SQLite —\n'
cat "$TMPDIR/sqlite.log"
# PostgreSQL takes some minutes more; the browser need not wait for it.
printf '\n— in the browser —\n'
"${pytest[@]}" -m browser --junitxml="$TMPDIR/browser.xml"
wait "$postgresql"
children=()
printf '\n— on PostgreSQL —\n'
cat "$TMPDIR/postgresql.log"
.venv/bin/python tools/tally.py "$checks" "$TMPDIR"/{sqlite,postgresql,browser}.xml
