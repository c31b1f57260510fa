"""Every control of the page and every key, with a pointer, with a keyboard, and without script."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest
from report_pages import DRAWN, overflow, shown

FACETS = ("cat", "rule", "dir", "conf", "zone", "reach", "fix")
SETTLED = "() => new Promise((done) => setTimeout(done, 250))"


@pytest.fixture
def page(open_page, report):
    return open_page(report("shop"))


def focused(page) -> dict[str, str]:
    """What has the focus: tag, id, and whether it is seen to have it."""
    return page.evaluate(
        """() => {
          const node = document.activeElement;
          const style = getComputedStyle(node);
          const box = node.getBoundingClientRect();
          return { tag: node.localName, id: node.id, name: node.textContent.trim(),
            ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
            seen: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth };
        }"""
    )


def total(page) -> int:
    return page.locator("#findings [data-m]").count()


def test_the_theme_goes_round_and_is_kept(page):
    background = "() => getComputedStyle(document.body).backgroundColor"
    button = page.locator("#theme")
    assert button.get_attribute("aria-label") == "Theme: System"
    light = page.evaluate(background)
    button.click()
    assert button.get_attribute("aria-label") == "Theme: Light"
    assert page.evaluate(background) == light
    button.click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    dark = page.evaluate(background)
    assert dark != light
    page.reload()
    assert page.evaluate(background) == dark
    button.click()
    assert button.inner_text().endswith("System")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(background) == dark


SORTED = """() => Array.from(document.querySelectorAll("table.sortable"), (table) => {
  const rows = () => Array.from(table.tBodies[0].rows);
  const before = rows().map((row) => row.textContent).sort().join();
  return Array.from(table.tHead.rows[0].cells, (head) => {
    const name = head.textContent;
    const button = head.querySelector("button");
    if (!button) return { name, sorts: "sort" in head.dataset };
    const seen = {};
    for (const _ of [1, 2]) {
      button.click();
      seen[head.getAttribute("aria-sort")] = rows().map((row) => {
        const cell = row.cells[head.cellIndex];
        return head.dataset.sort === "number" ? Number(cell.dataset.v) : cell.textContent.trim().toLowerCase();
      });
    }
    return { name, sorts: true, seen, alone: table.querySelectorAll("[aria-sort]").length === 1,
      same: rows().map((row) => row.textContent).sort().join() === before };
  });
}).flat()"""


def test_every_sortable_column_sorts_both_ways_and_says_so(page):
    columns = page.evaluate(SORTED)
    sorting = [column for column in columns if column["sorts"]]
    assert len(sorting) > 30
    for column in sorting:
        seen = column["seen"]
        assert set(seen) == {"ascending", "descending"}
        assert column["alone"]
        assert column["same"]
        assert None not in seen["ascending"], column["name"]
        rising, falling = (
            [key if isinstance(key, (int, float)) else key.encode("utf-16-be") for key in seen[order]]
            for order in ("ascending", "descending")
        )
        assert rising == sorted(rising)
        assert falling == sorted(falling, reverse=True)


def test_a_sorting_column_is_pressed_with_pointer_and_key(page):
    head = page.locator("#categories thead th[data-sort=number]").first
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "descending"


def test_each_option_of_each_facet_shows_as_many_findings_as_it_says(page):
    page.locator("#more-filters > summary").click()
    everything = total(page)
    assert page.locator("#shown").inner_text() == f"Showing all {everything} findings"
    checked = 0
    for name in FACETS:
        control = page.locator(f"#filter select[name={name}]")
        if not control.is_visible():
            continue
        for option in control.locator("option").all()[1:]:
            control.select_option(option.get_attribute("value"))
            told = int(re.search(r"\(([\d,]+)\)$", option.inner_text())[1].replace(",", ""))
            assert len(shown(page)) == told
            assert (
                page.locator("#shown")
                .inner_text()
                .startswith("Showing all" if told == everything else f"Showing {told} of")
            )
            checked += 1
        control.select_option("")
    assert checked > 20
    assert len(shown(page)) == everything


def test_severities_add_up(page):
    boxes = page.locator("#filter input[name=sev]")
    counts = []
    for number in range(boxes.count()):
        boxes.nth(number).check()
        severity = boxes.nth(number).get_attribute("value")
        ids = shown(page)
        assert (
            page.locator("#findings li[data-m]:visible .sev").all_inner_texts() in ([severity] * len(ids), [])
            or ids
        )
        counts.append(len(ids))
        boxes.nth(number).uncheck()
    assert sum(counts) == total(page)
    boxes.nth(0).check()
    boxes.nth(1).check()
    assert len(shown(page)) == counts[0] + counts[1]


def test_search_finds_words_in_any_order_and_says_when_nothing_matches(page):
    page.fill("#q", "HTTPX  src/")
    page.evaluate(SETTLED)
    found = shown(page)
    page.fill("#q", "src/ httpx")
    page.evaluate(SETTLED)
    assert shown(page) == found
    page.fill("#q", "no such word anywhere <script>")
    page.evaluate(SETTLED)
    assert shown(page) == []
    assert page.locator("#nothing").is_visible()
    page.locator("#show-all-too").click()
    assert len(shown(page)) == total(page)
    assert page.locator("#q").input_value() == ""
    assert not page.locator("#nothing").is_visible()


@pytest.mark.parametrize("by", ["cause", "file", "severity"])
def test_grouping_moves_every_finding_once_and_back(by, page):
    before = shown(page)
    page.select_option("#filter select[name=by]", by)
    assert sorted(shown(page)) == sorted(before)
    assert page.locator("#by-other .group").count() > 1
    told = page.locator("#by-other .group .group-meta span").all_text_contents()
    assert sum(int(text.split()[0]) for text in told) == len(before)
    page.select_option("#filter select[name=by]", "")
    assert shown(page) == before
    assert page.locator("#by-other").is_hidden()


def test_the_filter_stands_in_the_address_and_an_address_fills_the_filter(page, open_page, report):
    page.fill("#q", "src")
    page.check("#filter input[name=sev][value=high]", force=True)
    page.check("#filter input[name=sev][value=medium]", force=True)
    page.select_option("#filter select[name=by]", "file")
    page.evaluate(SETTLED)
    page.evaluate(SETTLED)
    fragment = page.evaluate("() => location.hash")
    assert parse_qs(fragment.partition("?")[2]) == {"q": ["src"], "sev": ["high,medium"], "by": ["file"]}
    other = open_page(report("shop"), fragment)
    assert shown(other) == shown(page)
    assert other.locator("#q").input_value() == "src"
    assert other.locator("#filter select[name=by]").input_value() == "file"
    page.locator("#show-all").click()
    page.evaluate(SETTLED)
    assert "?" not in page.evaluate("() => location.hash")
    assert len(shown(page)) == total(page)


def test_links_of_the_first_screen_filter_the_findings(page):
    for link in page.locator("#verdict [data-filter]").all():
        told = int(link.locator("b").inner_text().replace(",", ""))
        link.click()
        assert len(shown(page)) == told
        page.wait_for_function(
            "() => document.querySelector('#findings').getBoundingClientRect().top < innerHeight"
        )


def test_permalinks_open_their_finding_even_when_it_was_filtered_out(page, open_page, report):
    ids = shown(page)
    other = open_page(report("shop"), f"#{ids[-1]}")
    assert other.locator(f"[id='{ids[-1]}'] details.finding").evaluate("node => node.open")
    other.wait_for_function(
        """(id) => {
          const { top } = document.getElementById(id).getBoundingClientRect();
          return top >= 0 && top < innerHeight;
        }""",
        arg=ids[-1],
    )
    page.fill("#q", "no such word")
    page.evaluate(SETTLED)
    page.evaluate("(hash) => { location.hash = hash; }", ids[3])
    page.wait_for_function("(id) => document.getElementById(id).getClientRects().length > 0", arg=ids[3])
    assert page.locator(f"[id='{ids[3]}'] details.finding").evaluate("node => node.open")


def test_the_sign_at_a_finding_copies_its_address(open_page, report):
    page = open_page(report("shop"))
    page.evaluate(
        "() => { navigator.clipboard.writeText = (text) => { document.title = text; return Promise.resolve(); }; }"
    )
    link = page.locator("#findings li[data-m] > .permalink").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#link-said').textContent")
    assert page.title().endswith(link.get_attribute("href"))


def test_keys_walk_open_search_tick_and_help(page):
    ids = shown(page)
    at = "() => document.activeElement.closest('[data-m]')?.id ?? null"
    page.keyboard.press("j")
    assert page.evaluate(at) == ids[0]
    assert focused(page)["ring"]
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(at) == ids[2]
    page.keyboard.press("k")
    assert page.evaluate(at) == ids[1]
    details = page.locator(f"[id='{ids[1]}'] details.finding")
    page.keyboard.press("o")
    assert details.evaluate("node => node.open")
    page.keyboard.press("o")
    assert not details.evaluate("node => node.open")
    page.keyboard.press("Enter")
    assert details.evaluate("node => node.open")
    page.keyboard.press("x")
    assert page.locator(f"[id='{ids[1]}'] > .tick").is_checked()
    page.keyboard.press("x")
    assert not page.locator(f"[id='{ids[1]}'] > .tick").is_checked()
    page.keyboard.press("/")
    assert focused(page)["id"] == "q"
    page.keyboard.type("jko?x/")
    assert page.locator("#q").input_value() == "jko?x/"
    page.locator("#nothing").wait_for()
    page.keyboard.press("Escape")
    assert focused(page)["id"] != "q"
    assert page.locator("#q").input_value() == "jko?x/"
    page.locator("#show-all-too").click()
    page.locator("#nothing").wait_for(state="hidden")
    for _ in range(3):
        page.keyboard.press("k")
    assert page.evaluate(at) in ids


def test_help_opens_by_key_and_button_keeps_the_focus_and_gives_it_back(page):
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "() => document.activeElement === document.body || Boolean(document.activeElement.closest('#help'))"
        )
    told = set(page.locator("#help kbd").all_inner_texts())
    assert {"/", "j", "k", "o", "x", "?", "Esc"} <= told
    page.keyboard.press("j")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#help").is_hidden()
    page.locator("#help-open").click()
    page.locator("#help button").click()
    assert page.locator("#help").is_hidden()
    assert focused(page)["id"] == "help-open"


def test_keys_stay_the_browsers_with_a_modifier(page):
    page.keyboard.press("Control+j")
    page.keyboard.press("Alt+o")
    assert page.evaluate("() => document.activeElement === document.body")


def test_tab_reaches_every_control_and_each_shows_that_it_has_the_focus(open_page, report):
    page = open_page(report("everything"))
    page.keyboard.press("Tab")
    first = focused(page)
    assert first["name"] == "Skip to the report"
    assert first["seen"]
    page.keyboard.press("Enter")
    assert page.evaluate("() => location.hash.startsWith('#main')")
    page.reload()
    controls = page.evaluate(
        """() => {
          const all = Array.from(document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']"));
          window.controls = all.filter((node) => !node.disabled && node.checkVisibility({ visibilityProperty: true })
            && !node.closest("dialog"));
          return window.controls.length;
        }"""
    )
    reached = set()
    unseen = []
    for _ in range(controls + 20):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
              const node = document.activeElement;
              const marked = node.matches(".chip input") ? node.nextElementSibling : node;
              const style = getComputedStyle(marked);
              const box = marked.getBoundingClientRect();
              return { at: window.controls.indexOf(node), what: node.outerHTML.slice(0, 120),
                good: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 && box.width > 0
                  && box.bottom > 0 && box.top < innerHeight };
            }"""
        )
        if seen["at"] in reached:
            break
        if seen["at"] >= 0:
            reached.add(seen["at"])
            if not seen["good"]:
                unseen.append(seen["what"])
    assert unseen == []
    missed = page.evaluate(
        "(ids) => window.controls.filter((_, at) => !ids.includes(at)).map((n) => n.outerHTML.slice(0, 120))",
        list(reached),
    )
    assert missed == []


