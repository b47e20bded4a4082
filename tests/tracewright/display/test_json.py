from typing import Any

from tracewright.display.json import MAX_DEPTH, MAX_ENTRIES, MAX_NODES, MAX_TEXT, options, part


def drawn(value: Any, **given: Any) -> dict[str, Any]:
    found = part(value, options(given, "display_options"))
    assert found is not None
    return found


def size(node: list[Any]) -> int:
    inside = [each[1] if node[0] == "object" else each for each in node[1]] if node[0] in ("object", "list") else []
    return 1 + sum(map(size, inside))


def test_a_value_is_a_tree_of_its_parts_in_their_order() -> None:
    root = drawn({"b": [1.5, None, True], "a": "x"})["root"]
    inside = ["list", [["plain", "1.5"], ["plain", "null"], ["plain", "true"]], 0]
    assert root == ["object", [["b", inside], ["a", ["text", "x", 1]]], 0]


def test_a_text_that_is_json_is_taken_apart_and_any_other_is_none() -> None:
    assert drawn('{"a": 1}')["root"][0] == "object"
    assert part("{broken", options(None, "")) is None


def test_a_number_that_a_browser_would_round_keeps_its_digits() -> None:
    assert drawn(12345678901234567890)["root"] == ["plain", "12345678901234567890"]


def test_a_long_text_is_cut_and_says_how_long_it_is() -> None:
    assert drawn("[" + '"' + "x" * 5000 + '"]')["root"][1][0] == ["text", "x" * MAX_TEXT, 5000]


def test_long_lists_and_deep_ones_are_bounded_and_counted() -> None:
    long = drawn(list(range(1000)))
    assert (len(long["root"][1]), long["root"][2], long["more"]) == (
        MAX_ENTRIES,
        1000 - MAX_ENTRIES,
        1000 - MAX_ENTRIES,
    )
    deep: Any = 1
    for _ in range(150):
        deep = [deep]
    assert size(drawn(deep)["root"]) == MAX_DEPTH + 1  # 50 lists, and the one that is shown without its inside
    wide = drawn([[0] * 200] * 200)
    assert size(wide["root"]) <= MAX_NODES + 1


def test_how_deep_it_is_open_is_an_option() -> None:
    assert drawn([], open_depth=3)["openDepth"] == 3
