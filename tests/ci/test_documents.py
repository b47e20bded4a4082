"""What the documents point at is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 2_500_000  # everybody who clones has all versions of them
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file(page: Path) -> None:
    assert [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()] == []


def test_the_index_names_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    below = [page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")]
    assert [page for page in below if page != "README.md" and f"({page})" not in index] == []


def test_the_readme_begins_with_what_a_bare_machine_needs() -> None:
    first = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line][1]
    assert first.startswith("On Debian: `apt install make python3-venv`")


def shown() -> set[Path]:
    """The files of all pictures in all documents. That each is there test_every_link_leads_to_a_file says."""
    return {(page.parent / path).resolve() for page in PAGES for _, path in PICTURE.findall(page.read_text("utf-8"))}


def test_every_picture_is_shown_somewhere() -> None:
    assert sorted(path.name for path in PICTURES.iterdir() if path.resolve() not in shown()) == []


def test_every_example_has_a_picture() -> None:
    examples = (ROOT / "examples" / "agent-traces").glob("*/config.yaml")
    wanted = {(PICTURES / f"{config.parent.name}.png").resolve() for config in examples}
    assert len(wanted) >= 8
    assert sorted(path.name for path in wanted - shown()) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_picture_says_in_words_what_it_shows(page: Path) -> None:
    assert [path for alt, path in PICTURE.findall(page.read_text("utf-8")) if len(alt.split()) < 4] == []


def test_the_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < MOST_BYTES