def test_routes_are_filtered_by_who_asks_and_what_they_change(open_page, report):
    page = open_page(report("everything"))
    rows = page.locator("#route-table tbody tr")
    everything = rows.count()
    for chip in page.locator("#route-filter input[name=asks]").all():
        chip.check(force=True)
        told = int(chip.locator("xpath=..").locator("span > b").last.inner_text())
        assert page.locator("#route-table tbody tr:visible").count() == told
        assert page.locator("#routes-shown").inner_text() in ("", f"Showing {told} of {everything} routes")
        chip.uncheck(force=True)
    page.locator("#route-filter input[name=changes]").check(force=True)
    assert (
        page.locator("#route-table tbody tr:visible").count()
        == page.locator("#route-table tr[data-c]").count()
    )


def test_the_contents_lead_to_every_section_and_say_where_the_reader_is(page):
    for link in page.locator(".toc a").all():
        target = link.get_attribute("href")
        link.click()
        page.wait_for_function(
            """(target) => {
              const { top } = document.querySelector(target).getBoundingClientRect();
              const end = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
              return (top >= 0 && top <= 160) || (end && top >= 0 && top < innerHeight);
            }""",
            arg=target,
        )
    # Asked for more than once: the page holds the last place for a moment, until it stays where it is.
    page.wait_for_function(
        "() => { scrollTo(0, 0); return document.querySelector('.toc [aria-current]')?.hash === '#verdict'; }"
    )


