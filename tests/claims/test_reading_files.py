from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import facta
from facta.claims import LARGEST, find_claim, list_bundled, read_dossier
from facta.errors import DossierError, FactaError, UnknownName

Write = Callable[..., Path]
CLAIM = """claims:
- id: one
  said: {by: A, date: "2021", quote: it holds}
  readings:
  - check: trade(CHN -- RUS)[2014] > 1 bn USD
"""
SECOND = """- id: two
  said: {by: B, date: "2021", quote: it does not}
  rebuts: [one]
  readings:
  - check: trade(CHN -- RUS)[2014] < 1 bn USD
"""


def change(old: str, new: str) -> str:
    text = CLAIM + SECOND
    assert old in text
    return text.replace(old, new)


FAULTS = {
    "unknown key": (change("  rebuts", "  rebutts"), r"d\.yml:11: .*rebutts.*Nearest: rebuts"),
    "unknown key of the dossier": ("registres: []\n" + CLAIM, r"d\.yml:4: .*registres.*Nearest: registers"),
    "unknown key of a reading": (change("  - check", "  - chekc"), r"d\.yml:8: .*chekc.*Nearest: check"),
    "bad id": (change("id: two", "id: Two!"), r"d\.yml:9: claims\[1\]\.id"),
    "long id": (change("id: two", f"id: {'x' * 65}"), r"d\.yml:9: claims\[1\]\.id"),
    "duplicate id": (change("id: two", "id: one"), r"d\.yml:9: claim 'one' stands twice \(first on line 5\)"),
    "duplicate key": (change("  rebuts: [one]", "  id: three"), r"d\.yml:11: the key 'id' stands twice. Keep one"),
    "long quote": (change("it does not", " ".join("abcdefghijklm")), r"d\.yml:10: .*'two' has 13 words.*at most 12"),
    "unknown rebuttal": (change("[one]", "[ome]"), r"d\.yml:11: .*'ome', which is no claim here. Nearest: one"),
    "far rebuttal": (change("[one]", "[xyz]"), r"d\.yml:11: .*'xyz'.*Name the id of a claim in this dossier"),
    "no said": (change('  said: {by: B, date: "2021", quote: it does not}\n', ""), r"d\.yml:9: claims\[1\].*`said`"),
    "bad date": (
        change('B, date: "2021"', "B, date: spring"),
        r"d\.yml:10: .*said\.date: expected a year, month or day",
    ),
    "impossible date": (change('B, date: "2021"', "B, date: 2021-13"), r"d\.yml:10: '2021-13' is no date\. Write 2021"),
    "bad act": (
        change("{by: B,", "{act: guessed, by: B,"),
        r"d\.yml:10: .*said\.act.*guessed.*one of own, q",
    ),
    "misspelt act": (change("{by: B,", "{act: qouted, by: B,"), r"d\.yml:10: .*'qouted'\. Nearest: quoted\."),
    "a word that is true": (change("{by: B,", "{by: yes,"), r"d\.yml:10: .*said\.by.*Put it in quotation marks"),
    "bad validity": (change("\n- id: two", "\n    validity: good\n- id: two"), r"d\.yml:9: .*validity.*good"),
    "no reading": (change("  readings:\n  - check: trade(CHN -- RUS)[2014] < 1 bn USD\n", ""), "d.yml:9: .*no reading"),
    "empty check": (change("trade(CHN -- RUS)[2014] < 1 bn USD", '""'), r"d\.yml:13: .*check"),
    "text for a list": (change("[one]", "one"), r"d\.yml:11: claims\[1\]\.rebuts"),
    "syntax": (change("[one]", "[one"), r"d\.yml:1[123]: .*Check indentation, colons and quotes"),
    "tab": (change("  rebuts", "\trebuts"), r"d\.yml:11: .*Check indentation"),
    "anchor": (change("[one]", "&a [one]"), r"d\.yml:11: anchors and aliases are not allowed. Write it out"),
    "tag": (change("[one]", "!!python/object/apply:os.system [id]"), r"d\.yml:11: the tag !?.*python.* is not allowed"),
    "custom tag": (change("it holds", "!env HOME"), r"d\.yml:6: the tag .*env is not allowed. Write plain text"),
    "deep": ("note: " + "[" * 60 + "]" * 60 + "\n" + CLAIM, r"d\.yml:4: the parts are nested too deep"),
    "no claims": ("claims: []\n", r"d\.yml:4: claims"),
    "another format": (CLAIM + "facta: 2\n", r"d\.yml:9: the key 'facta' stands twice"),
    "register up": ("registers: [../x.csv]\n" + CLAIM, r"d\.yml:4: registers\[0\]"),
    "register with a root": ("registers: [/etc/passwd.csv]\n" + CLAIM, r"d\.yml:4: registers\[0\]"),
}


