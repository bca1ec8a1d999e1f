"""States, provinces, nations and counties of countries that write in Latin letters."""

from __future__ import annotations

import re

_STATES = {
    "US": """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|FL Florida|GA Georgia
HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland
MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire
NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon
PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia
WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|DC District of Columbia|PR Puerto Rico|GU Guam
VI Virgin Islands|AS American Samoa|MP Northern Mariana Islands
""",
    "CA": """
AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|NS Nova Scotia
NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|SK Saskatchewan|YT Yukon
""",
    "AU": """
NSW New South Wales|VIC Victoria|QLD Queensland|WA Western Australia|SA South Australia|TAS Tasmania
ACT Australian Capital Territory|NT Northern Territory
""",
}
_MORE_SPELLINGS = {
    "US": "CALIF CA|CAL CA|MASS MA|MICH MI|MINN MN|PENN PA|PENNA PA|TEX TX|FLA FL|ILL IL|WASH WA|WISC WI|ORE OR|CONN CT"
    "|COLO CO|ARIZ AZ|TENN TN|VIRG VA|OKLA OK|NEB NE|NEBR NE|ALA AL|DIST OF COLUMBIA DC|WASHINGTON DC DC",
    "CA": "PQ QC|NFLD NL|NEWFOUNDLAND NL|ONT ON|ALTA AB|SASK SK|MAN MB|PEI PE|YUKON TERRITORY YT",
    "AU": "TASSIE TAS|QUEENS QLD",
}
_COUNTIES = """
England|Scotland|Wales|Northern Ireland|Greater London|Greater Manchester|Merseyside|West Midlands|Tyne and Wear
South Yorkshire|West Yorkshire|North Yorkshire|East Riding of Yorkshire|Bedfordshire|Berkshire|Buckinghamshire
Cambridgeshire|Cheshire|Cornwall|Cumbria|Derbyshire|Devon|Dorset|County Durham|East Sussex|West Sussex|Sussex|Essex
Gloucestershire|Hampshire|Herefordshire|Hertfordshire|Huntingdonshire|Isle of Wight|Kent|Lancashire|Leicestershire
Lincolnshire|Middlesex|Norfolk|Northamptonshire|Northumberland|Nottinghamshire|Oxfordshire|Rutland|Shropshire|Somerset
Staffordshire|Suffolk|Surrey|Warwickshire|Wiltshire|Worcestershire|Yorkshire|Aberdeenshire|Angus|Argyll|Ayrshire
Dumfriesshire|Dunbartonshire|East Lothian|Fife|Highland|Lanarkshire|Midlothian|Moray|Perthshire|Renfrewshire
Scottish Borders|Stirlingshire|West Lothian|Anglesey|Carmarthenshire|Ceredigion|Clwyd|Dyfed|Flintshire|Glamorgan
Gwent|Gwynedd|Monmouthshire|Pembrokeshire|Powys|Antrim|Armagh|Down|Fermanagh|Londonderry|Tyrone
"""
_COUNTY_SHORT = """
Beds Bedfordshire|Berks Berkshire|Bucks Buckinghamshire|Cambs Cambridgeshire|Glos Gloucestershire|Hants Hampshire
Herts Hertfordshire|Lancs Lancashire|Leics Leicestershire|Lincs Lincolnshire|Northants Northamptonshire
Notts Nottinghamshire|Oxon Oxfordshire|Salop Shropshire|Staffs Staffordshire|Wilts Wiltshire|Worcs Worcestershire
Durham County Durham|West Mids West Midlands|N Yorks North Yorkshire|W Yorks West Yorkshire|S Yorks South Yorkshire
"""
_NON_LETTERS = re.compile(r"[^a-z]+")


def _items(table: str) -> list[str]:
    return [item for line in table.strip().splitlines() for item in line.split("|")]


def _plain(name: str) -> str:
    return _NON_LETTERS.sub("", name.lower())


def _states(country: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in _items(_STATES[country]):
        code, name = item.split(" ", 1)
        found |= {_plain(code): code, _plain(name): code}
    for item in _items(_MORE_SPELLINGS[country]):
        name, code = item.rsplit(" ", 1)
        found[_plain(name)] = code
    return found


def _counties() -> dict[str, str]:
    found = {_plain(name): name for name in _items(_COUNTIES)}
    for item in _items(_COUNTY_SHORT):
        parts = item.split(" ")
        size = 2 if parts[1] in ("Mids", "Yorks") else 1
        found[_plain("".join(parts[:size]))] = " ".join(parts[size:])
    return found


_REGIONS = {"US": _states("US"), "CA": _states("CA"), "AU": _states("AU"), "GB": _counties()}


def western_region(name: str, country: str) -> str | None:
    """Return the standard form of a region: the code of a state or province, the full name of a British county.

    A `country` without a table of its own (or '') is tried as US, CA, AU, GB in turn. None when the region is unknown.
    """
    plain = _plain(name)
    if country in _REGIONS:
        return _REGIONS[country].get(plain)
    return None if country else next((found for table in _REGIONS.values() if (found := table.get(plain))), None)
