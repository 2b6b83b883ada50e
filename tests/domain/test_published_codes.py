"""The codes and names that publishers of event data print, all of them, and the states that changed, year by year.

The lists are those of GDELT (``CAMEO.country.txt``, ``FIPS.country.txt``) and of the makers of PLOVER for the names of
countries in ICEWS (``countrynames.txt``).
"""

from __future__ import annotations

import datetime as dt

import pytest

from facta.domain import find_state, list_codes, list_not_states, match_code

NOT_STATES = set(list_not_states())
CAMEO_AS_ISO = """
    AFG ALA ALB DZA ASM AND AGO AIA ATG ARG ARM ABW AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BMU BTN BOL BIH BWA
    BRA VGB BRN BGR BFA BDI KHM CMR CAN CPV CYM CAF TCD CHL CHN COL COM COD COG COK CRI CIV HRV CUB CYP CZE DNK DJI
    DMA DOM ECU EGY SLV GNQ ERI EST ETH FRO FLK FJI FIN FRA GUF PYF GAB GMB GEO DEU GHA GIB GRC GRL GRD GLP GUM GTM
    GIN GNB GUY HTI VAT HND HKG HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ KEN KIR PRK KOR KWT KGZ LAO LVA
    LBN LSO LBR LBY LIE LTU LUX MAC MKD MDG MWI MYS MDV MLI MLT MHL MTQ MRT MUS MYT MEX FSM MDA MCO MNG MSR MAR MOZ
    MMR NAM NRU NPL NLD NCL NZL NIC NER NGA NIU NFK MNP NOR PSE OMN PAK PLW PAN PNG PRY PER PHL PCN POL PRT PRI QAT
    REU RUS RWA SHN KNA LCA SPM VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF ESP LKA SDN SUR SJM SWZ
    SWE CHE SYR TWN TJK TZA THA TGO TKL TON TTO TUN TUR TKM TCA TUV UGA UKR ARE GBR USA VIR URY UZB VUT VEN VNM WLF
    ESH YEM ZMB ZWE
"""
CAMEO_OWN = {"GZS": "PSE", "WSB": "PSE", "IMY": "IMN", "MTN": "MNE", "ROM": "ROU", "TMP": "TLS", "ANT": "ANT"}
CAMEO_AREAS = """
    AFR ASA BAG BLK CAS CAU CEU CFR CRB EAF EEU EIN EUR LAM MDT MEA NAF NMR PGS SAF SAM SAS SCN SEA WAF WST
"""
FIPS = """
    AA AC AE AF AG AJ AL AM AN AO AQ AR AS AT AU AV AX AY BA BB BC BD BE BF BG BH BK BL BM BN BO BP BQ BR BS BT BU
    BV BX BY CA CB CD CE CF CG CH CI CJ CK CM CN CO CQ CR CS CT CU CV CW CY DA DJ DO DQ DR DX EC EG EI EK EN ER ES
    ET EU EZ FG FI FJ FK FM FO FP FQ FR FS GA GB GG GH GI GJ GK GL GM GO GP GQ GR GT GV GY GZ HA HK HM HO HQ HR HU
    IC ID IM IN IO IP IR IS IT IV IZ JA JE JM JN JO JQ JU KE KG KN KQ KR KS KT KU KV KZ LA LE LG LH LI LO LQ LS LT
    LU LY MA MB MC MD MF MG MH MI MJ MK ML MN MO MP MQ MR MT MU MV MX MY MZ NC NE NF NG NH NI NL NM NN NO NP NR NS
    NT NU NZ OD OS PA PC PE PF PG PJ PK PL PM PO PP PS PU QA RE RI RM RN RO RP RQ RS RW SA SB SC SE SF SG SH SI SL
    SM SN SO SP ST SU SV SW SX SY SZ TB TD TE TH TI TK TL TN TO TP TS TT TU TV TW TX TZ UC UF UG UK UP US UU UV UY
    UZ VC VE VI VM VQ VT WA WE WF WI WQ WS WZ YI YM ZA ZI
"""
ICEWS = """
    Afghanistan | Albania | Algeria | American Samoa | Andorra | Angola | Anguilla | Antigua and Barbuda |
    Antarctica | Argentina | Armenia | Aruba | Australia | Austria | Azerbaijan | Bahamas | Bahrain | Bangladesh |
    Barbados | Belarus | Belgium | Belize | Benin | Bermuda | Bhutan | Bolivia | Bosnia and Herzegovina | Botswana
    | Brazil | British Virgin Islands | Brunei Darussalam | Brunei | Bulgaria | Burkina Faso | Burundi | Cambodia |
    Cameroon | Canada | Cape Verde | Cayman Islands | Central African Republic | Chad | Chile | China | Colombia |
    Comoros | Congo | Cook Islands | Cook Island | Costa Rica | Cote d'Ivoire | Croatia | Cuba | Curaçao | Cyprus |
    Czech Republic | Democratic Republic of the Congo | Democratic Republic of Congo | Denmark | Djibouti |
    Dominica | Dominican Republic | Ecuador | Egypt | El Salvador | Equatorial Guinea | Eritrea | Estonia |
    Ethiopia | Faeroe Islands | Faroe Islands | Falkland Islands | Fiji | Finland | France | French Guiana |
    French Polynesia | Gabon | Gambia | Georgia | Germany | Ghana | Gibraltar | United Kingdom | Greece | Greenland
    | Grenada | Guadeloupe | Guam | Guatemala | Guernsey | Guinea | Guinea Bissau | Guinea-Bissau | Guyana | Haiti
    | Holy See | Honduras | Hong Kong | Hungary | Iceland | India | Indonesia | Iran | Iraq | Ireland | Isle Of Man
    | Israel | Italy | Jamaica | Japan | Jersey | Jordan | Kazakhstan | Kenya | Kiribati | Kosovo | Kyrgyzstan |
    Kuwait | Laos | Latvia | Lebanon | Lesotho | Liberia | Libya | Liechtenstein | Lithuania | Luxembourg |
    Macedonia | the former Yugoslav Republic of Macedonia | Macao | Madagaskar | Madagascar | Malawi | Malaysia |
    Maldives | Mali | Malta | Marshall Islands | Martinique | Mauritania | Mauritius | Mayotte | Mexico |
    Micronesia | Moldova | Moldova, Republic of | Monaco | Mongolia | Montserrat | Montenegro | Morocco |
    Mozambique | Myanmar | Namibia | Nauru | Nepal | Netherlands | Netherlands Antilles | New Caledonia |
    New Zealand | Nicaragua | Niger | Nigeria | Niue | Norfolk Island | North Korea | Northern Mariana Islands |
    Norway | Oman | Pakistan | Palau | Occupied Palestinian Territory | Palestine | Gaza | Panama |
    Papua New Guinea | Paraguay | Peru | Philippines | Pitcairn | Poland | Portugal | Puerto Rico | Qatar |
    Republic of South Africa | South Africa | Romania | Russian Federation | Russia | Rwanda | Saint Barthelemy |
    Saint Helena | Saint Lucia | Saint Kitts and Nevis | Saint Martin (French part) |
    Saint Vincent and the Grenadines | Samoa | San Marino | Sao Tome and Principe | Saudi Arabia | Senegal |
    Serbia and Montenegro | Serbia | Seychelles | Sierra Leone | Singapore | Sint Maarten | Slovakia | Slovenia |
    Solomon Islands | Somalia | South Korea | South Sudan | Spain | Sri Lanka | Sudan | Suriname | Swaziland |
    Sweden | Switzerland | Syria | Taiwan | Tajikistan | United Republic Of Tanzania | Tanzania | Thailand |
    Timor Leste | Timor-Leste | Togo | Tokelau | Tonga | Trinidad and Tobago | Tunisia | Turkey | Turkmenistan |
    Turks and Caicos Islands | Tuvalu | Uganda | Ukraine | United Arab Emirates | Uruguay | United States |
    United States Virgin Islands | U.S. Virgin Islands | Uzbekistan | Vanuatu | Venezuela | Vietnam |
    Wallis and Futuna Islands | Wallis and Futuna | Western Sahara | Yemen | Zambia | Zimbabwe |
    British Indian Ocean Territory | Christmas Island | Cocos Islands | Cocos (Keeling) Islands
"""
FIPS_TRAPS = """
    AG DZA  AS AUS  AU AUT  BF BHS  BG BGD  BH BLZ  BO BLR  BU BGR  CF COG  CG COD  CH CHN  CI CHL  CS CRI  CT CAF
    DA DNK  EI IRL  EN EST  ES SLV  GA GMB  GB GAB  GG GEO  GM DEU  GZ PSE  IC ISL  IS ISR  IV CIV  IZ IRQ  JA JPN
    KN PRK  KR KIR  KS KOR  KV XKX  LG LVA  LH LTU  LO SVK  MG MNG  MI MWI  MO MAR  MU OMN  NG NER  NI NGA  NU NIC
    OD SSD  PA PRY  PM PAN  PO PRT  PS PLW  RP PHL  RS RUS  SE SYC  SF ZAF  SG SEN  SN SGP  SP ESP  SU SDN  SW SWE
    SZ CHE  TD TTO  TI TJK  TP STP  TS TUN  TT TLS  TU TUR  TX TKM  UK GBR  UP UKR  VM VNM  WA NAM  WE PSE  WI ESH
    YM YEM  ZA ZMB
"""
CHANGES = """
    cow  345 1930 SRB  cow  345 1995 SRB  cow  345 2010 SRB  cow  347 2010 XKX  cow  341 2010 MNE  cow  341 1905 MNE
    gw   340 1900 SRB  gw   340 1950 -    gw   345 1950 SRB  gw   345 2005 SRB  gw   345 2007 -    gw   340 2007 SRB
    gw   347 2010 XKX  fips YO  1985 SRB  fips YI  2000 SRB  fips RB  2007 SRB  fips RI  2010 SRB  fips MJ  2010 MNE
    iso3 YUG 1985 SRB  iso3 SCG 2005 SRB  iso3 SCG 2007 -    cameo SRB 1999 SRB cameo MTN 2010 MNE cameo MNE 2010 MNE
    iso3 XKX 2010 XKX  iso3 KOS 2020 XKX  iso3 KSV 2010 XKX  iso3 RKS 2020 XKX  cameo KSV 2010 XKX cameo KOS 2010 XKX
    fips KV  2010 XKX  iso2 XK  2020 XKX  icews Kosovo 2010 XKX
    cow  816 1965 VNM  cow  817 1965 VDR  cow  816 1980 VNM  gw   816 1965 VNM  gw   817 1965 VDR  gw   816 1990 VNM
    fips VS  1970 VDR  fips VM  1980 VNM  iso3 VDR 1970 VDR  iso3 VNM 1990 VNM  cameo VNM 1980 VNM
    icews Vietnam 2000 VNM
    cow  678 1980 YEM  cow  680 1980 YMD  cow  678 1995 -    cow  679 1995 YEM  cow  679 1980 -    gw   678 1980 YEM
    gw   680 1980 YMD  gw   678 1995 YEM  iso3 YMD 1985 YMD  iso3 YMD 1995 -    fips YS  1985 YMD  fips YM  1995 YEM
    iso3 YEM 1985 YEM  cameo YEM 2000 YEM icews Yemen 2000 YEM
    cow  255 1930 DEU  cow  255 1960 -    cow  260 1960 DEU  cow  265 1960 DDR  cow  260 1995 -    cow  255 1995 DEU
    gw   255 1930 DEU  gw   255 1960 -    gw   260 1960 DEU  gw   265 1960 DDR  gw   260 1995 DEU  iso3 DDR 1985 DDR
    iso3 DDR 1995 -    fips GC  1985 DDR  fips GE  1985 DEU  fips GM  1995 DEU  iso3 DEU 1985 DEU  cameo DEU 1985 DEU
    cow  625 2000 SDN  cow  625 2015 SDN  cow  626 2015 SSD  gw   625 2000 SDN  gw   626 2015 SSD  fips OD  2015 SSD
    fips SU  2000 SDN  iso3 SSD 2015 SSD  cameo SSD 2015 SSD cameo SDN 2005 SDN icews Sudan 2005 SDN
    cow  315 1970 CSK  cow  316 1995 CZE  cow  317 1995 SVK  gw   315 1970 CSK  gw   316 1995 CZE  gw   317 1995 SVK
    iso3 CSK 1985 CSK  iso3 CSK 1995 -    iso2 CS  1985 CSK  iso2 CS  2004 SRB  fips CZ  1985 CSK  fips EZ  1995 CZE
    fips LO  1995 SVK  cameo CZE 1995 CZE cameo SVK 1995 SVK
    cow  365 1900 RUS  cow  365 1960 RUS  cow  365 2000 RUS  gw   365 1960 RUS  gw   365 2000 RUS  iso3 SUN 1985 RUS
    iso3 SUN 1995 -    fips UR  1985 RUS  fips RS  2000 RUS  iso2 SU  1985 RUS  cameo RUS 1985 RUS icews Russia 2000 RUS
    cow  770 1960 PAK  cow  770 1980 PAK  cow  771 1980 BGD  gw   770 1960 PAK  gw   771 1980 BGD  fips BG  1980 BGD
    fips PK  1960 PAK  iso3 BGD 1980 BGD  cameo BGD 1980 BGD icews Bangladesh 2000 BGD
    cow  530 1980 ETH  cow  530 2000 ETH  cow  531 2000 ERI  gw   530 1980 ETH  gw   530 2000 ETH  gw   531 2000 ERI
    fips ET  1980 ETH  fips ER  2000 ERI  iso3 ERI 2000 ERI  cameo ERI 2000 ERI icews Eritrea 2000 ERI
    cow  345 1991 SRB  iso3 ZAR 1990 COD  iso3 TMP 1995 TLS  cameo TMP 2010 TLS cameo ANT 2005 ANT cameo ANT 2015 -
"""
NAMES = """
    Yugoslavia SRB | Serbia and Montenegro SRB | Montenegro MNE | Kosovo XKX | Vietnam VNM | North Vietnam VNM |
    South Vietnam VDR | Republic of Vietnam VDR | Yemen YEM | North Yemen YEM | Yemen Arab Republic YEM |
    South Yemen YMD | Germany DEU | West Germany DEU | East Germany DDR | German Democratic Republic DDR | Sudan SDN
    | South Sudan SSD | Czechoslovakia CSK | Czech Republic CZE | Slovakia SVK | USSR RUS | Soviet Union RUS |
    Russian Federation RUS | Zaire COD | Bangladesh BGD | Ethiopia ETH | Eritrea ERI |
    East Timor TLS | Rhodesia ZWE
"""


