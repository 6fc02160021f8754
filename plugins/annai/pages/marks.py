"""Owns the small mark of a site in a browser's tab: the two sites must differ there, too."""

from html import escape

from annai.pages.palette import palette


def favicon_svg(colour: str, name: str, *, internal: bool) -> str:
    """An SVG of 32 by 32 with the site's first letter on its colour; an internal site wears a lock and stripes.

    ``colour`` is ``#rgb`` or ``#rrggbb`` (else ``ValueError``), ``name`` the site's name.
    """
    shades = palette(colour).light
    brand, dark = shades["bar"], shades["bar-strong"]
    letter = escape(name.strip()[:1])
    ground = f'<rect width="32" height="32" rx="7" fill="{brand}"/>'
    words = (
        f'<text x="16" y="23" text-anchor="middle" font-family="sans-serif" font-weight="700" font-size="19" '
        f'fill="#ffffff">{letter}</text>'
    )
    if internal:
        ground = (
            f'<clipPath id="c"><rect width="32" height="32" rx="7"/></clipPath><g clip-path="url(#c)">'
            f'<rect width="32" height="32" fill="{brand}"/>'
            f'<path d="M-4 36 36-4M-4 20 20-4M12 36 36 12" stroke="{dark}" stroke-width="6"/></g>'
        )
        words = (
            '<path d="M11 15v-3a5 5 0 0 1 10 0v3" fill="none" stroke="#ffffff" stroke-width="3"/>'
            '<rect x="8" y="14" width="16" height="12" rx="2.5" fill="#ffffff"/>'
            f'<rect x="14.5" y="18" width="3" height="4.5" rx="1.5" fill="{brand}"/>'
        )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{ground}{words}</svg>\n'