def test_a_place_gone_to_while_the_address_waits_to_be_written_stays(open_page, report):
    page = open_page(report("shop"))
    page.locator("#q").fill("password")
    page.wait_for_function("() => location.hash.includes('q=password')")
    # What a slow machine does: the reader clicks, and the address that waits is written before the page hears of it.
    place = page.evaluate(
        """() => new Promise((told) => {
          const real = window.setTimeout;
          const waiting = [];
          window.setTimeout = (call, after) => after === 150 ? waiting.push(call) : real(call, after);
          const query = document.querySelector("#q");
          query.value = "token";
          document.querySelector("#filter").dispatchEvent(new Event("input"));
          location.hash = "#plan";
          for (const call of waiting) call();
          window.setTimeout = real;
          addEventListener("hashchange", () => real(() => told(location.hash), 400));
        })"""
    )
    assert place_and_words(place) == ("plan", "token")
    page.wait_for_function(
        """() => {
          const { top } = document.querySelector("#plan").getBoundingClientRect();
          return top >= 0 && top <= 160;
        }"""
    )


def place_and_words(address: str) -> tuple[str, str]:
    """The place and the words searched for that an address holds."""
    place, _, state = address.lstrip("#").partition("?")
    return place, parse_qs(state).get("q", [""])[0]