def list_unknown(scheme: str, codes: list[str]) -> list[str]:
    """Return the codes that never stood for a state and are not known as anything else."""
    return [code for code in codes if match_code(scheme, code) is None and (scheme, code) not in NOT_STATES]


def test_every_cameo_country_code_is_a_state_or_a_named_area() -> None:
    assert (len(CAMEO_OWN) + len(CAMEO_AREAS.split()), len(set(CAMEO_AS_ISO.split()))) == (33, 228)
    assert [code for code in CAMEO_AS_ISO.split() if match_code("cameo", code) != code] == []
    assert {code: match_code("cameo", code) for code in CAMEO_OWN} == CAMEO_OWN
    assert [code for code in CAMEO_AREAS.split() if ("cameo", code) not in NOT_STATES] == []


def test_cameo_takes_every_iso_code_beside_its_own() -> None:
    alive = {state for scheme, _, state, _, until in list_codes() if (scheme, until) == ("iso2", dt.date.max)} - {"ANT"}
    assert len(alive) > 245
    assert sorted(state for state in alive if match_code("cameo", state, dt.date(2020, 1, 1)) != state) == []


def test_south_africa_is_not_southern_africa() -> None:
    assert match_code("cameo", "ZAF") == "ZAF"
    assert match_code("cameo", "SAF") is None


