"""What the figures of trees advise: which questions could be saved, and which must not; which limit is exceeded."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from annai.cli.main import main
from annai.model.policy import Policy
from annai.model.source import Document, Marks
from annai.model.tree import Tree
from annai.trees.metrics import measure
from tests.trees.growing import CONTEXT, facts, library_of, tree
from tests.trees.parcels import changed
from tests.trees.test_metrics import asking, outcome

# Of a hundred contacts one ends at "seldom": a question that tells the two apart tells little.
ENDS = {"often": outcome(99), "seldom": outcome(1)}


def saved(first: dict[str, Any], *flags: str, more: tuple[Tree, ...] = (), **nodes: Any) -> list[str]:
    """The questions that could be saved, of a tree that begins with ``first``; with red flags that lead to these."""
    one = tree("t", start="first", questions={"first": first, **nodes}, outcomes=ENDS)
    policy = Policy.model_validate(
        {
            "start": "t",
            "flags": [{"id": f"f{n}", "label": "火", "match": ["火"], "go": go} for n, go in enumerate(flags)],
        },
        context=CONTEXT,
    )
    shop = replace(library_of([one, *more], facts()), policy=Document(policy, Marks("site_config/policy.yml")))
    return [str(split.question) for figures in measure(shop).trees for split in figures.low_splits]


def test_a_question_that_tells_little_could_be_saved():
    assert saved(asking("often", "seldom")) == ["t#first"]


def test_a_question_that_the_desk_judges_is_not_advised_away():
    assert saved(asking("often", "seldom", by="judge")) == []
    assert saved(asking("often", "seldom", by="lookup")) == ["t#first"]


def test_a_question_on_the_identity_is_not_advised_away():
    answers = [{"id": "basic", "label": "合った", "go": "often"}, {"id": "failed", "label": "合わない", "go": "seldom"}]
    assert saved({"ask": "?", "fact": "identity", "answers": answers}) == []


def test_no_question_of_an_identity_check_is_advised_away():
    match = [{"id": "basic", "label": "合った", "go": "return:ok"}, {"id": "failed", "label": "否", "go": "return:bad"}]
    check = tree(
        "check",
        start="papers",
        entries=[],
        returns=["ok", "bad"],
        questions={
            "papers": asking("match", "return:bad"),
            "match": {"ask": "?", "fact": "identity", "answers": match},
        },
    )
    call = {"tree": "check", "returns": {"ok": "often", "bad": "seldom"}}
    one = tree("t", start="verify", calls={"verify": call}, outcomes=ENDS)
    shop = library_of([one, check], facts(), start="t")
    assert [figures.low_splits for figures in measure(shop).trees] == [(), ()]


def test_a_question_on_the_way_to_a_red_flag_is_not_advised_away():
    danger = tree("danger", start="now", questions={"now": asking("end", "end")}, outcomes={"end": outcome(1)})
    smoke = asking("often", "tree:danger#now")
    assert saved(smoke, more=(danger,)) == ["t#first"]
    assert saved(smoke, "tree:danger#now", more=(danger,)) == []
    assert saved(smoke, "tree:danger", more=(danger,)) == []
    # The flag leads to the question itself.
    assert saved(asking("often", "seldom"), "tree:t#first") == []
    # Where all the rest goes is no sign of danger, though a red flag leads there as well.
    other = asking("often", "seldom")
    assert saved(other, "tree:t#seldom") == []
    other["answers"][1]["catch_all"] = True
    assert saved(other, "tree:t#seldom") == ["t#first"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_advice_says_which_figure_is_beyond_which_limit(tmp_path: Path, language: str):
    limits = "start: desk\nlimits: {questions_per_path: 3, nodes_per_tree: 15, answers_per_question: 2}\n"
    root = changed(tmp_path, ("site_config/policy.yml", "start: desk\n", limits))
    done = CliRunner().invoke(main, ["-C", str(root), "metrics"], env={"ANNAI_LANGUAGE": language})
    assert done.exit_code == 0, done.output
    told = [line for line in done.output.splitlines() if line.startswith("parcel: ")]
    for limit, figure, allowed in (("questions_per_path", "4", "3"), ("nodes_per_tree", "17", "15")):
        (line,) = [line for line in told if limit in line]
        assert figure in line
        assert allowed in line
    (desk,) = [line for line in done.output.splitlines() if line.startswith("desk: ") and "other_share" in line]
    assert "10%" in desk
    assert "19%" in desk
