#!/usr/bin/env bash
# Bring the programs that tests need and Python packages cannot: Java for the Spark engine, Chromium
# for the pages, PostgreSQL for the site's database.
# Installs only as root on Debian or a relative. Anywhere else, and whenever it fails, it says
# so, and the tests that need the program are skipped with a reason (with CI set, they fail).
set -uo pipefail

java_is_there() { command -v java >/dev/null 2>&1 && java -version >/dev/null 2>&1; }
chromium_is_there() { command -v chromium >/dev/null 2>&1; }
postgresql_is_there() { compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || command -v initdb >/dev/null 2>&1; }

# bring NAME PURPOSE PACKAGE…: the first of the packages that helps.
bring() {
    local name=$1 purpose=$2
    shift 2
    "${name}_is_there" && return
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "No $name: tests of $purpose will be skipped. Install $1 to run them." >&2
        return
    fi
    echo "Installing $name for tests of $purpose …" >&2
    [ -n "${UPDATED:-}" ] || timeout 120 apt-get update -qq >/dev/null 2>&1
    UPDATED=yes
    local package
    for package in "$@"; do
        timeout 300 apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1
        "${name}_is_there" && return
    done
    echo "$name could not be installed: tests of $purpose will be skipped." >&2
}

export DEBIAN_FRONTEND=noninteractive
bring java "the Spark engine" openjdk-17-jre-headless openjdk-21-jre-headless default-jre-headless
bring chromium "the pages in a browser" chromium
bring postgresql "the site on PostgreSQL" postgresql
exit 0
