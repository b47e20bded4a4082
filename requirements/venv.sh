#!/bin/sh
# Makes .venv from a hashed lock (server or dev) and the project in it, editable; says in one line what is missing.
set -eu
cd "$(dirname "$0")/.."
name=$1
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    { echo "Tracewright needs Python 3.11 or newer; '$python' is older. Set PYTHON=/path/to/python3." >&2; exit 1; }
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    { echo "Python's venv module is missing: apt install python3-venv" >&2; exit 1; }
[ -x .venv/bin/python ] || "$python" -m venv .venv
echo "Installing the packages of requirements/$name.lock into .venv (once) ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "requirements/$name.lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
touch ".venv/$name.stamp"
