"""Registries as an audience sees them: brand, notices, channels, red flags, synonyms, the desk."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from annai.audience.phrases import Speaker
from annai.audience.sight import may_see, shows_notice
from annai.audience.targets import parse_go
from annai.audience.trees import resolver
from annai.model.library import Library
from annai.model.text import Text, plain
from annai.model.view import ArticleView, ChannelView, Desk, FlagView, NoticeView, SiteView, TreeView

_DESK_FILES = ("tools", "reasons", "escalation", "policy", "facts", "macros", "channels", "values", "notices")


def project_site(
    library: Library,
    audience: str,
    language: str,
    trees: Mapping[str, TreeView],
    articles: Mapping[str, ArticleView],
) -> SiteView:
    """The brand of the audience's site, and what its home page offers first."""
    site = library.site.value
    brand = site.brand(audience)
    flows = site.home.flows
    if flows is None:
        flows = tuple(sorted((name for name in trees), key=lambda name: -_volume(library, name)))
    popular = site.home.popular
    if popular is None:
        popular = tuple(name for name, article in articles.items() if article.promoted)
    return SiteView(
        name=brand.name.say(language).text if brand.name else "",
        internal=audience != site.weakest,
        languages=site.languages,
        timezone=site.timezone,
        url=brand.url,
        logo=brand.logo,
        colour=brand.colour,
        ask=brand.ask.say(language).text if brand.ask else None,
        mark=brand.mark.say(language).text if brand.mark else None,
        footer=tuple((link.label.say(language), link.url) for link in site.footer),
        flows=tuple(name for name in flows if name in trees and trees[name].start is not None),
        popular=tuple(name for name in popular if name in articles),
    )


def project_notices(
    library: Library, audience: str, language: str, articles: Mapping[str, ArticleView]
) -> tuple[NoticeView, ...]:
    """Notices of this audience; on the weakest's site only those with public words, and only these."""
    site = library.site.value
    public = audience == site.weakest
    speaker = Speaker(library, audience, language)
    found: list[NoticeView] = []
    for notice in library.notices.value.notices:
        if not shows_notice(site, audience, notice):
            continue
        words = notice.public
        heading = words.title if words else notice.say
        found.append(
            NoticeView(
                id=notice.id,
                start=notice.start.isoformat(timespec="minutes"),
                until=notice.until.isoformat(timespec="minutes"),
                title=speaker.say(heading) if heading else speaker.say(_named(library, notice.id)),
                text=speaker.maybe(words.text) if words else None,
                url=words.url if words else None,
                articles=tuple(name for name in notice.articles if name in articles),
                reasons=() if public else tuple(notice.reasons),
                tools=() if public else tuple(notice.tools),
                say=None if public or words is None else speaker.maybe(notice.say),
            )
        )
    return tuple(found)


def project_channels(library: Library, audience: str, language: str) -> dict[str, ChannelView]:
    """Ways to reach a person that this audience is offered, in the order of the file."""
    site = library.site.value
    offered = {
        name: channel
        for name, channel in library.channels.value.channels.items()
        if may_see(site, audience, channel.audience)
    }
    return {
        name: ChannelView(
            id=name,
            title=channel.title.say(language),
            hours=channel.hours,
            url=channel.url,
            tel=channel.tel,
            reply=channel.reply,
            reply_calendar=channel.reply_calendar or channel.hours,
            fallback=channel.fallback if channel.fallback in offered else None,
        )
        for name, channel in offered.items()
    }


def project_flags(
    library: Library, audience: str, language: str, trees: Mapping[str, TreeView]
) -> tuple[FlagView, ...]:
    """Red flags; on the weakest's site only those with public words, in these words."""
    public = audience == library.audiences[0]
    speaker = Speaker(library, audience, language)
    resolve = resolver(library, audience)
    found: list[FlagView] = []
    for flag in library.policy.value.flags:
        words = flag.public if public else None
        if public and words is None:
            continue
        targets = [] if public else [flag.go]
        if flag.public is not None:
            targets.append(flag.public.go or flag.go)
        followed = (resolve(parse_go(target, None)) for target in targets)
        places = [go for go in followed if go is not None and go.kind == "node" and go.tree in trees]
        if not places:
            continue
        found.append(
            FlagView(
                id=flag.id,
                label=speaker.say(words.label if words else flag.label),
                match=speaker.all((*words.match, *words.asked_as) if words else flag.match),
                go=places[0],
            )
        )
    return tuple(found)


def project_synonyms(
    library: Library, audience: str, language: str
) -> tuple[tuple[tuple[str, ...], tuple[str, ...], float], ...]:
    """Synonym rules of a language as (from, to, weight)."""
    site = library.site.value
    return tuple(
        (rule.sources or rule.words or (), rule.targets or rule.words or (), rule.weight)
        for rule in library.synonyms.value.add
        if may_see(site, audience, rule.audience) and rule.language in (None, language)
    )


def project_desk(library: Library, audience: str) -> Desk:
    """The registries that agents work with, whole; of the values those that the audience may see."""
    site = library.site.value
    report = library.site.value.report
    return Desk(
        tools=library.tools.value.tools,
        reasons=library.reasons.value.reasons,
        groups=library.reasons.value.groups,
        escalation=library.escalation.value,
        policy=library.policy.value,
        facts=library.facts.value,
        macros=library.macros.value.macros,
        values=MappingProxyType(
            {
                name: value
                for name, value in library.values.value.values.items()
                if may_see(site, audience, value.audience)
            }
        ),
        report_mail=report.mailto if report else None,
        report_issue=report.issue if report else None,
        registry_paths=MappingProxyType({name: getattr(library, name).path for name in _DESK_FILES}),
    )


def _volume(library: Library, tree_id: str) -> int:
    return sum(outcome.volume for outcome in library.trees[tree_id].value.outcomes.values())


def _named(library: Library, text: str) -> Text:
    return plain(text, library.languages[0])
