#!/usr/bin/env bash
# Install what the tests need beside Python: PostgreSQL 15, Chromium, gettext, a font.
# With root (or sudo that asks nothing) by apt-get; otherwise say exactly what is missing.
set -euo pipefail

postgresql_is_here() { command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }

missing=()
postgresql_is_here || missing+=(postgresql)
command -v chromium >/dev/null || missing+=(chromium)
command -v msgfmt >/dev/null || missing+=(gettext)
ldconfig -p 2>/dev/null | grep -q 'libatomic\.so\.1' || missing+=(libatomic1)
[ -d /usr/share/fonts/truetype/dejavu ] || missing+=(fonts-dejavu-core)
[ ${#missing[@]} -eq 0 ] && exit 0

if command -v apt-get >/dev/null; then
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null && as_root=(sudo)
    fi
    if [ "$(id -u)" -eq 0 ] || [ ${#as_root[@]} -gt 0 ]; then
        printf 'Installing for the tests: %s …\n' "${missing[*]}"
        export DEBIAN_FRONTEND=noninteractive
        "${as_root[@]}" apt-get update -qq
        "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
        exit 0
    fi
fi
printf 'The tests need: %s. Install them (on Debian: apt-get install %s) and run make test again.\n' \
    "${missing[*]}" "${missing[*]}" >&2
exit 1
