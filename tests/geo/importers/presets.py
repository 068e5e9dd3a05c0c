"""One invented row of each dataset that is known, with the columns of its codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.importers.read.rows.headerless import GDELT_2
from tests.geo.importers.files import written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GTD = {
    "eventid": "201905130001", "iyear": "2019", "imonth": "5", "iday": "13", "date": "2019-05-13",
    "country": "95", "country_txt": "Iraq", "region_txt": "Middle East & North Africa",
    "provstate": "Baghdad", "city": "Baghdad", "latitude": "33.3201", "longitude": "44.3472",
    "specificity": "1", "summary": "A bomb hit a patrol.", "doubtterr": "0", "success": "1",
    "attacktype1": "3", "attacktype1_txt": "Bombing/Explosion", "targtype1_txt": "Police",
    "target1": "Checkpoint", "natlty1_txt": "Iraq", "gname": "Islamic State of Iraq",
    "claimed": "1", "weaptype1_txt": "Explosives", "weapsubtype1_txt": "Vehicle", "nkill": "2",
    "nwound": "-99", "scite1": '"Blast in Baghdad," Local Radio, May 13, 2019.',
}  # fmt: skip
AWSD = {
    "Incident ID": "4107", "Year": "2019", "Month": "9", "Day": "27", "Country Code": "IQ",
    "Country": "Iraq", "Region": "Nineveh", "District": "Mosul", "City": "Mosul", "UN": "0",
    "INGO": "1", "ICRC": "0", "NRCS and IFRC": "0", "NNGO": "0", "Other": "0",
    "Nationals killed": "0", "Nationals wounded": "1", "Nationals kidnapped": "0",
    "Total nationals": "1", "Internationals killed": "0", "Internationals wounded": "0",
    "Internationals kidnapped": "0", "Total internationals": "0", "Total killed": "0",
    "Total wounded": "1", "Total kidnapped": "0", "Total affected": "1",
    "Means of attack": "Vehicle-born IED", "Attack context": "Ambush", "Location": "Road",
    "Latitude": "36.3412", "Longitude": "43.1298", "Motive": "Unknown",
    "Actor type": "Non-state armed group: National", "Actor name": "Unknown",
    "Details": "A car was hit.", "Verified": "VERIFIED", "Source": "Media",
}  # fmt: skip
GDELT = {
    "GLOBALEVENTID": "1000000001", "SQLDATE": "20240103", "MonthYear": "202401", "Year": "2024",
    "FractionDate": "2024.0082", "Actor1Code": "IRQMIL", "Actor1Name": "IRAQI ARMY",
    "Actor1Type1Code": "MIL", "Actor2Name": "REBELS", "Actor2Type1Code": "REB",
    "IsRootEvent": "1", "EventCode": "195", "EventBaseCode": "195", "EventRootCode": "19",
    "QuadClass": "4", "GoldsteinScale": "-10.0", "NumMentions": "40", "NumSources": "4",
    "NumArticles": "40", "AvgTone": "-7.3", "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Mosul, Ninawa, Iraq", "ActionGeo_CountryCode": "IZ",
    "ActionGeo_ADM1Code": "IZ15", "ActionGeo_Lat": "36.335", "ActionGeo_Long": "43.1189",
    "ActionGeo_FeatureID": "-3103616", "DATEADDED": "20240104001500",
    "SOURCEURL": "https://example.org/news",
}  # fmt: skip
ICEWS = {
    "Event ID": "30847300", "Event Date": "2019-03-26", "Source Name": "Military (Iraq)",
    "Source Sectors": "Military", "Source Country": "Iraq", "Event Text": "Employ aerial weapons",
    "CAMEO Code": "195", "Intensity": "-10.0", "Target Name": "Rebel (Iraq)",
    "Target Sectors": "Dissident", "Target Country": "Iraq", "Story ID": "45847300",
    "Sentence Number": "2", "Publisher": "Wire agency", "City": "Mosul", "District": "Mosul",
    "Province": "Ninawa", "Country": "Iraq", "Latitude": "36.335", "Longitude": "43.1189",
}  # fmt: skip
POLECAT = {
    "Event ID": "e1", "Event Date": "2023-01-03", "Event Type": "ASSAULT",
    "Event Mode": "firearms", "Intensity": "-10.0", "Quad Code": "VERBAL CONFLICT",
    "Contexts": "military", "Actor Name": "Militia A;Militia B", "Actor Country": "IRQ",
    "Recipient Name": "Police", "Recipient Country": "IRQ", "Placename": "Mosul",
    "City": "Mosul", "District": "Mosul", "Province": "Ninawa", "Country": "IRQ",
    "Latitude": "36.335", "Longitude": "43.1189", "GeoNames ID": "99072", "Source": "Wire",
    "Language": "en", "Story ID": "s1",
}  # fmt: skip
KOBO = {
    "start": "2024-03-01T09:12:44.123+03:00", "end": "2024-03-01T09:20:44.123+03:00",
    "today": "2024-03-01", "incident/date_of_incident": "2024-02-11",
    "incident/governorate": "Nineveh", "place/GPS": "36.3401 43.1302 223.5 4.5",
    "_place/GPS_latitude": "36.3401", "_place/GPS_longitude": "43.1302",
    "_place/GPS_altitude": "223.5", "_place/GPS_precision": "4.5", "toll/killed": "1",
    "_id": "101", "_uuid": "aa-1", "_submission_time": "2024-03-01T06:21:00",
    "_validation_status": "", "_index": "1",
}  # fmt: skip


def csv_of(*rows: Mapping[str, str], delimiter: str = ",") -> bytes:
    """Return rows as a file with a header."""
    return written(rows, delimiter=delimiter).encode()


def without_header(*rows: Mapping[str, str], names: Sequence[str] = GDELT_2) -> bytes:
    """Return rows as GDELT exports them."""
    return written(rows, names, delimiter="\t").split("\n", 1)[1].encode()


FILES = {
    "gtd": csv_of(GTD),
    "awsd": csv_of(AWSD),
    "gdelt": without_header(GDELT),
    "icews": csv_of(ICEWS, delimiter="\t"),
    "polecat": csv_of(POLECAT, delimiter="\t"),
    "forms": csv_of(KOBO),
}
