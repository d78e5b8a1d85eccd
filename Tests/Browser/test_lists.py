"""Lists keep all of their state in the address: filters, order, place, search, columns."""

import re

import pytest
from api import unique
from playwright.sync_api import Page, expect


@pytest.fixture(scope="module")
def source(crowd) -> str:
    """The source that the sixty contacts of the crowd share, as a filter of the address."""
    return f"filter%5Bsource%5D%5Beq%5D={crowd}"


def names(page: Page) -> list[str]:
    return page.locator("tbody td.as-title .name").all_inner_texts()


def persons(page: Page) -> list[str]:
    """Those of the crowd that differ in a number only."""
    return [name for name in names(page) if "Person" in name]


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_a_filter_is_added_and_taken_away_as_a_chip(visit, source, javascript):
    page = visit(f"/contacts?{source}", java_script_enabled=javascript)
    page.locator("summary[aria-label='Add a filter']").click()
    page.locator("[open] a.menu-item", has_text="Stage").click()
    page.get_by_label("Value").select_option(label="Customer")
    page.get_by_role("button", name="Add filter").click()
    chip = page.locator(".chip", has_text="Stage is Customer")
    expect(chip).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(12)

    chip.get_by_role("link", name="Remove filter").click()
    expect(chip).to_have_count(0)
    expect(page.locator(".chip", has_text="Source")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(50)


def test_a_question_shows_only_the_values_it_takes(visit):
    page = visit("/companies?adding=employees")
    question, value, second = page.locator("[name=op]"), page.get_by_label("Value"), page.get_by_label("and", exact=True)
    expect(value).to_be_visible()
    expect(second).to_be_hidden()
    question.select_option(label="is between")
    expect(second).to_be_visible()
    question.select_option(label="is empty")
    expect(value).to_be_hidden()
    page.get_by_role("button", name="Add filter").click()
    expect(page.locator(".chip", has_text="Employees is empty")).to_be_visible()


def test_owners_are_chosen_by_name(visit):
    page = visit("/contacts?adding=owner_id")
    page.get_by_label("Value").select_option(label="Ola Nwosu")
    page.get_by_role("button", name="Add filter").click()
    expect(page.locator(".chip", has_text="Owner is Ola Nwosu")).to_be_visible()


def test_headings_sort_both_ways(visit, source):
    page = visit(f"/contacts?{source}")
    page.get_by_role("columnheader", name="Name").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "ascending")
    assert persons(page) == sorted(persons(page))
    page.get_by_role("columnheader", name="Name").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "descending")
    assert persons(page) == sorted(persons(page), reverse=True)


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_paging_forth_and_back_keeps_its_place(visit, source, javascript):
    page = visit(f"/contacts?{source}&sort=last_name", java_script_enabled=javascript)
    expect(page.locator(".pager")).to_contain_text("1–50 of 60")
    first = names(page)
    page.get_by_role("link", name="Next").click()
    expect(page.locator("tbody tr")).to_have_count(10)
    second = names(page)
    assert not set(first) & set(second)
    page.reload()
    assert names(page) == second
    page.get_by_role("link", name="Previous").click()
    expect(page.locator("tbody tr")).to_have_count(50)
    assert names(page) == first


def test_coming_back_from_a_record_finds_the_same_page(visit, source):
    page = visit(f"/contacts?{source}&sort=last_name")
    page.get_by_role("link", name="Next").click()
    expect(page.locator("tbody tr")).to_have_count(10)
    second = names(page)
    page.locator(".row-link").nth(3).click()
    expect(page.locator(".facts")).to_be_visible()
    page.go_back()
    assert names(page) == second


def test_quick_search_keeps_the_filters(visit, source):
    page = visit(f"/contacts?{source}")
    search = page.get_by_role("searchbox", name="Search contacts")
    search.fill("ÖZIL")
    search.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator(".chip", has_text="Source")).to_be_visible()
    expect(search).to_have_value("ÖZIL")


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_columns_are_chosen_and_stay_in_the_address(visit, source, javascript):
    page = visit(f"/contacts?{source}", java_script_enabled=javascript)
    page.locator("summary[aria-label='Columns']").click()
    page.get_by_role("checkbox", name="E-mail", exact=True).uncheck()
    page.get_by_role("checkbox", name="Job title").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("columnheader", name="Job title")).to_be_visible()
    expect(page.get_by_role("columnheader", name="E-mail")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("columnheader", name="Job title")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("columnheader", name="E-mail")).to_be_visible()


def test_the_whole_state_survives_reload_and_sharing(visit, crowd):
    address = f"/contacts?q={crowd}&filter%5Bsource%5D%5Beq%5D={crowd}&sort=-last_name&columns=name%2Ccity"
    page, other = visit(address), visit(address, "viewer")
    seen = names(page)
    page.reload()
    assert names(page) == seen and len(seen) == 50
    expect(other.get_by_role("columnheader", name="City")).to_be_visible()
    expect(page.get_by_role("link", name="All", exact=False).first).to_contain_text("60")


def test_nothing_found_offers_a_way_out(visit):
    page = visit(f"/contacts?q={unique('nobody')}")
    page.get_by_role("main").get_by_role("link", name="Show all").click()
    expect(page).to_have_url(re.compile(r"/contacts$"))


def test_a_broken_address_says_what_is_wrong(visit):
    page = visit("/contacts")
    assert page.goto("/contacts?sort=shoe_size").status == 422
    expect(page.get_by_text("cannot be sorted by \"shoe_size\"")).to_be_visible()
