"""The browser's calendar engine answers as the Python one does, on the vectors that both are held to."""

from __future__ import annotations

import json
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path

from annai.model.channels import Calendar
from annai.trees.calendars import is_closed_by_name

REPOSITORY = Path(__file__).parents[2]
VECTORS = REPOSITORY / "tests" / "fixtures" / "calendar_vectors.json"
MODULE = REPOSITORY / "plugins" / "annai" / "web" / "hours" / "open-time.mjs"

_SCRIPT = """
import { readFileSync } from "node:fs";
const { deadline, duration, isOpen, nextOpening, spoken } = await import(process.argv[2]);
const { calendars, cases } = JSON.parse(readFileSync(0, "utf8"));
const answers = cases.map((item) => {
  const calendar = calendars[item.calendar];
  const now = Date.parse(item.now);
  const answer = { open: isOpen(calendar, now), next_opening: nextOpening(calendar, now) };
  if (item.within) {
    answer.deadline = deadline(calendar, duration(item.within), now);
    answer.ja = answer.deadline === null ? null : spoken(answer.deadline, calendar.tz, "ja");
    answer.en = answer.deadline === null ? null : spoken(answer.deadline, calendar.tz, "en");
  }
  return answer;
});
process.stdout.write(JSON.stringify(answers));
"""


def test_the_browser_answers_every_calendar_vector_as_python_does(node: Path, tmp_path: Path):
    held = json.loads(VECTORS.read_text(encoding="utf-8"))
    known = {
        name: _for_the_browser(Calendar.model_validate(item), held["cases"]) for name, item in held["calendars"].items()
    }
    script = tmp_path / "answer.mjs"
    script.write_text(_SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [str(node), str(script), MODULE.as_uri()],
        input=json.dumps({"calendars": known, "cases": held["cases"]}),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = json.loads(done.stdout)
    assert len(answers) == len(held["cases"]) >= 80
    for case, answer in zip(held["cases"], answers, strict=True):
        for key in ("next_opening", "deadline"):
            if key in answer:
                case_moment = _milliseconds(case.get(key))
                assert answer[key] == case_moment, (case["case"], key)
        for key in ("open", "ja", "en"):
            if key in answer:
                assert answer[key] == case.get(key), (case["case"], key)


def _milliseconds(moment: str | None) -> int | None:
    return None if moment is None else round(datetime.fromisoformat(moment).timestamp() * 1000)


def _for_the_browser(calendar: Calendar, cases: list[dict[str, str]]) -> dict[str, object]:
    """A calendar as a site's builder bakes it: closing days written out around the days that are asked about."""
    days = sorted({case["now"][:10] for case in cases})
    first = date.fromisoformat(days[0]) - timedelta(days=10)
    span = (date.fromisoformat(days[-1]) - first).days + 900
    every = (first + timedelta(days=number) for number in range(span))
    return {
        "tz": calendar.tz,
        "weekly": [[list(item) for item in spans] for spans in calendar.weekly],
        "closed": [day.isoformat() for day in every if is_closed_by_name(calendar, day)],
        "always": calendar.never_closes,
    }
