"""Pictures lose what they say of people and places, and not one pixel."""

import base64
import gzip
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps, ImageSequence, PngImagePlugin

from annai.audience.images import PictureError, published_bytes

CANARY = b"CANARY"


def drawn(mode: str = "RGB") -> Image.Image:
    """A picture in which every pixel, and every side, is another."""
    picture = Image.new(mode, (12, 8))
    for x in range(12):
        for y in range(8):
            picture.putpixel((x, y), (x * 20, y * 30, x * y, 255)[: len(picture.getbands())])
    return picture


def exif(turned: int = 1) -> Image.Exif:
    data = Image.Exif()
    data[0x010E] = "CANARY description"
    data[0x013B] = "CANARY artist"
    data[0x0112] = turned
    data.get_ifd(0x8825)[2] = (35.0, 39.0, 31.0)
    return data


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def frames_of(data: bytes) -> int:
    return sum(1 for _ in ImageSequence.Iterator(opened(data)))


def pixels(data: bytes) -> bytes:
    """What is seen: the pixels the way up that EXIF says."""
    return ImageOps.exif_transpose(opened(data)).tobytes()


def segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload


def chunk(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def jpeg(**options) -> bytes:
    return saved(drawn(), "JPEG", **options)


def png(**options) -> bytes:
    return saved(drawn("RGBA"), "PNG", **options)


XMP = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>CANARY</x:xmpmeta>"
JPEG_PARTS = {
    "EXIF": segment(0xE1, b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00CANARY"),
    "XMP": segment(0xE1, XMP),
    "flashpix": segment(0xE2, b"FPXR\x00CANARY"),
    "several pictures": segment(0xE2, b"MPF\x00CANARY"),
    "meta": segment(0xE3, b"Meta\x00CANARY"),
    "Photoshop": segment(0xED, b"Photoshop 3.0\x008BIM CANARY"),
    "thumbnail": segment(0xE0, b"JFXX\x00\x10CANARY"),
    "comment": segment(0xFE, b"CANARY"),
    "app 15": segment(0xEF, b"CANARY"),
}


@pytest.mark.parametrize("part", [pytest.param(part, id=name) for name, part in JPEG_PARTS.items()])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_loses_its_metadata_wherever_it_stands(part: bytes, progressive: bool):
    plain = jpeg(progressive=progressive, quality=90)
    scan = plain.rindex(b"\xff\xda")
    for place in (2, plain.index(b"\xff\xdb"), scan):
        marked = plain[:place] + part + plain[place:]
        clean = published_bytes("photo.jpg", marked)
        assert CANARY not in clean
        assert pixels(clean) == pixels(plain)


def test_a_jpeg_loses_what_follows_its_end_and_the_thumbnail_of_its_header():
    plain = jpeg()
    thumbnail = b"JFIF\x00\x01\x02\x00\x00\x48\x00\x48\x02\x01CANARY"
    clean = published_bytes("a.jpeg", plain[:2] + segment(0xE0, thumbnail) + plain[20:] + b"\x00\x00ftypCANARY")
    assert CANARY not in clean
    assert clean.endswith(b"\xff\xd9")
    assert pixels(clean) == pixels(plain)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turned", range(1, 9))
def test_a_picture_stays_the_right_way_up(kind: str, turned: int):
    data = saved(drawn(), kind, exif=exif(turned), **({"lossless": True} if kind == "WEBP" else {}))
    clean = published_bytes(f"a.{kind.lower()}", data)
    assert CANARY in data
    assert CANARY not in clean
    kept = opened(clean).getexif()
    assert dict(kept) == ({0x0112: turned} if turned > 1 else {})
    assert pixels(clean) == pixels(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_its_colour_profile(kind: str):
    profile = b"\x00\x00\x02\x00" + bytes(508)
    data = saved(drawn(), kind, icc_profile=profile)
    assert opened(published_bytes("a", data)).info["icc_profile"] == profile


def test_a_jpeg_in_four_colours_keeps_adobes_transform():
    data = saved(drawn("CMYK"), "JPEG")
    assert pixels(published_bytes("a.jpg", data)) == pixels(data)
    assert b"Adobe" in published_bytes("a.jpg", data)


PNG_PARTS = {
    "text": chunk(b"tEXt", b"Author\x00CANARY"),
    "packed text": chunk(b"zTXt", b"CANARY\x00\x00" + zlib.compress(b"x")),
    "international text": chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00CANARY"),
    "time": chunk(b"tIME", b"CANARY!"),
    "EXIF": chunk(b"eXIf", b"MM\x00*\x00\x00\x00\x08\x00\x00CANARY"),
    "palette with a name": chunk(b"sPLT", b"CANARY\x00\x08"),
    "somebody's own": chunk(b"prVW", b"CANARY"),
    "profile's name": chunk(b"iCCP", b"CANARY\x00\x00" + zlib.compress(bytes(128))),
}


@pytest.mark.parametrize("part", [pytest.param(part, id=name) for name, part in PNG_PARTS.items()])
def test_a_png_loses_its_texts_and_times(part: bytes):
    plain = png()
    clean = published_bytes("a.png", plain[:33] + part + plain[33:] + b"CANARY")
    assert CANARY not in clean
    assert pixels(clean) == pixels(plain)


def test_a_png_keeps_its_frames():
    frames = [drawn("RGBA"), ImageOps.mirror(drawn("RGBA"))]
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "CANARY")
    data = saved(frames[0], "PNG", save_all=True, append_images=frames[1:], pnginfo=info, duration=50)
    clean = published_bytes("a.png", data)
    assert CANARY not in clean
    assert frames_of(clean) == 2


def test_a_png_keeps_its_transparent_colour():
    data = saved(drawn(), "PNG", transparency=(0, 0, 0), pnginfo=None, exif=exif())
    assert opened(published_bytes("a.png", data)).info["transparency"] == (0, 0, 0)


@pytest.mark.parametrize("lossless", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_webp_loses_exif_xmp_and_unknown_chunks(mode: str, lossless: bool):
    data = saved(drawn(mode), "WEBP", lossless=lossless, exif=exif(), xmp=b"<x>CANARY</x>", icc_profile=bytes(128))
    data += b"CNRY" + struct.pack("<I", 6) + CANARY
    data = data[:4] + struct.pack("<I", len(data) - 8) + data[8:] + b"CANARY"
    clean = published_bytes("a.webp", data)
    assert CANARY not in clean
    assert not clean[20] & 0x0C
    assert pixels(clean) == pixels(data)


def test_an_animated_webp_keeps_its_frames():
    frames = [drawn("RGBA"), ImageOps.mirror(drawn("RGBA"))]
    data = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True, xmp=b"CANARY")
    clean = published_bytes("a.webp", data)
    assert CANARY not in clean
    assert frames_of(clean) == 2


def test_a_gif_loses_comments_and_applications_and_keeps_its_frames():
    frames = [drawn("P"), ImageOps.mirror(drawn("P"))]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], loop=3, duration=70, comment=b"CANARY")
    applied = b"\x21\xff\x0bXMP DataXMP\x06CANARY\x00"
    plain_text = b"\x21\x01\x0c" + bytes(12) + b"\x06CANARY\x00"
    end = data.rindex(b"\x3b")
    clean = published_bytes("a.gif", data[:end] + applied + plain_text + b"\x3bCANARY")
    assert CANARY not in clean
    info = opened(clean).info
    assert (frames_of(clean), info["loop"], info["duration"]) == (2, 3, 70)


