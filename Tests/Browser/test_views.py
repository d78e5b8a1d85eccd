"""Filters are put together and lists kept as views, with and without JavaScript."""

import json
import re
from urllib.parse import quote

import pytest
from api import unique
from playwright.sync_api import Page, expect
from test_accessibility import check

WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])


@pytest.fixture(scope="module")
def people(api) -> str:
    """Three contacts of two companies that share a source; one company is big."""
    source = unique("views")
    big = api().create("companies", name=f"Big {source}", employees=5000)["id"]
    small = api().create("companies", name=f"Small {source}", employees=5)["id"]
    for name, company, stage in [("Anna", big, "new"), ("Bea", big, "customer"), ("Cleo", small, "customer")]:
        api().create("contacts", first_name=name, last_name=source, source=source, company_id=company, lifecycle_stage=stage)
    return source


def names(page: Page) -> set[str]:
    return {name.split(" ")[0] for name in page.locator("tbody td.as-title .name").all_inner_texts()}


def choose(page: Page, name: str, label: str, javascript: bool) -> None:
    """Chooses from a list of the builder; without JavaScript the form has to be sent to hear what suits the choice."""
    page.locator(f"[name='{name}']").select_option(label=label)
    if not javascript:
        page.get_by_role("button", name="Show the fitting questions").click()


def add(page: Page, what: str, place: int) -> None:
    page.locator("#filter-builder").get_by_role("button", name=what, exact=True).nth(place).click()


@WITH_AND_WITHOUT
def test_a_nested_filter_is_built_shown_and_saved(visit, people, javascript):
    page = visit("/contacts/filter", java_script_enabled=javascript)
    add(page, "Condition", 0)
    choose(page, "f.0.field", "Source", javascript)
    page.locator("[name='f.0.op']").select_option(label="is")
    page.locator("[name='f.0.value']").fill(people)
    add(page, "Group", 0)
    expect(page.locator("[name='f.0.value']")).to_have_value(people)
    choose(page, "f.1.0.field", "Stage", javascript)
    page.locator("[name='f.1.0.value']").select_option(label="New")
    add(page, "Related records", 0)
    choose(page, "f.1.1.relation", "Company", javascript)
    page.locator("[name='f.1.1.join']").wait_for()
    add(page, "Condition", 0)
    choose(page, "f.1.1.0.field", "Employees", javascript)
    page.locator("[name='f.1.1.0.op']").select_option(label="is less than")
    page.locator("[name='f.1.1.0.value']").fill("10")
    page.get_by_role("button", name="Show contacts").click()

    expect(page.locator("tbody tr")).to_have_count(2)
    assert names(page) == {"Anna", "Cleo"}
    expect(page.locator(".chip", has_text="Any of:")).to_contain_text("Company: there is one with Employees is less than 10")

    name = unique("Kept")
    page.get_by_role("link", name="Save as view").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Save view").click()
    expect(page.locator(".tabs [aria-current]")).to_contain_text(name)
    assert names(page) == {"Anna", "Cleo"}


@WITH_AND_WITHOUT
def test_any_of_several_choices_is_ticked(visit, people, javascript):
    page = visit("/contacts/filter", java_script_enabled=javascript)
    add(page, "Condition", 0)
    choose(page, "f.0.field", "Stage", javascript)
    choose(page, "f.0.op", "is any of", javascript)
    for stage in ["New", "Customer"]:
        page.get_by_label(stage, exact=True).check()
    add(page, "Condition", 0)
    choose(page, "f.1.field", "Source", javascript)
    expect(page.get_by_label("Customer", exact=True)).to_be_checked()
    page.locator("[name='f.1.op']").select_option(label="is")
    page.locator("[name='f.1.value']").fill(people)
    page.get_by_role("button", name="Show contacts").click()
    expect(page.locator(".chip", has_text="Stage")).to_contain_text("is any of New, Customer")
    assert names(page) == {"Anna", "Bea", "Cleo"}


def test_a_chip_leads_back_into_the_builder(visit, people):
    page = visit(f"/contacts?filter%5Bsource%5D%5Beq%5D={people}")
    page.locator(".chip", has_text="Source").get_by_role("link").first.click()
    expect(page.locator("[name='f.0.value']")).to_have_value(people)
    page.get_by_role("button", name="Remove this condition").click()
    expect(page.locator("[name='f.0.value']")).to_have_count(0)
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator(".chip", has_text="Source")).to_be_visible()


def test_changes_of_a_view_are_seen_kept_and_undone(visit, api, people):
    name = unique("Stages")
    filter = {"field": "source", "op": "eq", "value": people}
    view = api().create("views", record_type="contact", name=name, filter=filter)["id"]
    page = visit(f"/contacts?view={view}")
    expect(page.get_by_role("button", name="Save changes")).to_have_count(0)
    page.locator("summary[aria-label='Sort']").click()
    page.locator("[open] a.menu-item", has_text="Stage").first.click()
    expect(page.locator("tr.group")).to_have_count(2)
    page.get_by_role("link", name="Undo changes").click()
    expect(page.locator("tr.group")).to_have_count(0)
    page.go_back()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("button", name="Save changes")).to_have_count(0)
    expect(page.locator("tr.group")).to_have_count(2)


def test_tabs_get_their_counts_after_the_page(visit, api, people):
    filter = {"field": "source", "op": "eq", "value": people}
    view = api().create("views", record_type="contact", name=unique("Counted"), filter=filter)["id"]
    page = visit("/contacts")
    expect(page.locator(f"[data-count='{view}']")).to_have_text("3")


def test_builder_and_views_are_accessible(visit, api, people):
    tree = {"or": [{"field": "lifecycle_stage", "op": "in", "value": ["new"]}, {"related": "company", "quantity": "any",
            "where": {"field": "employees", "op": "gte", "value": 3}}]}
    address = f"filter={quote(json.dumps(tree))}"
    api().create("views", record_type="contact", name=unique("Seen"), visibility="public")
    page = visit("/views")
    for path in ["/views", f"/contacts/filter?{address}", f"/contacts?{address}&group=lifecycle_stage", "/views/new?type=contact"]:
        page.goto(path)
        check(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_shared_address_shows_the_same_to_somebody_else(visit, api, people):
    filter = {"field": "source", "op": "eq", "value": people}
    view = api("manager").create("views", record_type="contact", name=unique("Shared"), visibility="public", filter=filter)["id"]
    page = visit(f"/contacts?view={view}", "viewer")
    assert names(page) == {"Anna", "Bea", "Cleo"}
    expect(page).to_have_url(re.compile(view))