def test_printing_unfolds_everything_and_folds_it_again(page):
    folded = page.locator("details:not([open])").count()
    assert folded > 10
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    for hidden in (".top", ".toc", "#filter", ".tick", ".permalink"):
        assert not any(page.locator(hidden).evaluate_all("all => all.map((node) => node.checkVisibility())"))
    assert page.locator("#findings pre.code").first.is_visible()
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() == folded
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF-")


@pytest.mark.parametrize("width", [375, 1440])
def test_without_script_everything_can_be_read(width, open_page, report):
    page = open_page(report("shop"), width=width, javascript=False)
    scripted = open_page(report("shop"), width=width)
    assert overflow(page) == []
    for control in (
        "#filter",
        "#theme",
        "#help-open",
        "#route-filter",
        "#nothing",
        "#result",
        ".tick-tools",
        ".tick-line",
    ):
        assert not any(
            page.locator(control).evaluate_all("all => all.map((node) => node.checkVisibility())")
        ), control
    assert page.locator("#findings li[data-m]").count() == total(scripted)
    assert all(
        page.locator("#findings li[data-m]").evaluate_all("all => all.map((node) => node.checkVisibility())")
    )
    assert page.locator("button.sort").count() == 0
    first = page.locator("details.finding").first
    first.locator("summary").click()
    assert first.locator(".body").is_visible()
    target = page.locator("#fix-first tbody a").first.get_attribute("href")
    assert page.locator(target).is_visible()


def test_pointers_have_room(open_page, report):
    """WCAG 2.2, 2.5.8: what is pressed takes 24 by 24 pixels, with the label that belongs to it."""
    page = open_page(report("shop"), width=375)
    page.evaluate(DRAWN)
    small = page.locator("button, select, summary, .chip, input:not(.chip input), .permalink").evaluate_all(
        """all => all.filter((node) => node.checkVisibility({ visibilityProperty: true })).filter((node) => {
          node.scrollIntoView({ block: "center" });
          const box = node.getBoundingClientRect();
          const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
          return ![[-11, -11], [11, -11], [-11, 11], [11, 11]].every(([dx, dy]) => {
            const hit = document.elementFromPoint(x + dx, y + dy);
            return hit && (node.contains(hit) || (hit.closest("label") || hit).contains(node));
          });
        }).map((node) => node.outerHTML.slice(0, 100))"""
    )
    assert small == []