@pytest.mark.parametrize(("text", "found"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_by_file_line_and_next_step(write_dossier: Write, text: str, found: str) -> None:
    with pytest.raises(DossierError, match=found):
        read_dossier(write_dossier(text))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(b"", r"d\.yml:1: the file is empty\. Begin one", id="empty"),
        pytest.param(b"# nothing\n", r"d\.yml:1: the file is empty", id="comment"),
        pytest.param(b"- a\n- b\n", r"d\.yml:1: .*object", id="list"),
        pytest.param(b"just text", r"d\.yml:1: .*object", id="text"),
        pytest.param("frage: Größe".encode("latin-1"), r"d\.yml: the file is not UTF-8. Save it as UTF-8", id="latin"),
        pytest.param(b"\x00\x01\x02", r"d\.yml:?\d*: ", id="binary"),
        pytest.param(b"facta: 9\nquestion: q\n", r"d\.yml:1: facta", id="newer format"),
        pytest.param(b"facta: 1\n---\nfacta: 1\n", r"d\.yml:2: ", id="two documents"),
        pytest.param(b"? [a, b]\n: c\n", r"d\.yml:1: ", id="key that is a list"),
        pytest.param(b"#" * (2 * LARGEST), r"d\.yml: the file has 2000000 bytes. The limit is 1000000", id="two MB"),
    ],
)
def test_a_file_that_is_no_dossier_is_refused(tmp_path: Path, content: bytes, found: str) -> None:
    (tmp_path / "d.yml").write_bytes(content)
    with pytest.raises(DossierError, match=found):
        read_dossier(tmp_path / "d.yml")


def test_a_billion_laughs_are_refused_at_the_first(tmp_path: Path) -> None:
    lines = ["a0: &a0 [ha, ha]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    (tmp_path / "d.yml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DossierError, match=r"d\.yml:1: anchors and aliases are not allowed"):
        read_dossier(tmp_path / "d.yml")


@pytest.mark.parametrize("depth", [13, 500, 100_000])
def test_no_depth_of_nesting_is_more_than_an_error(tmp_path: Path, depth: int) -> None:
    (tmp_path / "d.yml").write_text("a: " + "[" * depth + "]" * depth, encoding="utf-8")
    with pytest.raises(DossierError, match=r"d\.yml:1: "):
        read_dossier(tmp_path / "d.yml")


def test_a_tag_runs_nothing(write_dossier: Write, tmp_path: Path) -> None:
    tag = f"!!python/object/apply:os.system ['touch {tmp_path / 'owned'}']"
    with pytest.raises(DossierError, match="is not allowed"):
        read_dossier(write_dossier(f"note: {tag}\n" + CLAIM))
    assert not (tmp_path / "owned").exists()


def test_a_good_dossier_is_read_with_the_line_of_each_part(write_dossier: Write) -> None:
    file = read_dossier(write_dossier(CLAIM + SECOND))
    assert [claim.id for claim in file.dossier.claims] == ["one", "two"]
    assert (file.name, file.place("claims[1].rebuts"), file.place("claims[0].readings[0].check")) == (
        "d", "d.yml:11", "d.yml:8",
    )  # fmt: skip
    assert file.place("claims[1].readings[0].why") == "d.yml:13"


