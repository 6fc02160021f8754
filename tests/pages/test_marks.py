"""The marks in a browser's tab: nobody takes one site for the other."""

from xml.etree import ElementTree as ET

from annai.pages.marks import favicon_svg


def test_the_mark_is_well_formed_and_shows_the_first_letter() -> None:
    svg = ET.fromstring(favicon_svg("#2f6b4f", " このはな商店", internal=False))
    assert "".join(svg.itertext()).strip() == "こ"


def test_a_name_cannot_break_out_of_the_mark() -> None:
    ET.fromstring(favicon_svg("#2f6b4f", "<script>", internal=False))


def test_the_internal_mark_differs_even_in_the_same_colour() -> None:
    assert favicon_svg("#2f6b4f", "こ", internal=True) != favicon_svg("#2f6b4f", "こ", internal=False)
