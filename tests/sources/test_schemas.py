"""Schemas for editors: they take what the checks take, offer the ids of the project, and mark what is wrong."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from annai.sources import Layout, load
from annai.sources.schemas import MODELS, schema_texts

TODAY = date(2026, 11, 22)
NAMED_IN_FILE = re.compile(r"\$schema=\.\./\.annai/schema/(\S+)")


class EditorsYaml(yaml.SafeLoader):
    """YAML 1.2 as editors read it: dates are text, and only true and false are truth values."""


EditorsYaml.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"^(?:~|null|)$", "~n"),
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?[0-9]*\.[0-9]+$", "-+.0123456789"),
):
    EditorsYaml.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


def _schemas(root: Path) -> dict[str, Any]:
    return {name: json.loads(text) for name, text in schema_texts(load(Layout.of(root), TODAY).library).items()}


def _faults(schema: Any, value: Any) -> list[str]:
    return [
        f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}"
        for fault in jsonschema.Draft7Validator(schema).iter_errors(value)
    ]


def _named_in(text: str) -> str:
    """The schema that a file's first line names."""
    found = NAMED_IN_FILE.search(text.partition("\n")[0])
    assert found, "the first line names a schema"
    return found[1]


def _files(root: Path) -> list[Path]:
    return sorted([*(root / "decision_trees").glob("*.yml"), *(root / "site_config").glob("*.yml")])


@pytest.fixture(scope="module")
def example_schemas(shared_examples):
    return _schemas(shared_examples)


@pytest.fixture
def returns(shared_examples):
    return yaml.load((shared_examples / "decision_trees" / "returns.yml").read_text(encoding="utf-8"), EditorsYaml)


@pytest.fixture
def tools(shared_examples):
    return yaml.load((shared_examples / "site_config" / "tools.yml").read_text(encoding="utf-8"), EditorsYaml)


def test_every_kind_of_file_has_a_schema_that_is_one(tmp_path):
    schemas = _schemas(tmp_path)
    assert set(schemas) == {f"{name}.schema.json" for name in MODELS}
    for schema in schemas.values():
        jsonschema.Draft7Validator.check_schema(schema)


def test_the_example_files_are_valid_by_the_schemas_that_they_name(shared_examples, example_schemas):
    files = _files(shared_examples)
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert _faults(example_schemas[_named_in(text)], yaml.load(text, EditorsYaml)) == [], file.name


def test_the_files_of_this_repository_are_valid_by_the_schemas_that_they_name(repository):
    schemas = _schemas(repository)
    files = _files(repository)
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert _faults(schemas[_named_in(text)], yaml.load(text, EditorsYaml)) == [], file.name


def test_the_front_matter_of_this_repository_is_valid(repository):
    schema = _schemas(repository)["article.schema.json"]
    articles = sorted((repository / "content").rglob("*.md"))
    assert articles
    for file in articles:
        front = file.read_text(encoding="utf-8").partition("---\n")[2].partition("\n---\n")[0]
        assert _faults(schema, yaml.load(front, EditorsYaml)) == [], file.name


def test_the_category_files_of_this_repository_are_valid(repository):
    schema = _schemas(repository)["category.schema.json"]
    categories = sorted((repository / "content").rglob("_category.yml"))
    assert categories
    for file in categories:
        assert _faults(schema, yaml.load(file.read_text(encoding="utf-8"), EditorsYaml)) == [], str(file)


def test_a_step_to_an_unknown_node_is_marked_in_the_editor(example_schemas, returns):
    returns["questions"]["defect"]["answers"][0]["go"] = "verify-defekt"
    (fault,) = _faults(example_schemas["tree.schema.json"], returns)
    assert fault.startswith("questions/defect/answers/0/go: 'verify-defekt'")


def test_entries_of_other_trees_and_returns_are_offered_as_steps(example_schemas):
    offered = example_schemas["tree.schema.json"]["$defs"]["word-go"]["enum"]
    assert {"verify-defect", "tree:delivery", "tree:billing#known-use", "return:verified"} <= set(offered)
    assert "tree:verify-identity" not in offered


def test_an_unsure_may_be_an_answer_a_target_or_a_map(example_schemas, returns):
    for unsure in ("damaged", "photo", {"go": "photo"}, {"go": "photo", "public": {"go": "returns-form"}}):
        returns["questions"]["defect"]["unsure"] = unsure
        assert _faults(example_schemas["tree.schema.json"], returns) == []


def test_a_condition_offers_only_the_values_of_its_fact(example_schemas, returns):
    returns["routes"]["by-class"]["rules"][0]["when"] = {"item-class": ["gold"]}
    assert len(_faults(example_schemas["tree.schema.json"], returns)) == 1
    returns["routes"]["by-class"]["rules"][0]["when"] = {"item-klass": ["normal"]}
    assert len(_faults(example_schemas["tree.schema.json"], returns)) == 1


def test_unknown_roles_inputs_and_searches_are_marked(example_schemas, tools):
    schema = example_schemas["tools.schema.json"]
    tools["tools"]["oms"]["access"] = ["operator"]
    tools["tools"]["oms"]["searches"]["by-email"]["needs"] = ["mail"]
    tools["tools"]["oms"]["searches"]["by-email"]["if_none"] = "by-fax"
    assert len(_faults(schema, tools)) == 3


def test_unknown_keys_are_marked_and_own_keys_are_not(example_schemas, tools):
    schema = example_schemas["tools.schema.json"]
    tools["tools"]["oms"]["x-vendor"] = {"anything": [1]}
    tools["x-note"] = "ours"
    assert _faults(schema, tools) == []
    tools["tools"]["oms"]["acces"] = ["op"]
    assert len(_faults(schema, tools)) == 1


def test_a_language_that_the_site_does_not_speak_is_marked(example_schemas, tools):
    tools["tools"]["oms"]["title"] = {"ja": "受注", "fr": "Commandes"}
    assert len(_faults(example_schemas["tools.schema.json"], tools)) == 1


def test_any_article_may_be_named_where_there_is_no_content_folder(example_schemas, returns):
    returns["outcomes"]["refuse-late"]["articles"] = ["help/not/written/yet"]
    assert _faults(example_schemas["tree.schema.json"], returns) == []


def test_the_same_project_gives_the_same_schemas(shared_examples):
    first, second = (schema_texts(load(Layout.of(shared_examples), TODAY).library) for _ in range(2))
    assert first == second
