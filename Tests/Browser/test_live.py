"""Pages hear of what others change, over one stream for all tabs of a browser."""

from playwright.sync_api import Page, expect

HINT = "Somebody has changed something here."


def streams(page: Page) -> list[str]:
    """Notes the event streams that a tab opens from now on."""
    opened: list[str] = []
    page.on("request", lambda request: opened.append(request.url) if "/live?" in request.url else None)
    return opened


def test_a_list_says_that_somebody_changed_it_and_shows_it_on_demand(visit, api):
    page = visit("/companies?sort=-created_at", "admin")
    expect(page.get_by_text(HINT)).to_be_hidden()
    page.wait_for_event("request", lambda request: "/live?" in request.url)
    name = "Changed Elsewhere Ltd"
    api("manager").create("companies", name=name)
    expect(page.get_by_text(HINT)).to_be_visible()
    page.get_by_role("link", name="Show", exact=True).click()
    expect(page.get_by_text(name).first).to_be_visible()
    expect(page.get_by_text(HINT)).to_be_hidden()


def test_what_one_does_oneself_is_no_news(visit):
    page = visit("/companies/new")
    page.get_by_label("Name", exact=True).fill("Made Here Ltd")
    page.get_by_role("button", name="Save").click()
    page.goto("/companies")
    page.wait_for_event("request", lambda request: "/live?" in request.url)
    page.wait_for_timeout(500)
    expect(page.get_by_text(HINT)).to_be_hidden()


def test_two_tabs_share_one_stream_and_the_second_takes_over(visit, api):
    first = visit("/companies", "viewer")
    first.wait_for_event("request", lambda request: "/live?" in request.url)
    second = first.context.new_page()
    opened = streams(second)
    second.goto("/contacts")
    second.wait_for_timeout(1500)
    assert opened == [], "the first tab listens for both"
    api("admin").create("contacts", last_name="For Both")
    expect(second.get_by_text(HINT)).to_be_visible()
    expect(first.get_by_text(HINT)).to_be_hidden()  # It shows companies only.

    second.goto("/companies")
    opened.clear()
    with second.expect_request(lambda request: "/live?" in request.url):
        first.close()
    api("admin").create("companies", name="After The First Tab")
    expect(second.get_by_text(HINT)).to_be_visible()


def test_an_import_moves_on_without_being_asked(visit, server):
    rows = "\n".join(f"Imported,Person {number},imported.{number}@live.example" for number in range(3000))
    page = visit("/imports/new?type=contact")
    page.set_input_files("[name=file]", {"name": "live.csv", "mimeType": "text/csv", "buffer": f"First name,Last name,E-mail\n{rows}".encode()})
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("button", name="Import 3,000 rows")).to_be_visible(timeout=60_000)
