"""Makes folders of Japanese articles of any number, from real sentences."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
REAL = REPOSITORY.parent / "shared" / "data" / "jaquad_dev" / "docs.jsonl.gz"
FOLDERS = 12


def passages() -> list[str]:
    """Japanese paragraphs: from the data beside the checkout, else from the demo's own articles."""
    if REAL.is_file():
        with gzip.open(REAL, "rt", encoding="utf-8") as lines:
            return [json.loads(line)["body"] for line in lines]
    demo = sorted((REPOSITORY / "content").rglob("*.md"))
    return [file.read_text(encoding="utf-8").split("---", 2)[-1] for file in demo]


def write_articles(root: Path, count: int) -> None:
    """Writes ``count`` articles of about 3 kB, with links, lists and headings, and both generators' settings."""
    chance = random.Random(count)
    texts = passages()
    for number in range(count):
        folder = root / "content" / "help" / f"topic{number % FOLDERS}"
        folder.mkdir(parents=True, exist_ok=True)
        parts = [" ".join(text.split()) for text in chance.sample(texts, 4)]
        title = f"記事{number} {parts[0][:20]}".replace('"', "").replace("\\", "")
        neighbour = (number + FOLDERS) % count if (number + FOLDERS) % count % FOLDERS == number % FOLDERS else number
        body = "\n\n".join(
            f"## 見出し{place}\n\n{part}\n\n- {part[:30]}\n- {part[30:60]}\n\n[次の記事](a{neighbour}.md)"
            for place, part in enumerate(parts)
        )
        (folder / f"a{number}.md").write_text(f'---\ntitle: "{title}"\n---\n\n# {title}\n\n{body}\n', encoding="utf-8")
    (root / "mkdocs.yml").write_text("site_name: T\ndocs_dir: content\nplugins: [annai]\n", encoding="utf-8")
    for name, features in (("prune", "[navigation.prune]"), ("whole", "[]")):
        (root / f"material-{name}.yml").write_text(
            "site_name: T\ndocs_dir: content\nplugins: [search]\n"
            f"site_dir: site-{name}\ntheme: {{name: material, language: ja, font: false, features: {features}}}\n",
            encoding="utf-8",
        )
