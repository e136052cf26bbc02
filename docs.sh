#!/usr/bin/env bash
# Renews every generated file: docs/{checks,clients,configuration,presets,quirks,vendors-strict}.md, the table in MockUpstream/README.md,
# Scenarios/vocabulary/rules.yaml and Scenarios/scenario.schema.json. Look at the difference with `git diff` before you commit it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if [ "${1:-}" = "--help" ] || [ "${1:-}" = "-h" ]; then
    sed -n '2,3s/^# //p' "$0"
    exit 0
fi

echo "Building (Release) …"
dotnet build RelayConformance.sln -c Release -v quiet --nologo -clp:NoSummary

renew() { env -u CI UPDATE_DOCS=1 dotnet test "$1" -c Release --no-build --nologo -v quiet --logger "console;verbosity=minimal" --filter "$2"; }

# The schema lists the rules, so their list comes first.
renew Conformance.Tests "FullyQualifiedName~RuleVocabularyTests"
for project in *.Tests; do
    renew "$project" "TestCategory=Page"
done
git status --short -- docs MockUpstream/README.md Scenarios/vocabulary Scenarios/scenario.schema.json
