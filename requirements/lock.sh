#!/bin/sh
# Writes the hashed locks: names, versions and hashes only, for every platform and Python from 3.11 on.
# tools.lock holds programs that CI runs beside the project (never imported, never shipped).
set -eu
cd "$(dirname "$0")/.."
lock() {
    out=$1
    shift
    "${UV:-uv}" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@" --output-file "requirements/$out.lock"
}
lock server --extra server --extra build pyproject.toml
lock dev --extra server --extra build --extra dev pyproject.toml
lock tools requirements/tools.in
