"""CAMEO's codes of violence (roots 18 to 20), which GDELT and ICEWS use, and what they are here.

The codes are those of the CAMEO codebook (eventdata.parusanalytics.com); the words are the atlas's.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from geo.importers.schemas.schema import Scope

ROOTS: Final = MappingProxyType({"18": "assault", "19": "fighting", "20": "mass violence"})
LABELS: Final = MappingProxyType(
    {
        "180": "unconventional violence", "181": "abduction, hijacking or hostage taking",
        "182": "physical assault", "1821": "sexual assault", "1822": "torture",
        "1823": "killing by physical assault", "183": "bombing that is not military",
        "1831": "suicide bombing", "1832": "vehicle bombing", "1833": "roadside bombing",
        "1834": "bombing of a place", "184": "use of human shields",
        "185": "attempted assassination", "186": "assassination", "190": "military force",
        "191": "blockade", "192": "occupation of territory",
        "193": "fighting with small arms", "194": "fighting with artillery and tanks",
        "195": "aerial weapons", "1951": "precision-guided aerial munitions",
        "1952": "remotely piloted aerial munitions", "196": "violation of a ceasefire",
        "200": "mass violence", "201": "mass expulsion", "202": "mass killing",
        "203": "ethnic cleansing", "204": "weapons of mass destruction",
        "2041": "chemical, biological or radiological weapons", "2042": "nuclear weapons",
    }
)  # fmt: skip
WEAPONS: Final = MappingProxyType(
    {"183": "explosive_device", "1831": "explosive_device", "1832": "explosive_device",
     "1833": "explosive_device", "1834": "explosive_device", "193": "small_arms",
     "194": "shelling", "195": "air_strike", "1951": "air_strike", "1952": "drone_unspecified"}
)  # fmt: skip
_VIOLENCE: Final = re.compile(r"(?:18|19|20)\d{0,2}(?:\.0)?")


def scope(role: str) -> Scope:
    """Return the rule that rows with another CAMEO code than 18 to 20 are quarantined."""
    return Scope(
        role,
        lambda code: bool(_VIOLENCE.fullmatch(code)),
        "a CAMEO code that is not of violence (18 to 20); read the file as your own table to keep "
        "such rows",
    )
