"""The report in a real browser: offline, drawn, sortable, on a phone, in print, by keyboard."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.report.chromium import Browser, Page
from tests.report.conftest import Report

DRAWN = """[...document.querySelectorAll("figure:has(.chart)")].map(f => [
  f.id,
  f.querySelectorAll(".chart svg .mark").length,
  f.querySelector(".chart svg").getBoundingClientRect().height,
  f.querySelectorAll("table tbody tr").length,
  f.querySelector("figcaption").textContent.length,
])"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module", params=["real", "whole"])
def report(request: pytest.FixtureRequest) -> Report:
    given: Report = request.getfixturevalue(request.param)
    return given


@pytest.fixture(scope="module")
def page(report: Report, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """The report on a desktop."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(report.html, encoding="utf-8")
    opened = browser.page()
    opened.resize(1280, 900, mobile=False)
    opened.open(path.as_uri())
    return opened


def _sorted_by(page: Page, figure: str, head: str) -> list[str]:
    """Press the head of a column and read the column."""
    return page.value(f"""(() => {{
      const table = document.querySelector("#figure-{figure} table");
      const heads = [...table.tHead.rows[0].cells];
      const at = heads.findIndex(h => h.textContent.trim() === "{head}");
      heads[at].querySelector("button").click();
      return [...table.tBodies[0].rows].map(r => r.cells[at].dataset.v ?? r.cells[at].textContent);
    }})()""")


def test_it_asks_for_nothing_and_complains_of_nothing(page: Page) -> None:
    page.value("document.body.getBoundingClientRect().height")
    asked = [heard["request"]["url"] for heard in page.heard("Network.requestWillBeSent")]
    assert [url.partition(":")[0] for url in asked] == ["file"]
    assert page.heard("Runtime.exceptionThrown") == []
    assert page.heard("Runtime.consoleAPICalled") == []
    assert page.heard("Log.entryAdded") == []


def test_every_chart_is_drawn_and_has_its_caption_and_its_numbers(page: Page) -> None:
    figures = page.value(DRAWN)
    assert len(figures) >= 10
    for name, marks, height, rows, caption in figures:
        assert marks > 0, name
        assert height > 40, name
        assert rows > 0, name
        assert caption > 10, name


def test_no_word_of_a_chart_is_cut_off_or_leaves_its_drawing(page: Page) -> None:
    outside = page.value("""[...document.querySelectorAll(".chart svg")].flatMap(svg => {
      const box = svg.getBoundingClientRect();
      return [...svg.querySelectorAll("text")].filter(t => {
        const at = t.getBoundingClientRect();
        return at.left < box.left - 1 || at.right > box.right + 1 || at.bottom > box.bottom + 1;
      }).map(t => svg.getAttribute("aria-label") + ": " + t.textContent);
    })""")
    assert outside == []


def test_a_table_sorts_by_number_and_by_name(page: Page) -> None:
    first = [float(value) for value in _sorted_by(page, "ces", "images")]
    assert first == sorted(first, reverse=True)
    again = [float(value) for value in _sorted_by(page, "ces", "images")]
    assert again == sorted(first)
    names = _sorted_by(page, "ces", "emotion")
    assert names == sorted(names)
    state = "document.querySelector('#figure-ces th[aria-sort]').getAttribute('aria-sort')"
    assert page.value(state) == "ascending"


def test_values_that_are_missing_sort_last_both_ways(page: Page) -> None:
    for _ in range(2):
        values = _sorted_by(page, "claims", "this graph")
        present = [value for value in values if value]
        assert values == [*present, *[""] * (len(values) - len(present))]
        assert 0 < len(present) < len(values)


def test_a_dot_of_the_map_tells_its_image(page: Page) -> None:
    tip = page.value("""(() => {
      const dot = document.querySelector("circle[data-i]");
      dot.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, clientX: 9, clientY: 9}));
      const tip = document.getElementById("tip");
      return [tip.hidden, tip.textContent];
    })()""")
    assert tip[0] is False
    assert tip[1].startswith(("emoset:", "emoverse:"))
    page.send("Input.dispatchKeyEvent", type="keyDown", key="Escape")
    assert page.value("document.getElementById('tip').hidden") is True


def test_both_maps_of_a_space_show_the_same_images(page: Page) -> None:
    maps = page.value("""["map", "neighbours"].map(kind => {
      const figure = document.querySelector(`figure[id^="figure-${kind}-"]`);
      const dots = [...figure.querySelectorAll("circle[data-i]")];
      const colours = Object.fromEntries(dots.map(d =>
        [d.dataset.i, d.parentElement.getAttribute("class")]));
      dots[0].dispatchEvent(new PointerEvent("pointerover", {bubbles: true}));
      return [dots[0].dataset.i, document.getElementById("tip").textContent, colours];
    })""")
    (first, tip, colours), (again, other_tip, other_colours) = maps
    assert (first, tip) == (again, other_tip)
    assert tip.startswith(("emoset:", "emoverse:"))
    assert colours == other_colours
    assert len(colours) >= 60


def test_every_head_and_every_fold_is_reached_by_the_keyboard(page: Page) -> None:
    unreached = page.value("""[...document.querySelectorAll("th button, summary, a[href], .chart")]
      .filter(e => e.tabIndex < 0).length""")
    assert unreached == 0
    unnamed = page.value("""[...document.querySelectorAll(".chart svg")]
      .filter(s => s.getAttribute("role") !== "img" || !s.getAttribute("aria-label")).length""")
    assert unnamed == 0
    assert page.value("document.documentElement.lang") == "en"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_the_page(page: Page, scheme: str) -> None:
    feature = {"name": "prefers-color-scheme", "value": scheme}
    page.send("Emulation.setEmulatedMedia", features=[feature])
    colours = page.value("""["body", "figcaption", ".note", "a[href='#sizes']", "th", "svg .tick"]
      .map(s => document.querySelector(s)).filter(e => e).map(e => {
        const style = getComputedStyle(e);
        return [e instanceof SVGElement ? style.fill : style.color,
                getComputedStyle(document.body).backgroundColor];
      })""")
    page.send("Emulation.setEmulatedMedia", features=[])
    for ink, paper in colours:
        assert _contrast(ink, paper) >= 4.5


def test_on_a_phone_nothing_runs_off_the_page(page: Page) -> None:
    page.resize(360, 740, mobile=True)
    try:
        page.value("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert page.value(OVERFLOW) <= 0
        assert page.value("document.documentElement.clientWidth") == 360
    finally:
        page.resize(1280, 900, mobile=False)
        page.value("document.querySelectorAll('details').forEach(d => { d.open = false; })")


def test_printing_opens_the_numbers_and_leaves_the_navigation_out(page: Page) -> None:
    page.send("Emulation.setEmulatedMedia", media="print")
    page.value("dispatchEvent(new Event('beforeprint'))")
    assert page.value("document.querySelectorAll('details.numbers:not([open])').length") == 0
    assert page.value("getComputedStyle(document.querySelector('nav')).display") == "none"
    page.value("dispatchEvent(new Event('afterprint'))")
    assert page.value("document.querySelectorAll('details.numbers[open]').length") == 0
    page.send("Emulation.setEmulatedMedia", media="")
    printed = base64.b64decode(page.send("Page.printToPDF", printBackground=True)["data"])
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") > 5


def test_pictures_at_hand_are_shown_from_the_page_itself(
    whole: Report, browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    path.write_text(whole.html, encoding="utf-8")
    page = browser.page()
    page.open(path.as_uri())
    shown = page.value("""(async () => {
      const dot = document.querySelector("circle[data-i]");
      dot.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, clientX: 9, clientY: 9}));
      const picture = document.querySelector("#tip img");
      await picture.decode();
      return [picture.src.slice(0, 23), Math.max(picture.naturalWidth, picture.naturalHeight)];
    })()""")
    assert shown == ["data:image/jpeg;base64,", 96]
    asked = {heard["request"]["url"][:5] for heard in page.heard("Network.requestWillBeSent")}
    assert asked == {"file:", "data:"}


def _contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2 of two colours as browsers write them."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = colour.removeprefix("rgba(").removeprefix("rgb(").rstrip(")").split(",")[:3]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (float(text) / 255 for text in parts)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
