from tracewright.repairs import Repairs, repaired, storable


def test_nul_and_lone_surrogates_become_replacement_characters_and_are_counted() -> None:
    repairs = Repairs()
    assert storable("a\0b\ud800c\udfff", repairs) == "a\ufffdb\ufffdc\ufffd"
    assert repairs == Repairs(nul=1, surrogates=2)


def test_a_clean_text_stays_the_same_object() -> None:
    text = "emoji 😀 and ü"
    assert storable(text) is text


def test_nan_and_infinities_become_null() -> None:
    repairs = Repairs()
    assert repaired([float("nan"), float("inf"), -float("inf"), 1.5], repairs) == [None, None, None, 1.5]
    assert repairs == Repairs(nan=3)


def test_keys_that_would_collide_after_repair_stay_apart() -> None:
    value = dict([("\ud800", 1), ("\ufffd", 2), ("\ud801", 3)])
    assert sorted(repaired(value, Repairs()).values()) == [1, 2, 3]


def test_counts_add_up() -> None:
    assert Repairs(1, 2, 3) + Repairs(nan=1) == Repairs(2, 2, 3)


def test_nothing_repaired_is_false() -> None:
    assert not Repairs() and Repairs(nul=1)
