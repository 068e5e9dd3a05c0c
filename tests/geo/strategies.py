"""Random filters, as parameters with canonical values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from geo import codes

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

# Ids and names of the shipped data; a test checks that they are there.
GROUPS = ("iri", "pmf", "kh", "iran", "irgc", "us", "centcom", "axis", "israel", "nujaba",
          "houthis", "iran_backed_unspecified", "iraq_state", "isis")  # fmt: skip
COUNTRIES = ("Iraq", "Syria", "Israel", "Jordan", "Qatar", "Bahrain")
PROVINCES = ("SY-DY", "IQ-AN", "IQ-AR", "SY-HA", "JO-MA", "IL-D", "QA-RA", "TR-34")
BASES = ("al_asad", "conoco", "erbil", "tower22", "euphrates", "kalsu")
WORDS = ("drone", "Conoco", "al-asad", "kata'ib", "rockets DRONE", "CENTCOM", "no", "zzzz", "Aïn",
         "reuters", "1", "۞", "<b>", "100%", "a&b=c", "+", "deir ez-zor")  # fmt: skip


def _some(values, at_most: int = 3) -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(list(values)), min_size=1, max_size=at_most, unique=True)


def _one(values) -> SearchStrategy[list[str]]:
    return st.sampled_from(list(values)).map(lambda v: [v])


_DAYS = st.dates(date(2023, 10, 1), date(2024, 3, 1)) | st.dates(date(2019, 1, 1), date(2026, 1, 1))


def _number(bound: int, decimals: int) -> SearchStrategy[str]:
    return st.integers(-bound * 10**decimals, bound * 10**decimals).map(
        lambda n: f"{n / 10**decimals:.{decimals}f}"
    )


_NEAR = st.tuples(
    st.sampled_from(["33.79", "36.2", "0", "-33.5"]) | _number(90, 5),
    st.sampled_from(["42.44", "44", "0", "-0.00001"]) | _number(180, 5),
    st.sampled_from(["0.001", "1", "50", "300", "1000", "20040"]) | _number(999, 3).map(
        lambda v: v.lstrip("-") if float(v) else "1"
    ),
).map(lambda parts: [",".join(parts)])  # fmt: skip

_ALL = {
    "from": _DAYS.map(lambda d: [d.isoformat()]),
    "to": _DAYS.map(lambda d: [d.isoformat()]),
    "group": _some(GROUPS),
    "members": _one("01"),
    "rule": _one(codes.RULE),
    "country": _some(COUNTRIES),
    "province": _some(PROVINCES),
    "base": _some(BASES),
    "type": _some(codes.EVENT_TYPE),
    "target": _some(codes.TARGET_SIDE),
    "weapon": _some(codes.WEAPON),
    "outcome": _some(codes.OUTCOME),
    "confirmation": _some(codes.CONFIRMATION),
    "precision": _one(codes.GEO_PRECISION),
    "q": _one(WORDS),
    "near": _NEAR,
    "review": _some(codes.REVIEW),
}


def _in_order(params: dict[str, list[str]]) -> dict[str, list[str]]:
    first, last = params.get("from"), params.get("to")
    if first and last and first > last:
        return params | {"from": last, "to": first}
    return params


def params(*names: str) -> SearchStrategy[dict[str, list[str]]]:
    """Return a strategy of parameters; without names any of them, at most five at a time.

    Five, because more match nothing and prove nothing.
    """
    if names:
        return st.fixed_dictionaries({}, optional={n: _ALL[n] for n in names}).map(_in_order)
    chosen = st.lists(st.sampled_from(list(_ALL)), max_size=5, unique=True)
    return chosen.flatmap(lambda ns: st.fixed_dictionaries({n: _ALL[n] for n in ns})).map(_in_order)


def one(name: str) -> SearchStrategy[dict[str, list[str]]]:
    """Return a strategy of one parameter; rules and members come with a group, or without."""
    if name in {"rule", "members", "group"}:
        return st.fixed_dictionaries(
            {name: _ALL[name]},
            optional={n: _ALL[n] for n in ("group", "members", "rule") if n != name},
        )
    return st.fixed_dictionaries({name: _ALL[name]})
