"""Every publisher's file at hand that has a reader loads, and loads again without a new row."""

from __future__ import annotations

from pathlib import Path

import pytest

import facta

FILES = {
    "aiddata_gcof": ["finance/GlobalChineseOfficialFinanceDataset_v1.0.xlsx"],
    "atop": ["alliances/atop_alliance.csv.gz"],
    "cow_contiguity": ["disputes/cow_contdir.csv.gz"],
    "cow_igo": ["alliances/cow_igo_ndy.csv.gz"],
    "cow_mid": ["disputes/cow_mid_dirdisps.csv.gz"],
    "cow_nmc": ["codes/cow_nmc.csv.gz"],
    "cow_states": ["codes/cow_states.csv.gz"],
    "cow_trade": ["trade/cow_trade_ndy_1870_2014.csv.gz", "trade/cow_trade_sy.csv.gz"],
    "gdelt_net": ["events/gdelt_daily_net_2018_2022.parquet"],
    "gml_mid": ["disputes/gml_dirdisp.csv.gz"],
    "gpr": ["context/data_gpr_export.xls"],
    "gsdb": ["sanctions/GSDB_V3.csv"],
    "icews": ["events/events.2018.sample.tab"],
    "icews_dyads": ["events/icews_dyad_year_2002_2014.parquet"],
    "ideal_points": ["votes/IdealpointestimatesAll_Apr2020.csv", "votes/IdealpointsJuly2025.dta"],
    "imf_dip": ["finance/imf_dip_a.csv", "finance/imf_dip_b.csv"],
    "imf_dots": ["trade/imf_dots_BRA_MEX_URY_CHN_RUS_1948_2019_MultiATSM.xlsx"],
    "polity5": ["regimes/polity5.csv.gz"],
    "sipri_register": ["arms/trade-register.csv"],
    "sipri_tiv": ["arms/sipri-exports-processed.csv"],
    "tss_rivalries": ["disputes/tss_rivalries.csv.gz"],
    "ucdp_acd": ["disputes/ucdp_acd.csv.gz"],
    "un_votes": ["votes/un_votes.csv.gz", "votes/un_roll_calls.csv.gz", "votes/un_roll_call_issues.csv.gz"],
    "vdem": ["regimes/vdem_simple.csv.gz"],
    "wgi": ["regimes/wgi.csv.gz"],
}


@pytest.mark.parametrize("source", sorted(FILES))
def test_a_second_load_adds_nothing(source: str, test_data: Path, tmp_path: Path) -> None:
    files = [test_data / name for name in FILES[source]]
    first = facta.load(source, *files, store=tmp_path)
    assert first.new > 0
    assert all(report.refused_count * 100 <= report.rows for report in first.reports)
    assert facta.load(source, *files, store=tmp_path).new == 0
    (described,) = facta.sources(source, store=tmp_path).sources
    assert described["rows"] >= first.new
    assert described["loaded"]
