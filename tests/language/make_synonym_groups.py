"""Makes `language/data/synonyms.txt` anew: `python -m tests.language.make_synonym_groups.DICTIONARY`.

FILE is `sudachi-synonyms-dictionary.json` of the npm package of that name. Names of companies, people and places, and
what is only another spelling of the same word, which analysis sees through, stay outside.
"""

import json
import sys
from pathlib import Path

from annai.language import synonym_groups
from annai.language.folding import fold_term
from annai.language.morphemes import normalized

LEFT_OUT = {
    "企業名", "旧企業名", "人名", "地名", "国名", "大学名", "組織名", "旧組織名", "店名", "キャラ", "不快",
    "スポーツ", "動植物", "音楽", "娯楽", "政治", "地形", "観光", "化学", "単位",
}  # fmt: skip
LONGEST = 12
NEVER, NOT_FROM_HERE = 2, 1
HEADER = """\
# Groups of synonyms: the number of a group in Sudachi's synonym dictionary, then its words. `!` before a word: others
# stand for it, but it stands for none of them. `=` behind a word: its normalized form, where that is another.
# Made from sudachi-synonyms-dictionary {version} (npm), which is Sudachi's synonym dictionary
# (https://github.com/WorksApplications/SudachiDict, Copyright (c) 2017 Works Applications Co., Ltd.), licensed under
# the Apache License, Version 2.0; see LICENSE-sudachi-synonyms.txt beside this file. Changed: selected and shortened.
"""


def main(source: Path) -> None:
    groups = json.loads(source.read_text(encoding="utf-8"))
    version = json.loads((source.parent / "package.json").read_text(encoding="utf-8"))["version"]
    lines: list[str] = []
    for group in groups:
        items = [item for item in group["items"] if item["expandControl"] != NEVER]
        if any(LEFT_OUT & set(item["bunya"]) for item in items):
            continue
        words: dict[str, str] = {}
        for item in items:
            surface = fold_term(item["midashi"])
            term = normalized(surface) or surface
            if 1 < len(surface) <= LONGEST and term not in words:
                mark = "!" if item["expandControl"] == NOT_FROM_HERE else ""
                words[term] = f"{mark}{surface}" + (f"={term}" if term != surface else "")
        if len(words) > 1 and not all(term.isascii() for term in words):
            lines.append("\t".join([str(int(group["id"])), *words.values()]) + "\n")
    synonym_groups.DICTIONARY.write_text(HEADER.format(version=version) + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
