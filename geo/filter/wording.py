"""A filter in words: what is counted, and why a row is left out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from geo import codes
from geo.errors import shorten
from geo.filter.filter import QUARANTINED
from geo.utils.words import either, number, short_day

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from geo.errors import FilterProblem
    from geo.filter.filter import Filter, View
    from geo.model.atlas import Atlas

_NOUN: Final[Mapping[str, tuple[str, str]]] = {
    "attack": ("attack", "attacks"),
    "counterstrike": ("counterstrike", "counterstrikes"),
    "strike": ("other strike by a state", "other strikes by states"),
    "explosion": ("explosion of unknown cause", "explosions of unknown cause"),
    "interception": ("interception", "interceptions"),
}
_ANY_NOUN: Final = ("incident", "incidents")
_OTHER_NOUN: Final = ("of another kind", "of other kinds")
_HAS_TARGET: Final = frozenset({"attack", "counterstrike", "strike"})
_WEAPONS: Final[Mapping[str, str]] = {
    "one_way_attack_drone": "one-way attack drones",
    "rocket": "rockets",
    "ballistic_missile": "ballistic missiles",
    "cruise_missile": "cruise missiles",
    "mortar": "mortars",
    "air_strike": "air strikes",
    "explosive_device": "explosive devices",
    "small_arms": "small arms",
    "drone_unspecified": "drones of a type not stated",
    "shelling": "shelling by artillery, rockets or missiles",
    "unknown": "an unknown weapon",
}
_CONFIRMED: Final[Mapping[str, str]] = {
    "official": "confirmed by an official",
    "monitor": "reported by a monitor or local security sources",
    "claimed": "known only from the claiming group",
    "media": "reported by the press without a source",
}
_CONFIRMED_BRIEFLY: Final[Mapping[str, str]] = {
    "official": "official",
    "monitor": "monitor or local security",
    "claimed": "claim only",
    "media": "press report only",
}
_REVIEWED: Final[Mapping[str, str]] = {
    "checked": "checked against two or more source pages",
    "single_source": "from a single source page",
    "provisional": "marked provisional",
}
_BY_GROUP: Final[Mapping[str, str]] = {
    "any": "claimed or acknowledged by {0}, or attributed to {0}, firmly or tentatively",
    "claimed": "claimed by {0}",
    "attributed": "attributed to {0}, firmly or tentatively",
    "undisputed": "claimed or acknowledged by {0}, or attributed to {0}, and not denied",
    "unclaimed": "attributed to {0} without a standing claim",
}
_BY_GROUP_BRIEFLY: Final[Mapping[str, str]] = {
    **_BY_GROUP,
    "any": "claimed by or attributed to {0}",
    "attributed": "attributed to {0}",
    "undisputed": "claimed by or attributed to {0} and not denied",
}
_BY_RULE: Final[Mapping[str, str]] = {
    "claimed": "with a claim that stands",
    "attributed": "attributed to a group, firmly or tentatively",
    "undisputed": "attributed to a group without dispute",
    "unclaimed": "without a claim that stands",
}
# Arabic and Persian names go without an article, as do states with one word.
_ARTICLE_WORDS: Final = frozenset(
    {"Islamic", "Popular", "United", "Axis", "Coordination", "Iraqi", "US", "Combined", "Syrian",
     "Israel", "Jordanian", "IRGC", "Houthis", "Iran-backed"}
)  # fmt: skip
_NO_ARTICLE: Final = frozenset({"Israel"})
_LEFT_OUT: Final[Mapping[str, str]] = {
    "group": "not linked to the group",
    "country": "in another country",
    "province": "in another province, or without a point",
    "base": "at another place",
    "type": "of other types",
    "target": "against other targets",
    "weapon": "with another weapon",
    "outcome": "with another outcome",
    "confirmation": "with a different level of confirmation",
    "near": "outside the circle, or without a point",
    "review": "with another state of review",
    QUARANTINED: "quarantined for a fault in the row (see Method)",
}


def noun(filter_: Filter, n: int) -> str:
    """Return what is counted, without side or place: `attack`, `attacks or strikes`."""
    types = filter_.type or ("",)
    return either(_NOUN.get(type_, _ANY_NOUN)[n != 1] for type_ in types)


def type_noun(event_type: str, n: int) -> str:
    """Return what `n` incidents of an event type are called: `attack`, `counterstrikes`."""
    return _NOUN.get(event_type, _OTHER_NOUN)[n != 1]


def confirmation_name(code: str) -> str:
    """Return a confirmation in few words: `official`, `claim only`."""
    return _CONFIRMED_BRIEFLY[code]


def subject(filter_: Filter, atlas: Atlas, n: int, *, briefly: bool = False) -> str:
    """Return what a filter finds, in words that follow the number `n`; the period is left to say.

    For example `attacks on US or coalition forces in Iraq, confirmed by an official`. Briefly, as
    in a title, it does not say that attributions may be tentative.
    """
    parts = [noun(filter_, n)]
    if filter_.target:
        sides = either(codes.TARGET_SIDE[t] for t in filter_.target)
        is_aimed = filter_.type and set(filter_.type) <= _HAS_TARGET
        parts[0] += f" on {sides}" if is_aimed else f" with {sides} on the receiving end"
    if filter_.country:
        parts[0] += f" in {either(filter_.country)}"
    parts += _places(filter_, atlas)
    parts += _statements(filter_, atlas, _BY_GROUP_BRIEFLY if briefly else _BY_GROUP)
    if filter_.weapon:
        parts.append(f"with {either(_WEAPONS[w] for w in filter_.weapon)}")
    if filter_.outcome:
        named = either(f"“{codes.OUTCOME[o]}”" for o in filter_.outcome)
        parts.append(f"with the outcome {named}")
    if filter_.confirmation:
        parts.append(either(_CONFIRMED[c] for c in filter_.confirmation))
    if filter_.review:
        parts.append(either(_REVIEWED[r] for r in filter_.review))
    if filter_.q:
        parts.append(f"with the words “{filter_.q}”")
    return ", ".join(parts)


def title(filter_: Filter, atlas: Atlas) -> str:
    """Return a filter as the title of a picture: what it asks for, and the period.

    For example `Attacks on US or coalition forces, confirmed by an official, 5 Feb to 23 Apr 2024`.
    """
    words = subject(filter_, atlas, 2, briefly=True)
    return f"{words[:1].upper()}{words[1:]}, {days(*filter_.period(atlas))}"


def days(first: date, last: date) -> str:
    """Return a period in few words: `5 Feb to 23 Apr 2024`, `4 Feb 2024` for a single day.

    Args:
        first: its first day.
        last: its last day, included.
    """
    if first == last:
        return short_day(first)
    since = short_day(first)
    return f"{since.removesuffix(f' {last.year}')} to {short_day(last)}"


def reasons(view: View) -> list[tuple[int, str]]:
    """Return how many incidents a filter leaves out, and why, where its period is said already.

    For example `(298, "earlier")`, `(9, "of other types")`.
    """
    when = {"from": "earlier", "to": "later"}
    return [
        (n, when.get(reason) or left_out(reason, view.filter))
        for reason, n in view.left_out.items()
    ]  # fmt: skip


def not_shown(view: View) -> str:
    """Return the reasons as one sentence: `Not shown: 298 earlier, 46 later.`; "" for none."""
    parts = ", ".join(f"{number(n)} {why}" for n, why in reasons(view))
    return f"Not shown: {parts}." if parts else ""


def _places(filter_: Filter, atlas: Atlas) -> list[str]:
    parts = []
    if filter_.province:
        frame = atlas.provinces
        names = dict(zip(frame["province_code"], frame["name"], strict=True))
        parts.append(f"in the province {either(names[p] for p in filter_.province)}")
    if filter_.base:
        frame = atlas.bases
        names = dict(zip(frame["base_id"], frame["name"], strict=True))
        parts.append(f"at {either(names[b] for b in filter_.base)}")
    if filter_.near:
        near = filter_.near
        parts.append(f"within {near.radius_km:g} km of {near.latitude:g}, {near.longitude:g}")
    if filter_.precision and filter_.precision != "country":
        parts.append(f"placed to the {filter_.precision} or better")
    return parts


def _statements(
    filter_: Filter, atlas: Atlas, by_group: Mapping[str, str]
) -> list[str]:  # fmt: skip
    if not filter_.group:
        return [_BY_RULE[filter_.rule]] if filter_.rule in _BY_RULE else []
    groups = either(f"{group(g, atlas)}{_members(g, filter_, atlas)}" for g in filter_.group)
    words = by_group[filter_.rule].format(groups)
    stances = set(atlas.statements["stance"])
    if filter_.rule == "any" and "party" in stances:
        # Imported parties have no direction: to be one is neither to claim nor to be blamed.
        party = f"with {groups} as a party, attacker or target"
        words = party if stances == {"party"} else f"{words}, or {party}"
    return [words]


def _members(group_id: str, filter_: Filter, atlas: Atlas) -> str:
    if not filter_.members:
        return " (without members)"
    return " or its members" if len(atlas.graph.members(group_id)) > 1 else ""


def group(group_id: str, atlas: Atlas) -> str:
    """Return a group's name as it stands in a sentence, with its article."""
    frame = atlas.groups
    name = dict(zip(frame["group_id"], frame["name"], strict=True))[group_id]
    takes_one = name.split(" ")[0] in _ARTICLE_WORDS and name not in _NO_ARTICLE
    return f"the {name}" if takes_one else str(name)


