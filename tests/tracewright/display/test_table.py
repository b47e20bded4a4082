from typing import Any

import pytest

from tracewright.display.table import MAX_CELL_CHARS, MAX_COLUMNS, MAX_ROWS, options, part


def drawn(value: Any, **given: Any) -> dict[str, Any]:
    found = part(value, options(given, "display_options"))
    assert found is not None
    return found


def test_records_are_rows_under_all_their_keys() -> None:
    found = drawn([{"name": "a", "score": 1}, {"name": "b", "ok": True}])
    assert found["header"] == ["name", "score", "ok"]
    assert found["rows"] == [["a", "1", ""], ["b", "", "true"]]
    assert found["numbers"] == [1]  # the score, which is missing once


def test_the_first_of_a_list_of_rows_names_the_columns_unless_it_is_said_not_to() -> None:
    rows = [["a", "b"], [1, 2], [3]]
    assert (drawn(rows)["header"], drawn(rows)["rows"]) == (["a", "b"], [["1", "2"], ["3", ""]])
    assert drawn(rows, header=False)["header"] is None


def test_columns_can_be_chosen() -> None:
    assert drawn([{"a": 1, "b": 2}], columns=["b", "c"])["rows"] == [["2", ""]]
    assert drawn([["a", "b"], [1, 2]], columns=["b"])["rows"] == [["2"]]


def test_json_text_is_a_table_too() -> None:
    assert drawn('[{"a": [1]}]')["rows"] == [["[1]"]]


def test_rows_columns_and_cells_are_bounded() -> None:
    many = drawn([{"a": 1}] * 2000)
    assert (len(many["rows"]), many["more"]) == (MAX_ROWS, 2000 - MAX_ROWS)
    wide = drawn([{str(n): n for n in range(100)}])
    assert (len(wide["header"]), wide["moreColumns"]) == (MAX_COLUMNS, 100 - MAX_COLUMNS)
    assert len(drawn([{"a": "x" * 1000}])["rows"][0][0]) == MAX_CELL_CHARS


@pytest.mark.parametrize("value", [None, "", "a,b", [], [1, 2], [{"a": 1}, [2]], {"a": 1}])
def test_what_is_no_table_is_not_shown_as_one(value: Any) -> None:
    assert part(value, options(None, "")) is None
