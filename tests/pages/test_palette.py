"""From one brand colour to two palettes: legible for every colour a shop may have."""

import itertools

import pytest

from annai.pages.palette import PAIRS, contrast, palette, palette_css

# Every corner and edge middle of the RGB cube, and brands as they occur: too light, too dark, without hue.
CUBE = ["#" + "".join(parts) for parts in itertools.product(("00", "80", "ff"), repeat=3)]
BRANDS = ["#2f6b4f", "#7a3050", "#0b5fa5", "#8a3b12", "#e60012", "#06c755", "#fff", "#000"]


def test_contrast_of_black_and_white_is_the_greatest_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@pytest.mark.parametrize("colour", [*BRANDS, *CUBE])
def test_every_pair_is_legible_in_both_schemes(colour: str) -> None:
    both = palette(colour)
    for scheme in (both.light, both.dark):
        short = [
            f"{front} on {ground}: {contrast(scheme[front], scheme[ground]):.2f}, due {least}"
            for front, ground, least in PAIRS
            if contrast(scheme[front], scheme[ground]) < least
        ]
        assert not short


def test_a_legible_brand_colour_is_kept_nearly_as_it_is() -> None:
    assert contrast(palette("#2f6b4f").light["brand"], "#2f6b4f") < 1.05


def test_a_pale_brand_colour_is_darkened_until_white_words_stand_on_it() -> None:
    assert contrast(palette("#ffe066").light["brand"], "#ffffff") >= 4.5


def test_two_sites_with_different_colours_differ_where_it_is_seen_first() -> None:
    assert palette("#2f6b4f").light["bar"] != palette("#7a3050").light["bar"]


@pytest.mark.parametrize("colour", ["", "2f6b4f", "#12", "#12345g", "green", "#2f6b4f; } body { display: none"])
def test_what_is_not_a_hex_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="not a hex colour"):
        palette(colour)


def test_style_sheet_serves_light_dark_by_wish_dark_by_setting_and_prints_light() -> None:
    css = palette_css("#2f6b4f")
    assert css.startswith(":root {\n  color-scheme: light;")
    assert "@media screen and (prefers-color-scheme: dark)" in css
    assert ":root[data-scheme='dark']" in css
    assert css.count("--brand:") == 3
    assert palette_css("#2f6b4f") == css
