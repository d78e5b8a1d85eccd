"""The palette behind ⌘K, by keyboard alone, and the box in the top bar for those without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def page(visit, crowd) -> Page:
    page = visit("/companies")
    page.wait_for_load_state("networkidle")
    return page


def palette(page: Page):
    return page.get_by_role("dialog", name="Search")


def chosen(page: Page):
    return palette(page).locator("[aria-selected=true]")


def test_it_opens_by_keys_and_by_the_box_and_closes_by_escape(page: Page):
    field = palette(page).get_by_role("combobox")
    for opening in [
        lambda: page.keyboard.press("ControlOrMeta+k"), lambda: page.keyboard.press("/"), lambda: page.locator("#search").click(),
    ]:
        opening()
        expect(field).to_be_focused()
        page.keyboard.press("Escape")
        expect(palette(page)).to_be_hidden()
    page.keyboard.press("ControlOrMeta+k")
    expect(field).to_be_focused()
    page.keyboard.press("ControlOrMeta+k")
    expect(palette(page)).to_be_hidden()


def test_arrows_choose_and_enter_goes(page: Page):
    page.keyboard.press("ControlOrMeta+k")
    page.keyboard.type("person 0")
    expect(palette(page).get_by_role("group", name="Contacts").get_by_role("option")).to_have_count(6)
    options = palette(page).get_by_role("option")
    field = palette(page).get_by_role("combobox")
    for key, place in [(None, 0), ("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("ArrowUp", 0), ("ArrowUp", -1), ("ArrowDown", 0)]:
        if key:
            page.keyboard.press(key)
        expect(chosen(page)).to_have_count(1)
        assert chosen(page).get_attribute("id") == options.nth(place).get_attribute("id") == field.get_attribute("aria-activedescendant")
    name = options.nth(1).locator("span:not(.avatar)").evaluate("span => span.firstChild.textContent")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_enter_waits_for_what_was_typed_last(page: Page):
    page.keyboard.press("ControlOrMeta+k")
    page.keyboard.type("ada person 07\n")
    expect(page.get_by_role("heading", name="Ada Person 07")).to_be_visible()


def test_what_is_mistyped_is_understood(page: Page):
    page.keyboard.press("ControlOrMeta+k")
    page.keyboard.type("Wolfeschlegelstienhausen")
    expect(palette(page).get_by_text("Nothing matches exactly")).to_be_visible()
    expect(palette(page).get_by_role("option").first).to_contain_text("Wolfeschlegelsteinhausen")


def test_commands_go_create_and_dress(page: Page):
    page.keyboard.press("ControlOrMeta+k")
    page.keyboard.type("dark theme")
    expect(palette(page).get_by_role("option", name="Dark theme", exact=True)).to_be_visible()
    with page.expect_response(re.compile("/theme$")):
        page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("ControlOrMeta+k")
    page.keyboard.type("new cont")
    expect(chosen(page)).to_contain_text("New contact")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/contacts/new$"))
    with page.expect_response(re.compile("/theme$")):
        page.evaluate("document.querySelector('[name=theme][value=system]').click()")


def test_what_was_opened_last_stands_first(page: Page):
    page.goto("/contacts")
    link = page.locator(".row-link").first
    name = link.locator(".name").inner_text()
    link.click()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("ControlOrMeta+k")
    expect(palette(page).get_by_role("group", name="Opened last").get_by_role("option").first).to_contain_text(name)


def test_nothing_found_leads_to_the_page_of_results(page: Page):
    page.keyboard.press("ControlOrMeta+k")
    page.keyboard.type("qqqzzzqqq")
    expect(chosen(page)).to_contain_text("All results for")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=qqqzzzqqq"))
    expect(page.get_by_text("Nothing found")).to_be_visible()


def test_letters_typed_into_the_box_go_on_in_the_palette(page: Page):
    page.locator("#search").focus()
    page.keyboard.type("özil")
    expect(palette(page).get_by_role("combobox")).to_have_value("özil")
    expect(chosen(page)).to_contain_text("Mesut Özil")


def test_without_javascript_the_box_leads_to_the_results(visit, crowd):
    page = visit("/companies", java_script_enabled=False)
    page.locator("#search").fill("özil")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q="))
    expect(page.get_by_role("main").get_by_role("link", name="Mesut Özil")).to_be_visible()


def test_on_a_phone_the_search_has_a_page(visit, crowd):
    page = visit("/companies", viewport={"width": 390, "height": 844})
    page.get_by_role("link", name="Search").click()
    expect(page).to_have_url(re.compile("/search$"))
