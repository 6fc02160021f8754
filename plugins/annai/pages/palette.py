"""Owns the colours of a site: from one brand colour to a light and a dark palette with checked contrast.

Lightness is chosen in OKLCH, where equal steps look equal (Björn Ottosson, "A perceptual color space for image
processing", 2020); contrast is WCAG 2.2's, on relative luminance. Every text pair reaches AA (4.5), every line
that marks a control reaches 3, whatever the brand colour is.
"""

import math
import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_WHITE = "#ffffff"
_BLACK = "#14120f"
_TEXT = 4.5
_TEXT_MARGIN = 4.6
"""What is aimed at: a little more than AA asks, so that rounding to 8 bits never falls below it."""
_CONTROL = 3.0
_WARM_HUE = 75.0
_NEUTRAL_CHROMA = 0.006
_TONES = {"info": 245.0, "good": 152.0, "caution": 72.0, "danger": 27.0}
"""Hues (degrees in OKLCH) of the tones that every site has, whatever its brand."""

PAIRS: tuple[tuple[str, str, float], ...] = (
    *((ink, ground, _TEXT) for ink in ("ink", "ink-soft", "brand-ink") for ground in ("ground", "surface", "sunken")),
    ("ink", "brand-soft", _TEXT),
    ("ink-soft", "brand-soft", _TEXT),
    ("brand-ink", "brand-soft", _TEXT),
    ("on-brand", "brand", _TEXT),
    ("on-brand", "brand-strong", _TEXT),
    ("on-bar", "bar", _TEXT),
    ("on-bar", "bar-strong", _TEXT),
    *((f"{tone}-ink", ground, _TEXT) for tone in _TONES for ground in ("ground", "surface", f"{tone}-soft")),
    *(("ink", f"{tone}-soft", _TEXT) for tone in _TONES),
    *(("control", ground, _CONTROL) for ground in ("ground", "surface")),
    *(("focus", ground, _CONTROL) for ground in ("ground", "surface", "brand-soft")),
)
"""Which colour stands on which, and the contrast it must have at least."""


class Palette(Struct, frozen=True):
    """Names of colours (without ``--``) to hex, for both schemes."""

    light: Mapping[str, str]
    dark: Mapping[str, str]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two hex colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def palette(colour: str) -> Palette:
    """The palette of a brand colour, ``#rgb`` or ``#rrggbb``. Raises ``ValueError`` for anything else."""
    if not _HEX.fullmatch(colour):
        raise ValueError(f"not a hex colour: {colour!r}")
    lightness, chroma, hue = _oklch(colour)
    chroma = min(chroma, 0.19)
    return Palette(_light(lightness, chroma, hue), _dark(lightness, chroma, hue))


def palette_css(colour: str) -> str:
    """The style sheet ``brand.css``: custom properties for light, for dark by wish or by setting, and for print."""
    both = palette(colour)
    light, dark = _properties(both.light), _properties(both.dark)
    return (
        f":root {{\n  color-scheme: light;\n{light}}}\n"
        "@media screen and (prefers-color-scheme: dark) {\n"
        f":root:not([data-scheme='light']) {{\n  color-scheme: dark;\n{dark}}}\n}}\n"
        "@media screen {\n"
        f":root[data-scheme='dark'] {{\n  color-scheme: dark;\n{dark}}}\n}}\n"
    )


def _light(lightness: float, chroma: float, hue: float) -> Mapping[str, str]:
    colours = {
        "ground": _neutral(0.985),
        "surface": _WHITE,
        "sunken": _neutral(0.962),
        "line": _neutral(0.905),
        "ink": _neutral(0.255),
        "brand-soft": _hex(0.968, min(chroma * 0.17, 0.016), hue),
        "brand-tint": _hex(0.935, min(chroma * 0.32, 0.034), hue),
        "brand-line": _hex(0.86, min(chroma * 0.6, 0.06), hue),
        "brand": _filled(lightness, chroma, hue),
    }
    colours["on-brand"] = _WHITE
    colours["brand-strong"] = _darker(colours["brand"], 0.07)
    grounds = (colours["sunken"], colours["brand-soft"], colours["ground"])
    colours["brand-ink"] = _legible(min(lightness, 0.5), chroma, hue, grounds, _TEXT_MARGIN, darker=True)
    colours["ink-soft"] = _legible(0.5, _NEUTRAL_CHROMA * 1.5, _WARM_HUE, grounds, 4.9, darker=True)
    colours["control"] = _legible(0.62, _NEUTRAL_CHROMA * 1.5, _WARM_HUE, grounds, 3.1, darker=True)
    colours["focus"] = colours["ink"]
    colours["halo"] = "#ffd43d"
    colours["bar"] = colours["brand"]
    colours["bar-strong"] = colours["brand-strong"]
    colours["on-bar"] = colours["on-brand"]
    for tone, tone_hue in _TONES.items():
        soft = _hex(0.965, 0.024, tone_hue)
        colours[f"{tone}-soft"] = soft
        colours[f"{tone}-line"] = _hex(0.85, 0.07, tone_hue)
        colours[f"{tone}-ink"] = _legible(0.5, 0.13, tone_hue, (soft, colours["ground"]), _TEXT_MARGIN, darker=True)
    return MappingProxyType(colours)