def left_out(parameter: str, filter_: Filter) -> str:
    """Return why rows are left out that fail a parameter, in words that follow their number."""
    if parameter == "from" and filter_.date_from:
        return f"before {short_day(filter_.date_from)}"
    if parameter == "to" and filter_.date_to:
        return f"after {short_day(filter_.date_to)}"
    if parameter == "rule":
        return f"that do not meet the rule “{filter_.rule}”"
    if parameter == "precision":
        return f"known less well than to the {filter_.precision}"
    if parameter == "q":
        return f"that do not contain “{filter_.q}”"
    return _LEFT_OUT[parameter]


def parameters(filter_: Filter, atlas: Atlas, *, without: Container[str] = ()) -> str:
    """Return the parameters of a filter with the names of their values: `group: Kata'ib Hezbollah`.

    Args:
        filter_: the filter.
        atlas: the atlas that knows the names.
        without: parameters that are left out.
    """
    return "; ".join(
        f"{parameter}: {', '.join(value_name(parameter, value, atlas) for value in values)}"
        for parameter, values in filter_.to_params().items()
        if parameter not in without
    )


_PARAMETERS: Final[Mapping[str, str]] = {
    "from": "first day", "to": "last day", "group": "group", "members": "choice of members",
    "rule": "attribution rule", "country": "country", "province": "province", "base": "base",
    "type": "type of incident", "target": "target", "weapon": "weapon", "outcome": "outcome",
    "confirmation": "level of confirmation", "precision": "location accuracy", "q": "search",
    "near": "place and radius", "review": "state of review",
}  # fmt: skip
_CODED: Final[Mapping[str, Mapping[str, str]]] = {
    "target": codes.TARGET_SIDE, "weapon": codes.WEAPON, "outcome": codes.OUTCOME,
    "confirmation": _CONFIRMED_BRIEFLY, "review": codes.REVIEW_NAME,
}  # fmt: skip


