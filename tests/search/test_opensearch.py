"""What OpenSearch is given: every field has an analyser that is there, every document is one line after its action."""

import json

import pytest

from annai.language.synonyms import Synonyms
from annai.search.sinks.opensearch import bulk, mapping, query
from tests.search.builders import SHOP, page


def names_of_analysers(properties: dict) -> set[str]:
    found: set[str] = set()
    for field in properties.values():
        found |= {field[name] for name in ("analyzer", "search_analyzer") if name in field}
        found |= names_of_analysers(field.get("fields", {}))
    return found


@pytest.mark.parametrize(("language", "analyser"), [("ja", "sudachi"), ("ja", "kuromoji"), ("en", "sudachi")])
def test_every_analyser_that_a_field_names_is_defined_with_all_its_parts(language, analyser):
    body = mapping(language, analyser)
    analysis = body["settings"]["analysis"]
    assert names_of_analysers(body["mappings"]["properties"]) <= analysis["analyzer"].keys()
    for made in analysis["analyzer"].values():
        for kind, known in (("filter", analysis["filter"]), ("char_filter", analysis.get("char_filter", {}))):
            own = [name for name in made.get(kind, []) if name.startswith("annai_")]
            assert set(own) <= known.keys()
        if made["tokenizer"].startswith("annai_"):
            assert made["tokenizer"] in analysis["tokenizer"]


@pytest.mark.parametrize(
    ("analyser", "tokenizer"), [("sudachi", "sudachi_tokenizer"), ("kuromoji", "kuromoji_tokenizer")]
)
def test_the_plugin_that_analyses_is_named(analyser, tokenizer):
    assert mapping("ja", analyser)["settings"]["analysis"]["tokenizer"]["annai_words"]["type"] == tokenizer


def test_a_bulk_request_is_two_lines_for_each_document_and_says_all_that_the_mapping_knows():
    lines = list(bulk(SHOP, "help"))
    assert len(lines) == 2 * len(SHOP)
    assert all(line.endswith("\n") and "\n" not in line[:-1] for line in lines)
    known = mapping("ja")["mappings"]["properties"].keys()
    for action, source in zip(lines[::2], lines[1::2], strict=True):
        assert json.loads(action)["index"]["_index"] == "help"
        assert json.loads(source).keys() == known


def test_sections_of_an_article_have_ids_of_their_own():
    ids = [json.loads(line)["index"]["_id"] for line in list(bulk(SHOP, "help"))[::2]]
    assert len(set(ids)) == len(SHOP)


def test_a_query_gives_one_result_for_each_article_and_weighs_titles_more():
    body = query("返品", "ja", limit=5, kinds=["article"])
    assert body["collapse"] == {"field": "id"}
    assert body["size"] == 5
    fields = body["query"]["bool"]["should"][0]["multi_match"]["fields"]
    assert "title^2.0" in fields
    assert "text^1.0" in fields
    assert body["query"]["bool"]["filter"] == [{"terms": {"kind": ["article"]}}]


def test_a_query_in_another_language_asks_for_no_readings():
    assert "reading" not in json.dumps(query("refund", "en"))


def test_a_sites_synonyms_are_rules():
    rules = Synonyms(((("返品",), ("返送", "送り返す"), 0.5), (("a,b",), ("c",), 0.5)))
    made = mapping("ja", synonyms=rules)["settings"]["analysis"]["filter"]["annai_synonyms"]["synonyms"]
    assert made == ["返品 => 返品, 返送, 送り返す", "a\\,b => a\\,b, c"]


def test_the_same_documents_give_the_same_request():
    documents = [page("返品", "a"), page("送料", "b")]
    assert list(bulk(documents, "help")) == list(bulk(documents, "help"))