def _dark(lightness: float, chroma: float, hue: float) -> Mapping[str, str]:
    colours = {
        "ground": _neutral(0.195),
        "surface": _neutral(0.235),
        "sunken": _neutral(0.275),
        "line": _neutral(0.345),
        "ink": _neutral(0.925),
        "brand-soft": _hex(0.265, min(chroma * 0.35, 0.03), hue),
        "brand-tint": _hex(0.32, min(chroma * 0.5, 0.045), hue),
        "brand-line": _hex(0.42, min(chroma, 0.06), hue),
    }
    grounds = (colours["sunken"], colours["brand-soft"], colours["surface"], colours["ground"])
    colours["brand-ink"] = _legible(max(lightness, 0.78), min(chroma, 0.11), hue, grounds, 5.5, darker=False)
    # A filled button is the light one here, with dark words on it: it stays the brightest thing on a dark page.
    colours["brand"] = _legible(max(lightness, 0.74), min(chroma, 0.11), hue, (_BLACK,), 7.0, darker=False)
    colours["brand-strong"] = _darker(colours["brand"], -0.06)
    colours["on-brand"] = _BLACK
    colours["ink-soft"] = _legible(0.72, _NEUTRAL_CHROMA * 1.5, _WARM_HUE, grounds, 4.9, darker=False)
    colours["control"] = _legible(0.52, _NEUTRAL_CHROMA * 1.5, _WARM_HUE, grounds, 3.1, darker=False)
    colours["focus"] = colours["ink"]
    colours["halo"] = "#7a6200"
    colours["bar"] = _hex(0.34, min(chroma, 0.1), hue)
    colours["bar-strong"] = _hex(0.28, min(chroma, 0.09), hue)
    colours["on-bar"] = _WHITE
    for tone, tone_hue in _TONES.items():
        soft = _hex(0.275, 0.035, tone_hue)
        colours[f"{tone}-soft"] = soft
        colours[f"{tone}-line"] = _hex(0.42, 0.06, tone_hue)
        colours[f"{tone}-ink"] = _legible(0.8, 0.11, tone_hue, (soft, *grounds), _TEXT_MARGIN, darker=False)
    return MappingProxyType(colours)


def _properties(colours: Mapping[str, str]) -> str:
    return "".join(f"  --{name}: {value};\n" for name, value in colours.items())


def _neutral(lightness: float) -> str:
    return _hex(lightness, _NEUTRAL_CHROMA, _WARM_HUE)


def _filled(lightness: float, chroma: float, hue: float) -> str:
    """The brand as the ground of white words: as it is where that is legible, else as dark as it must be."""
    return _legible(lightness, chroma, hue, (_WHITE, _neutral(0.985)), _TEXT_MARGIN, darker=True)


def _legible(
    lightness: float, chroma: float, hue: float, grounds: tuple[str, ...], ratio: float, *, darker: bool
) -> str:
    """The colour nearest to ``lightness`` that keeps ``ratio`` to each of ``grounds``, going one way only."""
    step = -0.005 if darker else 0.005
    while 0 < lightness < 1:
        value = _hex(lightness, chroma, hue)
        if all(contrast(value, ground) >= ratio for ground in grounds):
            return value
        lightness += step
    return "#000000" if darker else _WHITE


def _darker(value: str, by: float) -> str:
    lightness, chroma, hue = _oklch(value)
    return _hex(min(max(lightness - by, 0.0), 1.0), chroma, hue)


def _luminance(value: str) -> float:
    red, green, blue = _linear(value)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: str) -> tuple[float, float, float]:
    digits = value[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return _to_linear(red), _to_linear(green), _to_linear(blue)


def _to_linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _from_linear(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else float(1.055 * channel ** (1 / 2.4) - 0.055)


def _oklch(value: str) -> tuple[float, float, float]:
    red, green, blue = _linear(value)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """An OKLCH colour as hex; chroma is taken back until it lies within sRGB."""
    while True:
        channels = _to_linear_rgb(lightness, chroma, hue)
        if chroma <= 0 or all(-1e-4 <= channel <= 1.0001 for channel in channels):
            break
        chroma = max(chroma - 0.004, 0.0)
    eight_bit = (round(255 * _from_linear(min(max(channel, 0.0), 1.0))) for channel in channels)
    return "#" + "".join(f"{value:02x}" for value in eight_bit)


def _to_linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
