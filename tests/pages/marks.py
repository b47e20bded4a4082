"""What the pages' policy forbids, found in their HTML."""

from html.parser import HTMLParser


class _Inline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        runs = tag == "script" and "src" not in given and given.get("type") != "application/json"
        if runs or tag == "style":
            self.found.append(f"<{tag}>")
        self.found += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]


def inline(html: str) -> list[str]:
    """Scripts and styles that stand in the page itself. Data by json_script is not among them.

    >>> inline('<p style="x"><script type="application/json">{}</script><b onclick="f()">')
    ['<p style>', '<b onclick>']
    """
    parser = _Inline()
    parser.feed(html)
    return parser.found
