#!/usr/bin/env bash
# ./test.sh [--clients] [PROJECT] [--filter EXPRESSION] [words for `dotnet test`]
# ./test.sh --quick [PROJECT] WORD
#
# Runs all tests: units, every scenario end to end over real sockets, both stores,
# the report in a real browser, the command line as a process. Installs what a
# bare Debian with the .NET SDK lacks. PROJECT (Scenarios, MockUpstream, Relay or
# Conformance) selects the tests of one project.
#
# --clients  Runs the tests with real clients instead: the Codex CLI and OpenAI's
#            libraries for Node and .NET. Those from npm are installed into a
#            cache (RELAYCONF_CLIENTS_CACHE).
# --quick    Builds one project (default: Conformance) without analyzers, and runs
#            its tests whose names contain WORD, without PostgreSQL and browser.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"

if [ "${1:-}" = "--help" ] || [ "${1:-}" = "-h" ]; then
    sed -nE '2,15s/^# ?//p' "$0"
    exit 0
fi

# The tests of downloaded clients are in one half, those of OpenAI's .NET library in both; a filter that was given narrows its half.
half="TestCategory!=Clients&TestCategory!=Pictures"
quick=""
# The mock's tests measure real time, so they run alone, before the others.
rounds=("MockUpstream.Tests" "Scenarios.Tests Relay.Tests Conformance.Tests")
built=RelayConformance.sln
case "${1:-}" in
    --clients)
        shift
        half="TestCategory=Clients|TestCategory=DotnetClients"
        rounds=("Conformance.Tests")
        # Neither a browser nor a database is needed for them.
        export CHROMIUM=none RELAY_TEST_POSTGRES=none
        Conformance.Tests/RealClients/Downloaded/install >/dev/null
        ;;
    --quick)
        shift
        quick=yes
        rounds=("Conformance.Tests") built=Conformance.Tests
        export CHROMIUM=none RELAY_TEST_POSTGRES=none
        ;;
esac

case "${1:-}" in
    Scenarios | MockUpstream | Relay | Conformance) rounds=("$1.Tests") built="$1.Tests" && shift ;;
    *.Tests) rounds=("${1%/}") built="${1%/}" && shift ;;
esac

# Whether a restore is needed: the first time, and after a change to a project file.
needs_restore() {
    local assets="artifacts/obj/$1/project.assets.json"
    [ ! -f "$assets" ] || [ -n "$(find . -path ./artifacts -prune -o \( -name '*.csproj' -o -name 'Directory.*' \) -newer "$assets" -print -quit)" ]
}

if [ -n "$quick" ]; then
    word="${1:?--quick needs a word that the names of the tests contain}"
    shift
    # Measured over a change of one line in the judge, 25 seconds instead of 50: with the compiler server, which stays warm between two
    # runs, and without profiles for a second compilation of methods that run for seconds.
    export DOTNET_TieredPGO=0
    if needs_restore "$built"; then dotnet restore "$built" --nologo -v quiet; fi
    dotnet build "$built" -c Release --no-restore --nologo -v quiet -clp:NoSummary -p:RunAnalyzers=false -p:UseSharedCompilation=true
    exec dotnet test "artifacts/bin/$built/release/$built.dll" --nologo --logger "console;verbosity=minimal" \
        --filter "($half)&(FullyQualifiedName~$word)" "$@"
fi

install() {
    local package="$1" as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "test.sh: $package is missing and this is not root; run: apt-get install $package" >&2
            exit 3
        fi
        as_root=sudo
    fi
    echo "Installing $package (Debian's package) …"
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
}

# The headless shell is preferred, since the windows of the full browser take more time than the pages.
if [ -z "${CHROMIUM:-}" ] && ! command -v chromium-headless-shell >/dev/null 2>&1; then
    (install chromium-headless-shell) || command -v chromium >/dev/null 2>&1 || exit 3
fi