def fault(problem: FilterProblem) -> str:
    """Return as a sentence what is wrong with a value of a filter, without a parameter or an id."""
    value = shorten(problem.value)
    name = _PARAMETERS.get(problem.parameter, shorten(problem.parameter))
    if problem.fault == "swapped":
        first, last = (
            short_day(date.fromisoformat(day)) for day in (problem.value, *problem.closest)
        )  # fmt: skip
        return f"The period begins on {first}, after its end on {last}."
    if problem.fault == "unknown":
        return f"“{value}” is not a known {name}."
    return f"The {name} “{value}” cannot be used: {problem.message}."


def offered_name(parameter: str, value: str, atlas: Atlas) -> str:
    """Return what a filter's value is called where it is offered to a visitor."""
    if parameter == "type":
        return type_noun(value, 1)
    if parameter in _CODED:
        return _CODED[parameter].get(value, value)
    return value_name(parameter, value, atlas)


def value_name(parameter: str, value: str, atlas: Atlas) -> str:
    """Return the name of a filter's value that is an id, any other value as it is."""
    frames = {"group": (atlas.groups, "group_id"), "base": (atlas.bases, "base_id"),
              "province": (atlas.provinces, "province_code")}  # fmt: skip
    if parameter not in frames:
        return value
    frame, key = frames[parameter]
    return str(frame.loc[frame[key] == value, "name"].iloc[0])
