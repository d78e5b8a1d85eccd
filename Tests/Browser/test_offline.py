"""Without a network, an open page stays as it is and goes on once the network is back."""

from api import unique
from playwright.sync_api import expect


def test_the_builder_keeps_what_was_chosen(visit):
    page = visit("/contacts/filter")
    add = page.locator("#filter-builder").get_by_role("button", name="Condition", exact=True).first
    add.click()
    field = page.locator("[name='f.0.field']")
    page.context.set_offline(True)
    with page.expect_event("requestfailed", lambda request: "/contacts/filter?" in request.url):
        field.select_option(label="Source")
    expect(field.locator("option:checked")).to_have_text("Source")
    page.context.set_offline(False)
    with page.expect_response(lambda answer: "/contacts/filter?" in answer.url):
        add.click()
    expect(page.locator("[name='f.1.field']")).to_be_visible()
    expect(field.locator("option:checked")).to_have_text("Source")


def test_a_list_does_without_the_counts_of_its_views(visit, api):
    nobody = {"field": "source", "op": "eq", "value": unique("nowhere")}
    view = api().create("views", record_type="contact", name=unique("Uncounted"), filter=nobody)["id"]
    page = visit("/profile")
    page.route("**/contacts/view-counts*", lambda route: route.abort("internetdisconnected"))
    with page.expect_event("requestfailed", lambda request: "/view-counts" in request.url):
        page.goto("/contacts")
    expect(page.locator(f"[data-count='{view}']")).to_have_text("")
    page.locator(f"a[href*='{view}']").first.click()
    page.wait_for_url(f"**/contacts?view={view}*")
    expect(page.locator("tbody tr")).to_have_count(0)
