#!/usr/bin/env bash
# Everything that can be said about the code without running it. All of it is said, then judged.
set -uo pipefail
cd "$(dirname "$0")/.."
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export KEEPWELL_HOME=$home
unset DATABASE_URL
failed=0
look() {
    local name=$1
    shift
    if "$@" >"$home/said" 2>&1; then
        printf '  in order  %s\n' "$name"
    else
        printf '  FAILED    %s\n' "$name"
        sed 's/^/            /' "$home/said"
        failed=1
    fi
}
look format .venv/bin/ruff format --check .
look lint .venv/bin/ruff check .
look types .venv/bin/mypy keepwell tools
look floors .venv/bin/lint-imports
look house .venv/bin/python tools/house.py
look templates .venv/bin/djlint keepwell --lint --quiet
look migrations .venv/bin/python manage.py makemigrations --check --dry-run
look messages .venv/bin/python tools/messages.py check
look "system check" .venv/bin/python manage.py check
grep '^warning' "$home/said" || true
exit "$failed"
