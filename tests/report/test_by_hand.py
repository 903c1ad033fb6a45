"""A number that we copied by hand says so, and from which page."""

from polemos.report._lineage import by_hand


def test_what_a_publisher_gave_needs_no_word() -> None:
    assert by_hand((), "en") == ""
    assert by_hand((), "zh") == ""


def test_a_page_is_named_by_its_host_in_both_languages() -> None:
    one = ("https://www.a.example/x", "https://a.example/y")
    assert by_hand(one, "en") == " (transcribed by us from a.example)"
    assert by_hand(one, "zh") == "（本刊轉錄自 a.example）"


def test_of_many_pages_the_first_are_named() -> None:
    many = tuple(f"https://{c}.example/x" for c in "abc")
    assert by_hand(many, "en").endswith("a.example, b.example and others)")
    assert by_hand(many, "zh").endswith("a.example、b.example 等）")
