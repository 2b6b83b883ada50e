"""Parts of a page: numbers in full, links that save, shapes by style, and nothing that was not escaped."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from facta.briefs.charts import Bar, BarChart, Table, Words
from facta.briefs.page import draw_figure, link_csv, render_page, write_cells, write_data
from facta.briefs.page.parts import mark_verdict, write_shapes
from facta.claims import VerdictWord


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (0.0, "count", "0"),
        (1 / 3, "1", '<data value="0.3333333333333333">33.3%</data>'),
        (93_942.0, "M USD", '<data value="93942.0">93.9 bn USD</data>'),
        (-0.0530, "points", '<data value="-0.053">-0.0530 points</data>'),
        (None, "M USD", "–"),
    ],
)
def test_a_figure_has_all_its_digits_behind_it(value: float | None, unit: str, written: str) -> None:
    assert write_data(value, unit) == written


def test_a_table_is_saved_from_its_own_address() -> None:
    table = Table(("name", "value"), (('a "quoted", <b>\n', 0.1), ("#50%", None), ("whole", 3.0)))
    link = link_csv(table, "a")
    assert link.startswith('<a download="a.csv" href="data:text/csv,')
    address = re.search(r'href="data:text/csv,([^"]*)"', link)
    assert address
    assert unquote(address.group(1).replace("&amp;", "&")) == 'name,value\n"a ""quoted"", <b>\n",0.1\n#50%,\nwhole,3\n'
    assert not re.search(r"[<>#\s]", address.group(1))


def test_digits_are_cut_only_where_that_is_asked() -> None:
    table = Table(("value",), ((1 / 3,),))
    assert "0.3333333333333333" in link_csv(table)
    assert "0.333333333%0A" in link_csv(table, digits=9)


@pytest.mark.parametrize(
    ("cell", "written"),
    [(None, "–"), (0.0, "0"), (0.123456, "0.1235"), (999.97, "1,000"), (12_345.6, "12,346"), ("<", "<")],
)
def test_cells_are_short_and_never_in_powers_of_ten(cell: float | str | None, written: str) -> None:
    assert write_cells(Table(("a",), ((cell,),))) == [[written]]


def test_every_verdict_has_its_shape_in_the_style() -> None:
    style = write_shapes()
    for word in VerdictWord:
        kind = re.search(r'class="(v-[\w-]+)"', mark_verdict(word))
        assert kind
        assert f".{kind.group(1)}::before" in style
    assert "<" not in style  # inside an address


def test_the_style_is_known_by_its_hash() -> None:
    page = render_page("page.html", title="a")
    assert re.search(r"style-src 'sha256-[\w+/]{43}='", page)
    assert page.count("<style>") == 1


def test_a_title_cannot_end_an_element() -> None:
    page = render_page("page.html", title="</title><script>alert('x')</script>")
    assert "<script" not in page
    assert "&lt;/title>" in page


def test_text_that_looks_like_an_attribute_keeps_its_quotes() -> None:
    page = render_page("page.html", title='flow(of="84" x)')
    assert "of=&#34;84&#34;" in page


def test_a_figure_is_drawn_as_it_is() -> None:
    drawn = draw_figure(BarChart(Words("A & B"), (Bar("one", 1.0),)), "C1")
    assert drawn.startswith('<svg role="img" aria-labelledby="C1"')
    assert "A &amp; B" not in drawn  # the caption has it


def test_a_figure_below_zero_has_its_sign_but_not_in_code_or_paths() -> None:
    page = render_page("page.html", title="−1 and -20.7% of 2019-01-02, A-1")
    assert "−1 and −20.7% of 2019-01-02, A-1" in page
    assert "letter-spacing:-.01em" in page