# A PostgreSQL cluster that is thrown away at the end, however that comes. PostgreSQL refuses to run as root.
cluster=""
postgres_bin() { find /usr/lib/postgresql -maxdepth 3 -path '*/bin/initdb' -exec dirname {} \; 2>/dev/null | sort -V | tail -n 1; }

as_postgres() { if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

start_postgres() {
    local bin port
    [ -n "$(postgres_bin)" ] || install postgresql
    bin=$(postgres_bin)
    cluster=$(mktemp -d "${TMPDIR:-/tmp}/relay-postgres.XXXXXX")
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$cluster"; fi
    as_postgres "$bin/initdb" -D "$cluster/data" -U relay -A trust --no-sync >/dev/null
    # A port may be taken between the choice and the start: then another one is tried.
    for _ in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 12000))
        if as_postgres "$bin/pg_ctl" -D "$cluster/data" -l "$cluster/log" -w \
            -o "-p $port -k $cluster -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300" start >/dev/null; then
            export RELAY_TEST_POSTGRES="postgres://relay@127.0.0.1:$port/postgres"
            return
        fi
    done
    cat "$cluster/log" >&2
    echo "test.sh: PostgreSQL did not start; its log is above" >&2
    exit 3
}

finish() {
    # The tests run in process groups of their own, which Ctrl-C does not reach.
    for group in $(jobs -p); do kill -- "-$group" 2>/dev/null || true; done
    if [ -n "$cluster" ]; then
        as_postgres "$(postgres_bin)/pg_ctl" -D "$cluster/data" -m immediate -w stop >/dev/null 2>&1 || true
        rm -rf "$cluster"
    fi
}

trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

case "${rounds[*]}" in
    *Relay.Tests*) [ -n "${RELAY_TEST_POSTGRES:-}" ] || start_postgres ;;
esac

mkdir -p artifacts

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
dotnet build "$built" -c Release -v quiet --nologo -clp:NoSummary

# Hundreds of processes that live for seconds: compiling their methods with profiles costs more than it gains.
export DOTNET_TieredPGO=0

echo "Testing …"
# The runner prints nothing before its end, so the tests write a line now and then.
export TEST_PROGRESS="$root/artifacts/test-progress.log"
: >"$TEST_PROGRESS"
set -m
tail -n 0 -F "$TEST_PROGRESS" 2>/dev/null &
set +m
status=0
log=artifacts/test.log
: >"$log"

# Runs the tests of projects side by side, and shows the output of each when all have ended.
run_round() {
    local project pid pids=() workers=()
    # Most tests of a round of several projects wait for processes, sockets and time limits.
    if [ "$#" -gt 1 ] && [[ " ${words[*]} " != *" -- "* ]]; then workers=(-- "NUnit.NumberOfTestWorkers=$(($(nproc) + 1))"); fi
    # With job control: without it, commands in the background ignore SIGINT, and so would the processes that tests interrupt.
    set -m
    for project in "$@"; do
        dotnet test "$project" -c Release --no-build --nologo --filter "$half" "${words[@]}" "${workers[@]}" >"artifacts/$project.log" 2>&1 &
        pids+=("$!")
    done
    set +m
    for pid in "${pids[@]}"; do
        wait "$pid" || status=$?
    done
    for project in "$@"; do
        tee -a "$log" <"artifacts/$project.log"
    done
}

for round in "${rounds[@]}"; do
    # shellcheck disable=SC2086 # The words of a round are its projects.
    run_round $round
done

# One plain closing line for all projects, whatever the runner's own summaries look like.
counts=$(sed -nE 's/.*Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+).*/\1 \2 \3/p' "$log" |
    awk '{ failed += $1; passed += $2; skipped += $3 } END { if (NR) printf "%d passed, %d failed, %d skipped", passed, failed, skipped }')
if [ -z "$counts" ]; then
    echo "0 passed, 1 failed"
    exit $((status == 0 ? 1 : status))
fi
echo "${counts%, 0 skipped}"
exit "$status"