def svg(body: str, head: str = "", attributes: str = "") -> bytes:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{head}<svg {spaces} {attributes}>{body}</svg>".encode()


def packed(data: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


SVG_LEAKS = [
    ("comment", svg("<!-- CANARY --><path d='M0 0'/>")),
    ("processing instruction", svg("<path/>", head='<?xml-stylesheet href="CANARY.css"?>')),
    ("doctype", svg("<path/>", head='<!DOCTYPE svg PUBLIC "CANARY" "http://www.w3.org/CANARY.dtd">')),
    ("metadata", svg("<metadata><a>CANARY</a></metadata>")),
    ("RDF", svg('<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">CANARY</r:RDF>')),
    ("editor's element", svg('<i:layer xmlns:i="http://inkscape.example/CANARY">CANARY</i:layer>')),
    ("editor's attribute", svg('<g xmlns:i="http://inkscape.example/CANARY" i:label="CANARY"/>')),
    ("undeclared namespace", svg("<g/>", attributes='xmlns:sodipodi="CANARY" sodipodi:docname="CANARY"')),
    ("editor's data", svg('<g data-name="CANARY"/>')),
    ("editor's style", svg('<g style="fill:red;-inkscape-font-specification:CANARY;"/>')),
    ("text that is not drawn", svg("<g>CANARY</g>")),
    ("script", svg("<script>CANARY</script>")),
    ("handler", svg('<g onclick="CANARY" ONLOAD="CANARY"/>')),
    ("handler by animation", svg('<set attributeName="onclick" to="CANARY"/>')),
    ("link by animation", svg('<animate attributeName="xlink:href" values="CANARY"/>')),
    ("html", svg('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">CANARY</p></foreignObject>')),
    ("link", svg('<a href="https://CANARY.example/"><path/></a>')),
    ("old link", svg('<use xlink:href="CANARY.svg#a"/>')),
    ("script in a link", svg('<a href=" javascript:CANARY"/>')),
    ("base", svg("<g/>", attributes='xml:base="https://CANARY.example/"')),
    ("picture from elsewhere", svg('<image href="CANARY.png"/>')),
    ("fill from elsewhere", svg('<g fill="url(https://CANARY.example/a.svg#b)"/>')),
    ("style from elsewhere", svg('<g style="background:url(&quot;//CANARY.example/&quot;)"/>')),
    ("import", svg("<style>@import url(CANARY.css); path{fill:red}</style>")),
    ("comment in a style", svg("<style>/* CANARY */ path{fill:red}</style>")),
    ("hidden import", svg("<style>@\\69mport 'CANARY.css';</style>")),
    ("hidden address", svg('<g style="background:\\75rl(CANARY)"/>')),
    ("set of pictures", svg('<style>path{background:image-set("CANARY.png" 1x)}</style>')),
    ("metadata of a packed picture", svg(f'<image href="{packed(saved(drawn(), "PNG", exif=exif()))}"/>')),
    ("packed svg", svg(f'<image href="{packed(svg("<!-- CANARY -->"), "svg+xml")}"/>')),
    ("packed text", svg('<image href="data:text/html,CANARY"/>')),
]


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in SVG_LEAKS])
def test_an_svg_loses_what_is_not_drawn(data: bytes):
    clean = published_bytes("a.svg", data)
    assert CANARY not in clean
    assert CANARY.lower() not in b"".join(base64.b64decode(part) for part in _packed_parts(clean)).lower()
    assert clean.startswith(b"<svg")
    assert published_bytes("a.svg", clean) == clean


