"""Clean HTML as a tree of plain JSON, for scripts that put no markup into a page.

A node is a text, or [tag, {"href": ...}, [node, ...]]. Images of other machines are links in it: whoever reads a trace tells
nobody that they do.
"""

from html.parser import HTMLParser
from typing import Any

Node = str | list[Any]

# Tags that the page makes; of any other the inside alone is kept.
TAGS = frozenset(
    {
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "blockquote", "pre", "hr", "br", "details", "summary"),
        *("ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "th", "td"),
        *("a", "b", "strong", "i", "em", "s", "del", "ins", "code", "kbd", "sub", "sup"),
    }
)
VOID = frozenset(("br", "hr"))
MAX_NODES = 8000
MAX_DEPTH = 60
_LINKS = ("http://", "https://", "mailto:")


def nodes_of_html(html: str) -> list[Node]:
    """The tree, up to 8,000 nodes.

    >>> nodes_of_html("<p>See <b>this</b><br></p>")
    [['p', {}, ['See ', ['b', {}, ['this']], ['br', {}, []]]]]
    """
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list[Node] = []
        self.open: list[tuple[str, list[Node]]] = [("", self.root)]
        self.left = MAX_NODES

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "img":
            self.add_image(given)
        elif tag in TAGS:
            inside: list[Node] = []
            self.add([tag, self.kept(tag, given), inside])
            if tag not in VOID:
                # What lies too deep goes beside what is open, and is closed all the same.
                self.open.append((tag, inside if len(self.open) < MAX_DEPTH else self.open[-1][1]))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == name for name, _ in self.open[1:]):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.add(data)

    def add(self, node: Node) -> None:
        self.left -= 1
        if self.left >= 0:
            self.open[-1][1].append(node)

    def add_image(self, given: dict[str, str]) -> None:
        address, words = given.get("src", ""), given.get("alt", "")
        if address.startswith(_LINKS):
            self.add(["a", {"href": address}, [words or address]])
        elif words:
            self.add(words)

    def kept(self, tag: str, given: dict[str, str]) -> dict[str, str]:
        """A link keeps its address, a list that does not begin at 1 its first number."""
        if tag == "a" and given.get("href", "").startswith(_LINKS):
            return {"href": given["href"]}
        return {"start": given["start"]} if tag == "ol" and given.get("start", "").isdecimal() else {}
