"""GDELT's event exports, 2.0 and 1.0: no header, 61 or 58 columns; `read.headerless` names them.

By its codebook: a row is what a program took from a news report, not a confirmed event, and several
rows may be one event; `EventRootCode` 18 to 20 of CAMEO is violence; `ActionGeo_Type` 1 is a
country, 2 and 5 a state or province, 3 and 4 a town; countries have FIPS 10-4 codes, not those of
ISO 3166; `NumMentions` counts mentions in the news, not events. The terms allow passing the data on
if GDELT is cited with a link.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from geo.importers.schemas import cameo
from geo.importers.schemas.schema import Schema

# FIPS 10-4 to ISO 3166 alpha-3.
_FIPS: Final = """
    AA:ABW AC:ATG AE:ARE AF:AFG AG:DZA AJ:AZE AL:ALB AM:ARM AN:AND AO:AGO AQ:ASM AR:ARG AS:AUS
    AU:AUT AV:AIA AY:ATA BA:BHR BB:BRB BC:BWA BD:BMU BE:BEL BF:BHS BG:BGD BH:BLZ BK:BIH BL:BOL
    BM:MMR BN:BEN BO:BLR BP:SLB BR:BRA BT:BTN BU:BGR BV:BVT BX:BRN BY:BDI CA:CAN CB:KHM CD:TCD
    CE:LKA CF:COG CG:COD CH:CHN CI:CHL CJ:CYM CK:CCK CM:CMR CN:COM CO:COL CQ:MNP CS:CRI CT:CAF
    CU:CUB CV:CPV CW:COK CY:CYP DA:DNK DJ:DJI DO:DMA DR:DOM EC:ECU EG:EGY EI:IRL EK:GNQ EN:EST
    ER:ERI ES:SLV ET:ETH EZ:CZE FG:GUF FI:FIN FJ:FJI FK:FLK FM:FSM FO:FRO FP:PYF FR:FRA FS:ATF
    GA:GMB GB:GAB GG:GEO GH:GHA GI:GIB GJ:GRD GK:GGY GL:GRL GM:DEU GP:GLP GQ:GUM GR:GRC GT:GTM
    GV:GIN GY:GUY GZ:PSE HA:HTI HK:HKG HM:HMD HO:HND HR:HRV HU:HUN IC:ISL ID:IDN IM:IMN IN:IND
    IO:IOT IR:IRN IS:ISR IT:ITA IV:CIV IZ:IRQ JA:JPN JE:JEY JM:JAM JO:JOR KE:KEN KG:KGZ KN:PRK
    KR:KIR KS:KOR KT:CXR KU:KWT KV:XKX KZ:KAZ LA:LAO LE:LBN LG:LVA LH:LTU LI:LBR LO:SVK LS:LIE
    LT:LSO LU:LUX LY:LBY MA:MDG MB:MTQ MC:MAC MD:MDA MF:MYT MG:MNG MH:MSR MI:MWI MJ:MNE MK:MKD
    ML:MLI MN:MCO MO:MAR MP:MUS MR:MRT MT:MLT MU:OMN MV:MDV MX:MEX MY:MYS MZ:MOZ NC:NCL NE:NIU
    NF:NFK NG:NER NH:VUT NI:NGA NL:NLD NN:SXM NO:NOR NP:NPL NR:NRU NS:SUR NT:ANT NU:NIC NZ:NZL
    OD:SSD PA:PRY PC:PCN PE:PER PK:PAK PL:POL PM:PAN PO:PRT PP:PNG PS:PLW PU:GNB QA:QAT RE:REU
    RI:SRB RM:MHL RN:MAF RO:ROU RP:PHL RQ:PRI RS:RUS RW:RWA SA:SAU SB:SPM SC:KNA SE:SYC SF:ZAF
    SG:SEN SH:SHN SI:SVN SL:SLE SM:SMR SN:SGP SO:SOM SP:ESP ST:LCA SU:SDN SV:SJM SW:SWE SX:SGS
    SY:SYR SZ:CHE TB:BLM TD:TTO TH:THA TI:TJK TK:TCA TL:TKL TN:TON TO:TGO TP:STP TS:TUN TT:TLS
    TU:TUR TV:TUV TW:TWN TX:TKM TZ:TZA UC:CUW UG:UGA UK:GBR UP:UKR US:USA UV:BFA UY:URY UZ:UZB
    VC:VCT VE:VEN VI:VGB VM:VNM VQ:VIR VT:VAT WA:NAM WE:PSE WF:WLF WI:ESH WS:WSM WZ:SWZ YI:SCG
    YM:YEM ZA:ZMB ZI:ZWE
"""
_COUNTRIES: Final = MappingProxyType({pair[:2].lower(): pair[3:] for pair in _FIPS.split()})
_GROUP_KIND: Final = {
    "MIL": "state_military", "REB": "armed_group", "UAF": "armed_group", "INS": "armed_group",
    "SEP": "armed_group",
}  # fmt: skip


def group_kind(_name: str, kind: str) -> str:
    """Return what kind of body an actor is, by its first CAMEO type code."""
    return _GROUP_KIND.get(kind.upper(), "other")


SCHEMA: Final = Schema(
    name="gdelt",
    title="GDELT events",
    dataset="GDELT",
    url="https://www.gdeltproject.org/",
    licence="GDELT terms of use: free to pass on with a citation and a link",
    redistributable=True,
    columns=MappingProxyType(
        {
            "id": ("globaleventid",),
            "date": ("sqldate", "day"),
            "year": ("year",),
            "event_type": ("eventrootcode",),
            "sub_event_type": ("eventcode",),
            "party_1": ("actor1name",),
            "kind_1": ("actor1type1code",),
            "party_2": ("actor2name",),
            "kind_2": ("actor2type1code",),
            "country": ("actiongeo_countrycode",),
            "place": ("actiongeo_fullname",),
            "latitude": ("actiongeo_lat",),
            "longitude": ("actiongeo_long",),
            "geo_precision": ("actiongeo_type",),
            "url": ("sourceurl",),
        }
    ),
    signature=(
        "globaleventid", "sqldate", "fractiondate", "actor1code", "actor2code", "isrootevent",
        "eventcode", "eventrootcode", "quadclass", "goldsteinscale", "nummentions", "numarticles",
        "avgtone", "actiongeo_type", "actiongeo_fullname", "actiongeo_lat", "dateadded",
    ),
    enough=7,
    codes=MappingProxyType(
        {
            "geo_precision": MappingProxyType(
                {"1": "country", "2": "province", "3": "town", "4": "town", "5": "province"}
            ),
            "weapons": cameo.WEAPONS,
            "country": _COUNTRIES,
        }
    ),
    defaults=MappingProxyType({"geo_precision": "country", "date_precision": "day"}),
    labels=MappingProxyType({"event_type": cameo.ROOTS, "sub_event_type": cameo.LABELS}),
    note="each row is an event that a program found in a news report, not a confirmed one; "
    "several rows may tell of one event",
    group_kind=group_kind,
    scope=cameo.scope("event_type"),
)  # fmt: skip