def test_every_fips_code_of_gdelt_is_a_state_or_a_named_place() -> None:
    assert len(set(FIPS.split())) == 277
    assert list_unknown("fips", FIPS.split()) == []
    meant = dict(zip(FIPS_TRAPS.split()[::2], FIPS_TRAPS.split()[1::2], strict=True))
    assert {code: match_code("fips", code, dt.date(2020, 1, 1)) for code in meant} == meant


def test_every_country_of_icews_is_a_state() -> None:
    names = [" ".join(name.split()) for name in ICEWS.split("|")]
    assert len(names) == 259
    assert [name for name in names if match_code("icews", name) is None] == []
    own = {"Cook Island": "COK", "Gaza": "PSE", "Madagaskar": "MDG"}
    assert [name for name in names if match_code("icews", name) != (own.get(name) or find_state(name).id)] == []


@pytest.mark.parametrize("code", ["IGO", "NGO", "ISM", "IMG", "MNC", "EUR", "UNO"])
def test_actors_of_plover_that_are_no_states_are_known(code: str) -> None:
    assert ("iso3", code) in NOT_STATES
    assert match_code("iso3", code) is None


@pytest.mark.parametrize(
    ("scheme", "code", "year", "state"), list(zip(*(CHANGES.split()[start::4] for start in range(4)), strict=True))
)
def test_a_code_means_what_it_meant_in_its_year(scheme: str, code: str, year: str, state: str) -> None:
    assert match_code(scheme, code, dt.date(int(year), 7, 1)) == (None if state == "-" else state)


@pytest.mark.parametrize(("name", "state"), [entry.strip().rsplit(" ", 1) for entry in NAMES.split("|")])
def test_former_names(name: str, state: str) -> None:
    assert find_state(name).id == state


@pytest.mark.parametrize(
    ("scheme", "code", "morning", "before", "after"),
    [
        ("cow", "255", "1990-10-03", None, "DEU"),
        ("cow", "260", "1990-10-03", "DEU", None),
        ("cow", "678", "1990-05-22", "YEM", None),
        ("cow", "679", "1990-05-22", None, "YEM"),
        ("gw", "340", "2006-06-05", None, "SRB"),
        ("gw", "345", "2006-06-05", "SRB", None),
        ("iso3", "SUN", "1991-12-26", "RUS", None),
        ("cameo", "ANT", "2010-10-10", "ANT", None),
    ],
)
def test_codes_change_hands_overnight(
    scheme: str, code: str, morning: str, before: str | None, after: str | None
) -> None:
    day = dt.date.fromisoformat(morning)
    assert (match_code(scheme, code, day - dt.timedelta(days=1)), match_code(scheme, code, day)) == (before, after)
