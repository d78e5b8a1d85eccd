"""A field that somebody adds is there at once: in forms, lists and filters, also without JavaScript."""

import pytest
from api import unique
from playwright.sync_api import expect
from test_accessibility import check


@pytest.fixture
def label(api):
    """The label of a field that goes again, so that other tests' forms stay short."""
    label = unique("Size ")
    yield label
    for field in api("admin", "globex").call("GET", "/custom_fields?record_type=company")["data"]:
        if field["label"] == label:
            api("admin", "globex").delete("custom_fields", field)


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_a_new_choice_is_chosen_shown_and_asked_for(visit, api, label, javascript):
    page = visit("/settings/fields?type=company", "admin", "globex", java_script_enabled=javascript)
    page.get_by_role("link", name="New field").first.click()
    page.get_by_role("link", name="Choice", exact=True).click()
    page.get_by_label("Label").fill(label)
    for place, choice in enumerate(["Small", "Large"]):
        page.locator(f"[name='choices[{place}][text]']").fill(choice)
    if javascript:
        page.get_by_role("button", name="Add another").click()
        page.locator("[name='choices[4][text]']").fill("Huge")
    page.get_by_role("button", name="Add field").click()
    expect(page.get_by_role("link", name=label)).to_be_visible()
    expect(page.locator("body")).to_contain_text("It is there for everybody now.")

    company = api("admin", "globex").create("companies", name=unique("Sized "))
    page.goto(f"/companies/{company['id']}/edit")
    page.get_by_label(label).select_option(label="Huge" if javascript else "Large")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("dt", has_text=label)).to_be_visible()
    field = "custom." + label.lower().replace(" ", "_")
    page.goto(f"/companies?columns=name,{field}&filter[{field}][eq]={'huge' if javascript else 'large'}")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("Huge" if javascript else "Large")


def test_pages_about_fields_are_accessible(visit, api, label):
    field = api("admin", "globex").create(
        "custom_fields", record_type="company", type="multi_choice", label=label, choices=["One", "Two"], required=True, help="Some help")
    page = visit("/settings/fields?type=company", "admin", "globex")
    for path in ["/settings/fields?type=contact", "/settings/fields/new?type=company", "/settings/fields/new?type=company&kind=choice",
                 f"/settings/fields/{field['id']}", "/companies/new", "/settings/fields?type=company"]:
        page.goto(path)
        check(page)
