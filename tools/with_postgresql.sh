#!/usr/bin/env bash
# Run a command with DATABASE_URL naming a private PostgreSQL: tools/with_postgresql.sh COMMAND…
# The cluster lives in a temporary folder, listens on a socket in it and nowhere else, and is
# stopped and removed whatever happens. A cluster of the system is never touched.
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")
place=$(mktemp -d /tmp/keepwell-pg-XXXXXX)
as=()
if [ "$(id -u)" -eq 0 ]; then
    owner=postgres
    id "$owner" >/dev/null 2>&1 || owner=nobody
    chown "$owner" "$place"
    as=(runuser -u "$owner" --)
fi
finish() {
    (cd / && "${as[@]}" "$bin/pg_ctl" -D "$place/cluster" -m immediate -w stop >/dev/null 2>&1) || true
    rm -rf "$place"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

(
    cd /
    "${as[@]}" "$bin/initdb" -D "$place/cluster" -U keepwell --auth-local=trust --auth-host=reject \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    # No fsync: this cluster ends with its tests, and they kill clients, not the server.
    "${as[@]}" "$bin/pg_ctl" -D "$place/cluster" -l "$place/log" -w start >/dev/null -o \
        "-c listen_addresses='' -c unix_socket_directories='$place' -c fsync=off -c full_page_writes=off -c max_connections=60"
    "${as[@]}" "$bin/createdb" -h "$place" -U keepwell keepwell
) || { cat "$place/log" >&2 2>/dev/null; printf 'The private PostgreSQL did not start.\n' >&2; exit 1; }

export DATABASE_URL="postgresql://keepwell@/keepwell?host=$place"
"$@" &
wait $!
