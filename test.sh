#!/usr/bin/env bash
# All tests: units, every scenario end to end over real sockets, the report in a real browser, the command line as a process.
# Installs what a bare Debian with the .NET SDK lacks. Words given are passed on to `dotnet test`, such as --filter "Name~Truncated".
# With --clients first: the real clients instead (openai for Node, the Codex CLI), installed by npm into a cache (RELAYCONF_CLIENTS_CACHE).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"

# The tests of downloaded clients are one half, all others the other; a filter that was given narrows its half.
half="TestCategory!=Clients"
if [ "${1:-}" = "--clients" ]; then
    shift
    half="TestCategory=Clients"
    # Neither a browser nor a database is needed for them.
    export CHROMIUM=none RELAY_TEST_POSTGRES=none
    Conformance.Tests/RealClients/Downloaded/install >/dev/null
fi

if [ "${1:-}" = "--help" ] || [ "${1:-}" = "-h" ]; then
    sed -n '2,4s/^# //p' "$0"
    exit 0
fi

install_chromium() {
    local as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "test.sh: Chromium is missing and this is not root; run: apt-get install chromium" >&2
            exit 3
        fi
        as_root=sudo
    fi
    echo "Installing Chromium (Debian's package) …"
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium >/dev/null
}

if [ -z "${CHROMIUM:-}" ] && ! command -v chromium >/dev/null 2>&1; then
    install_chromium
fi

mkdir -p artifacts
log=artifacts/test.log

words=()
while [ $# -gt 0 ]; do
    case $1 in
        --filter) half="($half)&(${2:?--filter needs a value})" && shift ;;
        --filter=*) half="($half)&(${1#--filter=})" ;;
        *) words+=("$1") ;;
    esac
    shift
done
echo "Building (Release) …"
dotnet build RelayConformance.sln -c Release -v quiet --nologo -clp:NoSummary

echo "Testing …"
status=0
dotnet test Conformance.Tests -c Release --no-build --nologo --filter "$half" "${words[@]}" 2>&1 | tee "$log" || status=$?

# One plain closing line, whatever the runner's own summary looks like.
counts=$(sed -nE 's/.*Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+).*/\2 passed, \1 failed, \3 skipped/p' "$log" | tail -n 1)
if [ -z "$counts" ]; then
    echo "0 passed, 1 failed"
    exit $((status == 0 ? 1 : status))
fi
echo "${counts%, 0 skipped}"
exit "$status"
