"""What the form of a record does while it is being filled in."""

from api import unique
from playwright.sync_api import expect


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(visit):
    page = visit("/contacts/new")
    name = unique("Lietz")
    page.get_by_label("Last name").fill(name)
    group = page.get_by_role("group", name="E-mail addresses")
    # Past what the browser itself would refuse.
    page.locator("main form").evaluate("form => { form.noValidate = true }")
    group.get_by_label("Address").fill("cherry@")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_contain_text("is not an e-mail address")
    expect(page.get_by_label("Last name")).to_have_value(name)
    address = group.get_by_label("Address").first
    expect(address).to_have_value("cherry@")
    expect(address).to_have_attribute("aria-invalid", "true")
    expect(address).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="E-mail addresses").click()
    expect(address).to_be_focused()


def test_a_contact_needs_a_name_or_an_address(visit):
    page = visit("/contacts/new")
    page.get_by_label("Job title").fill("Buyer")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Give a name or an e-mail address.")
    expect(page.get_by_label("Job title")).to_have_value("Buyer")


def test_another_row_is_added_and_both_are_kept(visit):
    page = visit("/contacts/new")
    name = unique("Maisto").lower()
    page.get_by_label("Last name").fill(name)
    group = page.get_by_role("group", name="E-mail addresses")
    group.get_by_label("Address").fill(f"{name}@work.example")
    group.get_by_role("button", name="Add another").click()
    second = group.get_by_label("Address").nth(1)
    expect(second).to_be_focused()
    second.fill(f"{name}@home.example")
    group.get_by_label("Primary").nth(1).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"{name}@work.example")).to_be_visible()
    expect(page.get_by_text(f"{name}@home.example")).to_be_visible()
    page.goto(f"/contacts?q={name}")
    expect(page.locator("tbody tr")).to_contain_text(f"{name}@home.example")


def test_text_that_looks_like_markup_stays_text(visit):
    page = visit("/contacts/new")
    name = unique("<b onmouseover=alert(1)>")
    page.get_by_label("Last name").fill(name)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.goto("/contacts")
    expect(page.get_by_role("link", name=name)).to_be_visible()
