"""axe on every page and state, light and dark, wide and narrow: no violations, and nothing too wide or in the way."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from layout import flaws
from playwright.sync_api import Page

AXE = Axe()
# Room for a finger is what axe asks for only when told to.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
GUEST_PAGES = ["/login", "/forgot", "/reset/nothing", "/api/docs"]
PAGES = [
    "/", "/contacts", "/settings/audit", "/settings/audit?action=created&type=contact", "/batches", "/trash", "/contacts/batches/new?action=tags&all=1",
    "/contacts/batches/new?action=edit&field=lifecycle_stage&all=1", "/contacts?view=trash", "/contacts?q=zzzz", "/contacts?adding=lifecycle_stage", "/contacts?adding=created_at",
    "/contacts?filter%5Blifecycle_stage%5D%5Bin%5D=new%2Ccustomer&sort=-last_name", "/contacts/new", "/companies",
    "/companies/new", "/search?q=a", "/search?q=a&type=contact", "/search?q=zzzz", "/search", "/inbox", "/inbox?view=all", "/profile/notifications", "/settings", "/settings/users", "/profile", "/profile/sessions", "/profile/second-factor", "/profile/sign-ins", "/profile/password", "/profile/api-keys",
    "/settings/roles", "/settings/roles/new", "/settings/access", "/settings/teams", "/settings/tags", "/settings/fields", "/settings/calendar",
    "/settings/usage", "/settings/jobs", "/settings/duplicates", "/duplicates", "/views",
    "/settings/security", "/imports", "/imports/new?type=contact", "/exports", "/no/such/page",
]
LOOKS = [(1440, 900), (390, 844)]


def check(page: Page, options: dict = OPTIONS) -> None:
    for width, height in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        assert not flaws(page), f"{page.url} at {width}\n" + "\n".join(flaws(page))
        for scheme in ["light", "dark"]:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            results = AXE.run(page, options=options)
            assert results.violations_count == 0, f"{page.url} at {width}, {scheme}\n{results.generate_report()}"


@pytest.fixture(scope="module")
def company(api) -> dict:
    company = api().create("companies", name="Truhlar And Truhlar Attys", industry="Law", employees=12, website="https://truhlar.example")
    api().create(
        "contacts", first_name="Sage", last_name="Wieser", company_id=company["id"], do_not_contact=True, tags=["newsletter", "fair"],
        emails=[{"address": "sage@truhlar.example", "label": "work"}, {"address": "sage@home.example", "bounced": True}],
        phones=[{"number": "+1 605 414 2147", "label": "work"}], birthday_on="1980-02-29", job_title="Partner")
    return company


def test_guest_pages(visit):
    page = visit("/login", None)
    for path in GUEST_PAGES:
        page.goto(path)
        check(page)


@pytest.mark.parametrize("path", PAGES)
def test_pages(visit, crowd, path):
    page = visit("/profile")
    page.goto(path)
    check(page)


def test_an_empty_tenant(visit):
    page = visit("/", "admin", "globex")
    check(page)
    page.goto("/companies")
    check(page)


def test_records_and_their_forms(visit, company, api):
    page = visit(f"/companies/{company['id']}")
    check(page)
    page.get_by_role("main").get_by_role("link", name="Sage Wieser").click()
    check(page)
    page.get_by_role("link", name="Edit").click()
    check(page)
    page.get_by_label("Job title").fill("Owner")
    contact = page.url.split("/")[-2]
    api().change("contacts", {"id": contact}, job_title="Senior partner")
    page.get_by_role("button", name="Save").click()
    check(page)


def test_a_form_sent_back(visit):
    page = visit("/contacts/new")
    page.get_by_role("button", name="Save").click()
    check(page)


@pytest.mark.parametrize("menu", ["Add a filter", "Columns", "More", "Create", "Your account"])
def test_open_menus(visit, crowd, menu):
    page = visit("/contacts")
    page.locator(f"summary[aria-label='{menu}']").click()
    # What stays in sight below a list that scrolls covers some of it, which axe takes for too little room.
    check(page, {"resultTypes": ["violations"]})


def test_the_list_of_shortcuts(visit):
    page = visit("/contacts")
    page.keyboard.press("?")
    check(page)


@pytest.mark.parametrize("typed", ["", "per", "dark", "zzzzqq"])
def test_the_palette(visit, crowd, typed):
    page = visit("/contacts")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("ControlOrMeta+k")
    page.keyboard.type(typed)
    page.wait_for_load_state("networkidle")
    page.locator("#palette [role=option]").first.wait_for()
    check(page)


def test_the_drawer(visit):
    page = visit("/contacts", viewport={"width": 390, "height": 844})
    page.get_by_role("button", name="More").last.click()
    for scheme in ["light", "dark"]:
        page.emulate_media(color_scheme=scheme)
        results = AXE.run(page)
        assert results.violations_count == 0, results.generate_report()


def test_a_message_with_undo(visit, api):
    contact = api().create("contacts", last_name="Butt")
    page = visit(f"/contacts/{contact['id']}")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".page-header summary").click()
    page.get_by_role("button", name="Delete").click()
    page.locator(".toast:not([hidden])").hover()
    check(page)


def test_pages_for_those_who_may_not(visit):
    page = visit("/profile", "rep")
    page.goto("/settings/users")
    check(page)
