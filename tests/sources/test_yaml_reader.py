"""Restricted YAML: every scalar as it was typed, every fault with its place, no depth that ends the program."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from annai.sources.limits import MAX_BYTES
from annai.sources.yaml_reader import read_yaml

# What stands in the file, and what is told: code, line, column.
FAULTS = [
    # A key twice: the second would win silently.
    (b"a: 1\nb: 2\na: 3\n", [("T101.duplicate", 3, 1)]),
    (b"a:\n  b: 1\n  c: 2\n  b: 3\n", [("T101.duplicate", 4, 3)]),
    # Tags make objects, anchors and merges hide what a file says.
    (b"a: !!python/object/apply:os.system [ls]\n", [("T106.tag", 1, 4)]),
    (b"a: !local x\n", [("T106.tag", 1, 4)]),
    (b"a: !!str 1\n", [("T106.tag", 1, 4)]),
    (b"a: &x 1\nb: *x\n", [("T106.anchor", 1, 4), ("T106.alias", 2, 4)]),
    (b"<<: {a: 1}\nb: 2\n", [("T106.merge", 1, 1)]),
    (b"a: {<<: {b: 1}}\n", [("T106.merge", 1, 5)]),
    # Not YAML.
    (b"\ta: 1\n", [("T101.tab", 1, 1)]),
    (b"a: 'x\n", [("T101.quote", 1, 4)]),
    (b"a: [1, 2\nb: 3\n", [("T101.bracket", 1, 4)]),
    (b"a: 1\x00\n", [("T101.character", 1, 5)]),
    ("あ: 1\nい: う\x01え\n".encode(), [("T101.character", 2, 5)]),
    (b'a: "\\ud800"\n', [("T101.escape", 1, 7)]),
    (b"a: b: c\n", [("T101.colon", 1, 5)]),
    (b"a: 1\n...\nb: 1\n", [("T101.yaml", 3, 1)]),
    # Not one map.
    (b"- a\n- b\n", [("T101.top", 1, 1)]),
    (b"just words\n", [("T101.top", 1, 1)]),
    (b"a: 1\n---\nb: 2\n", [("T101.documents", 2, 1)]),
    (b"? [a, b]\n: c\n", [("T101.key", 1, 3)]),
    # Not UTF-8.
    (b"a: \xff\n", [("T101.encoding", 1, 4)]),
    ("a: あ".encode("utf-16"), [("T101.encoding", 1, 1)]),
    ("a: あ\n".encode("shift_jis"), [("T101.encoding", 1, 4)]),
]


@pytest.mark.parametrize(("data", "told"), FAULTS)
def test_every_fault_has_its_place(data: bytes, told: list[tuple[str, int, int]]):
    tokens, _, findings = read_yaml(data, "x.yml")
    assert tokens is None
    assert [(finding.key, finding.mark.line, finding.mark.column) for finding in findings] == told


def test_all_duplicates_are_told_at_once():
    _, _, findings = read_yaml(b"a: 1\na: 2\nb: 1\nb: 2\na: 3\n", "x.yml")
    assert [finding.mark.line for finding in findings] == [2, 4, 5]


# What YAML would turn into something else stays what was typed.
TYPED = [
    ("no", "no"),
    ("NO", "NO"),
    ("true", "true"),
    ("null", "null"),
    ("~", "~"),
    ("12:30", "12:30"),
    ("0123", "0123"),
    ("1_000", "1_000"),
    ("1e3", "1e3"),
    ("0x1F", "0x1F"),
    ("2026-11-22", "2026-11-22"),
    ("2026-11-21T09:00+09:00", "2026-11-21T09:00+09:00"),
    (".inf", ".inf"),
    ("=", "="),
    ("'no'", "no"),
    ('"あ\\n"', "あ\n"),
    ("|\n  一\n  二", "一\n二\n"),
    (">\n  一\n  二", "一 二\n"),
    ("", None),
    ("''", ""),
]


@pytest.mark.parametrize(("written", "read"), TYPED)
def test_a_scalar_is_what_was_typed(written: str, read: str | None):
    tokens, _, findings = read_yaml(f"a: {written}\n".encode(), "x.yml")
    assert findings == ()
    assert tokens == {"a": read}


@pytest.mark.parametrize(
    "key", ["no", "on", "y", "true", "null", "12:30", "0123", "2026-11-22", "'<<'", "日本語", "a b"]
)
def test_a_key_is_what_was_typed(key: str):
    tokens, marks, findings = read_yaml(f"{key}: x\n".encode(), "x.yml")
    assert findings == ()
    assert tokens == {key.strip("'"): "x"}
    assert marks.at(key.strip("'")).line == 1


def test_a_byte_order_mark_and_foreign_line_ends_are_no_content():
    assert read_yaml(b"\xef\xbb\xbfa: 1\r\nb: 2\rc: 3\n", "x.yml")[0] == {"a": "1", "b": "2", "c": "3"}


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# only words\n", b"---\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_an_empty_map(data: bytes):
    tokens, _, findings = read_yaml(data, "x.yml")
    assert (tokens, findings) == ({}, ())


def test_a_file_of_two_megabytes_is_read_and_a_larger_one_is_not():
    line = b"# " + b"x" * 97 + b"\n"
    whole = b"a: 1\n" + line * ((MAX_BYTES - 5) // 100)
    assert read_yaml(whole, "x.yml")[0] == {"a": "1"}
    assert [finding.key for finding in read_yaml(whole + line * 2, "x.yml")[2]] == ["T101.size"]


DEEP = {
    "brackets": "a: " + "[" * 10_000,
    "closed brackets": "a: " + "[" * 10_000 + "]" * 10_000,
    "braces": "a: " + "{a: " * 10_000,
    "closed braces": "a: " + "{a: " * 10_000 + "x" + "}" * 10_000,
    "indents": "\n".join(" " * depth + "a:" for depth in range(1_500)),
    "lists": "a:\n" + "- " * 10_000 + "x",
    "keys": "? " * 10_000,
}


def test_ten_thousand_levels_are_told_and_nothing_crashes():
    """In a process of its own: what this guards against ends the interpreter."""
    program = (
        "import sys, json; from annai.sources.yaml_reader import read_yaml\n"
        "for text in json.load(sys.stdin):\n"
        "    print(*sorted({finding.key for finding in read_yaml(text.encode(), 'x.yml')[2]}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(list(DEEP.values())),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = dict(zip(DEEP, done.stdout.splitlines(), strict=True))
    assert {way for way, keys in told.items() if keys in {"T101.depth", "T101.key", "T101.bracket"}} == DEEP.keys()


def test_sixty_levels_are_read():
    depth = 60
    tokens, _, findings = read_yaml(("a: " + "[" * depth + "x" + "]" * depth).encode(), "x.yml")
    assert findings == ()
    inner = tokens["a"] if tokens else None
    for _ in range(depth):
        assert isinstance(inner, list)
        (inner,) = inner
    assert inner == "x"


@given(st.binary(max_size=300))
def test_no_bytes_stop_the_reader(data: bytes):
    tokens, _, findings = read_yaml(data, "x.yml")
    assert (tokens is None) == bool(findings)
    for finding in findings:
        assert finding.mark.line >= 1
        assert finding.mark.column >= 1


PIECES = st.sampled_from(
    [
        *(
            "a",
            "b: ",
            ": ",
            "- ",
            "\n",
            "  ",
            "[",
            "]",
            "{",
            "}",
            ",",
            "&x ",
            "*x",
            "!t ",
            "<<: ",
            "|\n",
            ">\n",
            "'",
            '"',
        ),
        *("#", "---\n", "? ", "%YAML 1.2\n", "\t", "...\n", "あ", "\\", "\x85", "\u2028", "\ufeff", "@", "`", "\0"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_nothing_that_looks_like_yaml_stops_the_reader(text: str):
    tokens, _, findings = read_yaml(text.encode(), "x.yml")
    assert (tokens is None) == bool(findings)


PLAIN = st.recursive(
    st.text("abc日本 :#-'\"[]{}\n", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc日本", min_size=1, max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abc日本", min_size=1, max_size=4), PLAIN, max_size=4))
def test_what_is_written_is_what_is_read(value: dict[str, object]):
    # Quoted, so that an empty text is one and not nothing.
    text = yaml.safe_dump(value, allow_unicode=True, default_style='"')
    tokens, _, findings = read_yaml(text.encode(), "x.yml")
    assert [finding.key for finding in findings] in ([], ["T106.tag"])
    if not findings:
        assert tokens == value