@pytest.mark.parametrize(("date", "read"), [("2021", "2021"), ("2021-01", "2021-01"), ("2021-01-31", "2021-01-31")])
def test_a_date_stays_as_it_was_written(write_dossier: Write, date: str, read: str) -> None:
    file = read_dossier(write_dossier(CLAIM.replace('"2021"', date)))
    assert file.dossier.claims[0].sayings[0].date == read


def test_one_proposition_may_have_many_holders(write_dossier: Write) -> None:
    said = '[{by: A, date: "2021", quote: it holds}, {by: B, date: "2022", quote: it holds, act: quoted}]'
    file = read_dossier(write_dossier(CLAIM.replace('{by: A, date: "2021", quote: it holds}', said)))
    assert [(holder.by, holder.act) for holder in file.dossier.claims[0].sayings] == [("A", "own"), ("B", "quoted")]


def test_a_dossier_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"unknown dossier 'china-rusia'. Nearest: china-russia"):
        read_dossier("china-rusia")
    with pytest.raises(UnknownName, match=r"unknown dossier.*Bundled: .*or the path of a YAML file"):
        read_dossier(tmp_path / "none.yml")


def test_a_claim_is_found_by_id(write_dossier: Write) -> None:
    file = read_dossier(write_dossier(CLAIM + SECOND))
    assert find_claim(file, "two").rebuts == ["one"]
    with pytest.raises(UnknownName, match=r"unknown claim of d 'tow'. Nearest: two"):
        find_claim(file, "tow")


@pytest.mark.parametrize("name", list(list_bundled()))
def test_every_bundled_dossier_can_be_read(name: str) -> None:
    assert read_dossier(name).name == name


@pytest.mark.parametrize(
    ("check", "found"),
    [
        ("trade(CHN -- RUS)[2014] >> 1 bn USD", r"d\.yml:8"),
        ("trade(CHN -- RUSS)[2014] > 1 bn USD", r"d\.yml:8.*'RUSS'"),
        ("trdae(CHN -- RUS)[2014] > 1 bn USD", r"d\.yml:8.*column 1.*'trdae'. Nearest: trade"),
        ("trade(CHN -- RUS)[2014] > 1 Mt", r"d\.yml:8"),
        ("trade(CHN -- RUS)[2019..2014] > 1 bn USD", r"d\.yml:8.*2019\.\.2014"),
    ],
)
def test_a_fault_in_an_expression_names_the_line_of_the_dossier(write_dossier: Write, check: str, found: str) -> None:
    path = write_dossier(CLAIM.replace("trade(CHN -- RUS)[2014] > 1 bn USD", check))
    with pytest.raises(FactaError, match=rf"(?s){found}") as caught:
        facta.check(path)
    assert "column" in str(caught.value)


def test_a_register_that_is_a_link_out_of_the_folder_is_refused(write_dossier: Write, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "meetings.csv").write_text("secret", encoding="utf-8")
    (tmp_path / "meetings.csv").symlink_to(folder / "meetings.csv")
    with pytest.raises(DossierError, match=r"d\.yml:4: the register 'meetings\.csv' lies outside .*Copy it beside"):
        facta.check(write_dossier("registers: [meetings.csv]\n" + CLAIM))


def test_a_register_that_is_missing_is_named(write_dossier: Write) -> None:
    with pytest.raises(DossierError, match=r"d\.yml:4: there is no register 'meetings\.csv' beside the dossier"):
        facta.check(write_dossier("registers: [meetings.csv]\n" + CLAIM))


@pytest.mark.parametrize("member", ["RUSS", "Atlantis"])
def test_a_set_with_an_unknown_member_is_named_by_line(write_dossier: Write, member: str) -> None:
    with pytest.raises(DossierError, match=rf"d\.yml:5: .*{member}.*Write ISO codes or names of states"):
        facta.check(write_dossier(f"sets:\n- {{id: MINE, members: [CHN, {member}]}}\n" + CLAIM))
