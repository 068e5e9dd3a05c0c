"""The columns of an ACLED export, filled with invented events; no row comes from ACLED."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLUMNS: Final = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip
# Disorder type, event type, sub-event type, and its share in percent.
KINDS: Final = (
    ("Political violence", "Battles", "Armed clash", 22),
    ("Political violence", "Battles", "Government regains territory", 1),
    ("Political violence", "Explosions/Remote violence", "Air/drone strike", 14),
    ("Political violence", "Explosions/Remote violence",
     "Shelling/artillery/missile attack", 23),
    ("Political violence", "Explosions/Remote violence", "Remote explosive/landmine/IED", 6),
    ("Political violence", "Violence against civilians", "Attack", 10),
    ("Political violence", "Violence against civilians", "Abduction/forced disappearance", 3),
    ("Political violence", "Riots", "Mob violence", 3),
    ("Demonstrations", "Riots", "Violent demonstration", 2),
    ("Demonstrations", "Protests", "Peaceful protest", 11),
    ("Strategic developments", "Strategic developments", "Disrupted weapons use", 3),
    ("Strategic developments", "Strategic developments", "Looting/property destruction", 2),
)  # fmt: skip
INTER: Final = (
    "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters",
    "Protesters", "Civilians", "External/Other forces",
)  # fmt: skip
_ACTORS: Final = 400
_SOURCES: Final = 300
_SCALES: Final = ("National", "Subnational", "International", "Other", "Local partner-National")


def event_columns(rng: np.random.Generator, days: NDArray[Any]) -> dict[str, Any]:
    """Return the columns that do not depend on the place, one value for each of `days`."""
    count = len(days)
    weight = np.array([kind[3] for kind in KINDS], dtype=float)
    kind = rng.choice(len(KINDS), count, p=weight / weight.sum())
    columns: dict[str, Any] = {
        name: np.array([k[i] for k in KINDS], dtype=object)[kind]
        for i, name in enumerate(("disorder_type", "event_type", "sub_event_type"))
    }
    columns["event_date"] = days.astype(str).astype(object)
    columns["year"] = days.astype("datetime64[Y]").astype(str).astype(object)
    columns["time_precision"] = _one_of(rng, ("1", "2", "3"), count, (0.9, 0.08, 0.02))
    columns["geo_precision"] = _one_of(rng, ("1", "2", "3"), count, (0.7, 0.25, 0.05))
    columns["fatalities"] = (
        np.minimum(rng.geometric(0.45, count) - 1, 500).astype(str).astype(object)
    )
    edited = days.astype("datetime64[s]").astype(np.int64) + 7 * 86_400
    columns["timestamp"] = edited.astype(str).astype(object)
    return columns


def text_columns(
    rng: np.random.Generator, event: dict[str, Any], country_code: NDArray[np.object_]
) -> dict[str, Any]:
    """Return the columns of names and texts.

    Args:
        rng: the random generator.
        event: the columns so far, those of the places included.
        country_code: one per event.
    """
    count = len(country_code)
    inter = [rng.integers(0, len(INTER), count) for _ in range(2)]
    names = [f"Armed group {i} ({INTER[i % len(INTER)]})" for i in range(_ACTORS)]
    columns: dict[str, Any] = {}
    for i, which in enumerate(inter, start=1):
        columns[f"actor{i}"] = _zipf(rng, names, count)
        columns[f"assoc_actor_{i}"] = _mostly_blank(rng, names, count, 0.8)
        columns[f"inter{i}"] = np.array(INTER, dtype=object)[which]
    pairs = np.array([[f"{a}-{b}" for b in INTER] for a in INTER], dtype=object)
    columns["interaction"] = pairs[np.minimum(*inter), np.maximum(*inter)]
    columns["civilian_targeting"] = _mostly_blank(rng, ["Civilian targeting"], count, 0.7)
    codes, countries = pd.factorize(country_code)
    columns["iso"] = np.array([str(360 + i) for i in range(len(countries))], dtype=object)[codes]
    columns["region"] = np.full(count, "Middle East", dtype=object)
    columns["admin2"] = pd.Series(event["admin1"], dtype="str") + " district"
    columns["admin3"] = np.full(count, "", dtype=object)
    columns["source"] = _zipf(
        rng, [f"Newspaper {i}; Agency {i % 7}" for i in range(_SOURCES)], count
    )
    columns["source_scale"] = _one_of(rng, _SCALES, count)
    columns["tags"] = _mostly_blank(rng, ["crowd size=no report", "local group"], count, 0.7)
    number = pd.Series(np.arange(count)).astype(str)
    columns["event_id_cnty"] = pd.Series(country_code, dtype="str") + number
    text = {name: pd.Series(event[name], dtype="str") for name in ("event_date", "location")}
    columns["notes"] = (
        "On " + text["event_date"] + ", " + pd.Series(columns["actor1"], dtype="str")
        + " and " + pd.Series(columns["actor2"], dtype="str") + ' met at "' + text["location"]
        + '", where shots were fired, a vehicle was hit and two buildings were damaged; '
        "the number of casualties was not known when this was written. Made up, number "
        + number + "."
    )  # fmt: skip
    return columns


def _one_of(
    rng: np.random.Generator,
    values: tuple[str, ...],
    count: int,
    p: tuple[float, ...] | None = None,
) -> NDArray[np.object_]:
    return np.array(values, dtype=object)[rng.choice(len(values), count, p=p)]


def _zipf(rng: np.random.Generator, values: list[str], count: int) -> NDArray[np.object_]:
    weight = 1 / (np.arange(len(values)) + 1.0)
    drawn = rng.choice(len(values), count, p=weight / weight.sum())
    return np.array(values, dtype=object)[drawn]


def _mostly_blank(
    rng: np.random.Generator, values: list[str], count: int, blank: float
) -> NDArray[np.object_]:
    texts = _zipf(rng, values, count)
    texts[rng.random(count) < blank] = ""
    return texts
