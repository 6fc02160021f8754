"""T70x: examples of a tree that are out of date, unsafe or missing, each told alone and where it stands."""

from dataclasses import dataclass

import pytest

from annai.diagnostics.wording import hint, message
from annai.model.facts import Input
from annai.model.text import plain
from annai.trees.personal_data import luhn, personal_data
from tests.trees.parcels import changed, line_of, places, told

DESK, PARCEL, ACCOUNT = (f"decision_trees/{name}.yml" for name in ("desk", "parcel", "account"))


@dataclass(frozen=True)
class Fault:
    """`at` is a text of the line that the finding stands on; `says` must stand in its English message or hint."""

    code: str
    file: str
    old: str
    new: str
    at: str
    says: str
    severity: str = "error"

    def __str__(self) -> str:
        return f"{self.code} {self.says[:50]}"


FAULTS = [
    Fault("T701", PARCEL, "wish: when}", "}", "いつ届きますか", 'no answer to "wish"'),
    Fault(
        "T701",
        PARCEL,
        "who: self, match: basic}, expect: cancel-it",
        "who: self}, expect: cancel-it",
        "取り消したい, an",
        "check#match",
    ),
    Fault("T701", PARCEL, "wish: when}", "wish: whem}", "いつ届きますか", 'no answer "whem"; did you mean "when"?'),
    Fault("T701", PARCEL, "wish: when}", "wish: when, smell: sound}", "いつ届きますか", "not asked on its way: smell"),
    # The ticket tells the state, so the question is skipped.
    Fault(
        "T701", PARCEL, "wish: when}", "wish: when}, facts: {order-state: unshipped}", "いつ届きますか", "way: status"
    ),
    Fault(
        "T702",
        PARCEL,
        "wish: when}, expect: track",
        "wish: when}, expect: trace",
        "いつ届きますか",
        'lands at "track" (配送状況を案内する), not at "trace"',
    ),
    Fault(
        "T702", ACCOUNT, "strong-match: strong}", "strong-match: failed}", "アドレスを変えたい", 'lands at "not-now"'
    ),
    Fault("T703", PARCEL, "volume: 8\n", "volume: 10\n", "  sound:", "10 contacts a month and no example", "warning"),
    Fault("T704", PARCEL, "text: 箱がつぶれて臭う", "text: 引っ 越した。", "引っ 越した", f"{ACCOUNT}:"),
    Fault("T706", DESK, "店の場所を教えてほしい", "店の場所を taro@example.jp に送ってほしい", "taro", "mail address"),
    Fault(
        "T706", DESK, "店の場所を教えてほしい", "０９０ー１２３４ー５６７８ に電話してほしい", "０９０", "phone number"
    ),
    Fault("T706", DESK, "店の場所を教えてほしい", "4111 1111 1111 1111 で払いたい", "4111", "card number"),
    Fault("T706", DESK, "店の場所を教えてほしい", "〒150-0001 に送ってほしい", "〒", "postal address"),
    Fault("T706", DESK, "店の場所を教えてほしい", "下4桁は 1234 です", "1234", 'looks like "カード番号の下4桁"'),
    Fault("T706", DESK, "expect: handover}\n", "expect: handover, why: 担当は taro@example.jp}\n", "taro", "mail"),
    Fault(
        "T707", PARCEL, "volume_asof: 2026-09-30", "volume_asof: 2026-05-25", "volume_asof", "181 days ago", "warning"
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_one_fault_is_told_once_and_where_it_is(fault: Fault, tmp_path):
    root = changed(tmp_path, (fault.file, fault.old, fault.new))
    found = told(root)
    assert places(found) == [(fault.code, fault.severity, fault.file, line_of(root, fault.file, fault.at))]
    assert fault.says in message(found[0], "en") + hint(found[0], "en")


def test_an_example_may_begin_at_an_entry(tmp_path):
    new = "{text: 箱が濡れていた, from: smell, answers: {smell: sound}, expect: sound}"
    root = changed(tmp_path, (PARCEL, "examples:\n", f"examples:\n  - {new}\n"))
    assert places(told(root)) == []


def test_an_outcome_that_only_settings_lead_to_needs_no_example(tmp_path):
    """desk: cut-off has forty contacts a month, and no question leads to it."""
    root = changed(tmp_path, (DESK, "volume: 40", "volume: 400"))
    assert places(told(root)) == []


def test_volumes_hold_for_a_hundred_and_eighty_days(tmp_path):
    root = changed(tmp_path, (PARCEL, "volume_asof: 2026-09-30", "volume_asof: 2026-05-26"))
    assert places(told(root)) == []


def test_the_same_text_with_the_same_outcome_is_no_contradiction(tmp_path):
    again = "  - {text: 荷物は、いつ届きますか, answers: {status: unshipped, wish: when}, expect: track}\n"
    root = changed(tmp_path, (PARCEL, "examples:\n", f"examples:\n{again}"))
    assert places(told(root)) == []


LAST_FOUR = {"card-last4": Input(label=plain("下4桁"), pattern="^[0-9]{4}$", pii=True)}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("090-1234-5678", ["phone"]),
        ("０３（１２３４）５６７８に掛けて", ["phone"]),
        ("+81 90 1234 5678", ["phone"]),
        ("call (555) 123-4567", ["phone"]),
        ("09012345678です", ["phone"]),
        ("taro.yamada+shop@mail.example.co.jp", ["mail"]),
        ("５１０５１０５１０５１０５１００", ["card"]),
        ("東京都港区芝公園4-2-8に住んでいる", ["postal"]),
        ("郵便番号は150-0001", ["postal"]),
        # Nobody's data: quantities, days, order numbers, tracking numbers.
        ("3日前の10時に2回注文した", []),
        ("10000円の請求が2026年に来た", []),
        ("2026-09-10 の請求", []),
        ("EC-20251104 の注文", []),
        ("送り状 412345678901", []),
        ("1234円だった", []),
        ("4111111111111112", []),
        ("サイズが24-25の靴", []),
    ],
)
def test_personal_data_in_a_sentence(text: str, kinds: list[str]):
    assert [kind for kind, _ in personal_data(text, LAST_FOUR)] == kinds


def test_the_check_digit_of_a_card():
    assert luhn("79927398713")
    assert not luhn("79927398710")