def _packed_parts(data: bytes) -> list[bytes]:
    return [part.partition(b'"')[0].partition(b")")[0] for part in data.split(b"base64,")[1:]]


SVG_KEPT = [
    '<title>戻し方</title><desc>図</desc><text x="1">A &amp; B<tspan>C</tspan></text>',
    '<g id="a" class="b" transform="translate(1 2)" aria-label="(a)"><use href="#a"/><use xlink:href="#a"/></g>',
    '<style>.b{fill:url(#a);font-family:"Noto Sans JP"}</style>',
    '<path d="M0 0" style="fill:#fff;stroke:url(#a)" clip-path="url(#a)"/>',
    '<animate attributeName="opacity" values="0;1"/>',
]


@pytest.mark.parametrize("body", SVG_KEPT)
def test_an_svg_keeps_what_is_drawn(body: str):
    assert published_bytes("a.svg", svg(body)).decode() == svg(body, attributes="").decode().replace(" >", ">")


def test_an_svg_keeps_pictures_packed_into_it():
    data = saved(drawn(), "PNG")
    clean = published_bytes("a.svg", svg(f'<image href="{packed(data)}"/>'))
    (part,) = _packed_parts(clean)
    assert pixels(base64.b64decode(part)) == pixels(data)


def test_a_packed_svg_file_is_cleaned_inside():
    clean = published_bytes("a.svgz", gzip.compress(svg("<!-- CANARY --><path/>")))
    assert gzip.decompress(clean) == published_bytes("a.svg", svg("<path/>"))


