#!/usr/bin/env bash
# Bring the programs that tests need and Python packages cannot: Java for the Spark engine.
# Installs only as root on Debian or a relative. Anywhere else, and whenever it fails, it says
# so, and the tests that need the program are skipped with a reason (with CI set, they fail).
set -uo pipefail

java_is_there() { command -v java >/dev/null 2>&1 && java -version >/dev/null 2>&1; }

java_is_there && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "No Java: Spark's tests will be skipped. Install a Java 17 runtime to run them." >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
echo "Installing a Java runtime for Spark's tests …" >&2
timeout 120 apt-get update -qq >/dev/null 2>&1
for package in openjdk-17-jre-headless openjdk-21-jre-headless default-jre-headless; do
    timeout 300 apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1
    java_is_there && exit 0
done
echo "Java could not be installed: Spark's tests will be skipped." >&2
exit 0
