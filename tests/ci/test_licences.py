"""Every package that we lock or vendor has a licence we allow. Permissive ones pass; the rest are named one by one.

Programs of tools.lock run beside the project in an environment of their own and are never shipped, so they are not asked.
"""

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent.parent
LOCKS = ("server", "dev")
PERMISSIVE = {"0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "PSF-2.0"}
# Weaker copyleft, used unmodified as a library.
NAMED = {
    "axe-playwright-python": "MPL-2.0",  # of axe-core, which it brings; its own code is MIT
    "certifi": "MPL-2.0",
    "hypothesis": "MPL-2.0",
    "pathspec": "MPL-2.0",
    "psycopg": "LGPL-3.0-only",
    "psycopg-binary": "LGPL-3.0-only",
    "psycopg-pool": "LGPL-3.0-only",
}
# Locked for other systems or Pythons, so not installed here, or silent in its metadata: read from their wheels, once a version.
ELSEWHERE = {
    "async-timeout==5.0.1": "Apache-2.0",
    "axe-playwright-python==0.1.8": "MPL-2.0",
    "colorama==0.4.6": "BSD",
    "tzdata==2026.6": "Apache-2.0",
}
# Older metadata says it in words.
SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD 3-Clause OR Apache-2.0": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def locked(lock: str) -> list[Requirement]:
    lines = (ROOT / "requirements" / f"{lock}.lock").read_text().splitlines()
    return [Requirement(line.rstrip("\\ ")) for line in lines if re.match(r"[A-Za-z0-9]", line)]


def installed_here(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate()


def licences(package: Distribution) -> set[str]:
    """SPDX identifiers, from the expression, else the classifiers, else the free text; words that are none stay as they are."""
    metadata = package.metadata.json
    if expression := metadata.get("license_expression"):
        return set(re.split(r"\s+(?:AND|OR)\s+|[()]", str(expression))) - {""}
    classifiers = [
        line.rsplit(" :: ", 1)[1] for line in metadata.get("classifier", []) if line.startswith("License :: ")
    ]
    found = [line for line in classifiers if line != "OSI Approved"] or [
        str(metadata.get("license") or "no licence given")
    ]
    return {SPDX.get(words, words) for words in found}


def refused(name: str, found: set[str]) -> set[str]:
    return found - PERMISSIVE - {NAMED.get(name, "")}


def problems(lock: str) -> Iterator[str]:
    for requirement in locked(lock):
        pinned = f"{requirement.name}{requirement.specifier}"
        if installed_here(requirement) and pinned not in ELSEWHERE:
            found = licences(distribution(requirement.name))
        else:
            found = {ELSEWHERE.get(pinned, "unknown: add it to ELSEWHERE")}
        yield from (f"{requirement.name}: {licence}" for licence in sorted(refused(requirement.name, found)))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_python_package_is_allowed(lock: str) -> None:
    assert list(problems(lock)) == []


def test_every_locked_npm_package_is_allowed() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [
        f"{name}: {package.get('license')}"
        for name, package in packages.items()
        if package.get("license") not in PERMISSIVE
    ] == []


def test_every_vendored_package_is_locked_and_brings_its_licence() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    folders = [path for path in (ROOT / "static" / "vendor").iterdir() if path.is_dir()]
    assert folders
    assert [folder.name for folder in folders if f"node_modules/{folder.name}" not in packages] == []
    assert [folder.name for folder in folders if not (folder / "LICENSE").is_file()] == []


def test_copyleft_is_refused_by_name() -> None:
    assert refused("krippendorff", {"GPL-3.0-or-later"}) == {"GPL-3.0-or-later"}


def test_an_exception_holds_for_its_package_alone() -> None:
    assert refused("psycopg", {"LGPL-3.0-only"}) == set()
    assert refused("chardet", {"LGPL-3.0-only"}) == {"LGPL-3.0-only"}