REFUSED = [
    ("a.jpg", b"not a jpeg"),
    ("a.png", b"<svg/>"),
    ("a.webp", b"RIFF"),
    ("a.gif", b"GIF"),
    ("cut.jpg", jpeg()[:30]),
    ("cut.png", png()[:40]),
    ("cut.webp", saved(drawn(), "WEBP")[:30]),
    ("cut.gif", saved(drawn("P"), "GIF")[:40]),
    ("rubbish.jpg", jpeg()[:20] + b"CANARY" + jpeg()[20:]),
    ("unknown.png", png()[:33] + chunk(b"CNRY", b"") + png()[33:]),
    ("a.svg", b""" <svg xmlns="http://www.w3.org/2000/svg"><g></svg>"""),
    ("html.svg", b"<html>CANARY</html>"),
    ("encoding.svg", b"<?xml version='1.0' encoding='CANARY'?><svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("entity.svg", svg("&a;", head='<!DOCTYPE svg [<!ENTITY a "CANARY">]>')),
    ("laughs.svg", svg("&b;", head='<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>')),
    ("outside.svg", svg("&a;", head='<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>')),
    ("parameter.svg", svg("", head='<!DOCTYPE svg [<!ENTITY % a SYSTEM "CANARY"> %a;]>')),
    ("deep.svg", svg("<g>" * 600 + "</g>" * 600)),
    ("packed.svg", svg(f'<image href="{packed(b"not a png")}"/>')),
    ("a.svgz", b"not gzip"),
]


@pytest.mark.parametrize(("name", "data"), [pytest.param(*case, id=case[0]) for case in REFUSED])
def test_a_picture_that_cannot_be_read_is_not_published(name: str, data: bytes):
    with pytest.raises(PictureError):
        published_bytes(name, data)


@pytest.mark.parametrize(
    ("name", "data"), [("a.pdf", b"%PDF CANARY"), ("a.csv", b"a,b"), ("noext", b"x"), ("a.png", b"")]
)
def test_other_files_and_empty_ones_stay_as_they_are(name: str, data: bytes):
    assert published_bytes(name, data) == data


def test_a_picture_is_told_by_its_bytes_and_not_by_its_name():
    data = saved(drawn(), "JPEG", comment=b"CANARY")
    assert CANARY not in published_bytes("a.png", data)
    assert CANARY not in published_bytes("a", data)


SAMPLES = [
    ("a.jpg", saved(drawn(), "JPEG", exif=exif(6), comment=b"CANARY")),
    ("a.png", saved(drawn("P"), "PNG", exif=exif(6))),
    ("a.webp", saved(drawn(), "WEBP", exif=exif(6))),
    ("a.gif", saved(drawn("P"), "GIF", comment=b"CANARY")),
    ("a.svg", svg("<!-- CANARY --><g style='fill:red'><text>a</text></g>")),
]


@pytest.mark.parametrize(("name", "data"), SAMPLES)
def test_cleaning_twice_changes_nothing(name: str, data: bytes):
    clean = published_bytes(name, data)
    assert published_bytes(name, clean) == clean


@given(st.sampled_from(SAMPLES), st.data())
def test_a_damaged_picture_is_refused_or_cleaned_and_never_crashes(sample, data):
    name, whole = sample
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    damaged = damaged[: data.draw(st.integers(1, len(damaged)))]
    try:
        clean = published_bytes(name, bytes(damaged))
    except PictureError:
        return
    assert published_bytes(name, clean) == clean


@given(st.sampled_from(["jpg", "png", "webp", "gif", "svg", "svgz"]), st.binary(max_size=80))
def test_rubbish_is_refused_or_passed_and_never_crashes(suffix: str, data: bytes):
    heads = {"jpg": b"\xff\xd8", "png": b"\x89PNG\r\n\x1a\n", "webp": b"RIFF\x40\x00\x00\x00WEBP", "gif": b"GIF89a"}
    try:
        published_bytes(f"a.{suffix}", heads.get(suffix, b"<svg ") + data)
    except PictureError:
        return
