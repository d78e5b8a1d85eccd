"""Every text that people read comes from the catalogue, and the catalogue has all of it in every language.

The product is served with an English catalogue in which every text stands in ⟦brackets⟧: whatever is read outside of them, and
is not somebody's data, was written past the catalogue.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from api import API
from conftest import ROOT, new_database, serving, sign_in
from playwright.sync_api import Page

# What people read of a page, and what is read to them.
READ = """() => {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const isData = (element) => element.closest("script, style, template, noscript, kbd, code, pre, bdi, .avatar, .brand-mark");
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!isData(element) && element.closest("datalist") === null) texts.push(walker.currentNode.textContent);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "data-confirm", "data-label", "data-text", "label"])
    for (const element of document.querySelectorAll(`body [${name}]`)) texts.push(element.getAttribute(name));
  return texts;
}"""
# The data of this test has no Latin letters but these.
DATA = re.compile(
    r"https?://\S+|Acme|Globex|Tessera|Ada Brandt|Mei Tanaka|Ola Nwosu|Vera Lind|\S+@\S+|\S+\.(test|csv|localhost|example)\b|"
    r"\b[A-Z][a-z]+/[A-Z]\w+|UTC|GMT|\bn\b|\d{4}-\d\d-\d\dT\S+Z|[0-9a-f]{8}-?[0-9a-f-]{23,}|Chrome|Python|zzzz|\bSales\b|\bsize\b|Welcome back\. Sell something wonderful today\.|Linux|English|Deutsch|"
    r"last_30_days|[A-Z]{3}(?= |$)")
LETTER = re.compile(r"[A-Za-z]")


def in_brackets(text):
    """`New {1}` as `⟦New ⟧{1}`: values stay outside, so that they too have to come from the catalogue."""
    if isinstance(text, dict):
        return {form: in_brackets(words) for form, words in text.items()}
    parts = re.split(r"(\{\d+\})", text)
    return "".join(f"⟦{part}⟧" if LETTER.search(part) else part for part in parts)


@pytest.fixture(scope="module")
def bracketed(tmp_path_factory, mailbox):
    """A server whose English stands in brackets."""
    templates = tmp_path_factory.mktemp("bracketed") / "templates"
    shutil.copytree(ROOT / "templates", templates)
    path = templates / "texts/en.json"
    file = json.loads(path.read_text())
    file["texts"] = {key: in_brackets(text) for key, text in file["texts"].items()}
    file["language"]["months"] = [f"⟦{month}⟧" for month in file["language"]["months"]]
    path.write_text(json.dumps(file, ensure_ascii=False))
    with serving(tmp_path_factory.mktemp("server"), new_database(), mailbox, templates) as server:
        yield server


@pytest.fixture(scope="module")
def data(bracketed) -> API:
    api = API(bracketed.local_url, "admin", "acme")
    company = api.create("companies", name="Φ 1", industry="Ω", employees=12_000, annual_revenue={"amount": 125_050, "currency": "EUR"})
    contact = api.create(
        "contacts", first_name="Α", last_name="Β", company_id=company["id"], do_not_contact=True, tags=["Σ"], job_title="Δ",
        birthday_on="1980-02-29", lifecycle_stage="qualified",
        emails=[{"address": "1@1.example", "label": "Λ"}, {"address": "2@1.example", "bounced": True, "opted_out": True}],
        phones=[{"number": "+1 605 414 2147", "label": "Λ"}], addresses=[{"city": "Π", "country": "Ξ"}])
    api.change("contacts", contact, first_name="Γ")
    api.change("contacts", contact, last_name="Β2", job_title="Δ2", lifecycle_stage="customer")
    gone = api.create("contacts", last_name="Θ")
    api.delete("contacts", gone)
    return api


@pytest.fixture
def reader(bracketed, data, new_context):
    """A page of the bracketed server for somebody, with a function that notes what stands outside of brackets."""
    def open_page(who: str | None = "admin", path: str = "/") -> Page:
        context = new_context(base_url=bracketed.url())
        context.set_default_timeout(10_000)
        page = context.new_page()
        if who:
            page.goto("/login")
            page.locator("[name=email]").fill(f"{who}@acme.test")
            page.locator("[name=password]").fill("demo-password")
            page.locator("button[type=submit]").click()
            page.wait_for_url("**/")
        page.goto(path)
        return page

    return open_page


def outside(page: Page) -> set[str]:
    """What is read on the page without having come from the catalogue."""
    found = set()
    for text in page.evaluate(READ):
        rest = DATA.sub("", re.sub(r"⟦[^⟦⟧]*⟧", "", text, flags=re.DOTALL))
        if LETTER.search(rest):
            found.add(f"{urlsplit(page.url).path}: {' '.join(text.split())[:120]}")
    return found


def kinds(href: str) -> set[str]:
    """What an address shows: its sort of page, and each thing that it asks of it. Their combinations are without number."""
    path, _, query = href.partition("?")
    page = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "{id}", path)
    asked = {pair if pair.startswith("adding=") else re.sub(r"(%5B|\[|=).*", "", pair) for pair in query.split("&") if pair}
    return {page} | {f"{page}?{name}" for name in asked}


def test_every_page_that_a_link_leads_to(reader):
    page = reader()
    waiting, seen, found = ["/", "/no/such/page", "/search?q=zzzz", "/search?q=1", "/contacts?q=zzzz"], set(), set()
    while waiting:
        href = waiting.pop(0)
        if kinds(href) <= seen:
            continue
        seen |= kinds(href)
        if (response := page.goto(href)) is None or "html" not in response.headers.get("content-type", ""):
            continue
        found |= outside(page)
        links = page.evaluate("() => [...document.querySelectorAll('a[href^=\"/\"]')].map((link) => link.getAttribute('href'))")
        waiting += [link for link in links if not re.search(r"\.csv|\.xlsx|\.vcf|/static/|/api/|openapi", link)]
    assert len(seen) > 30
    assert not found, "\n".join(sorted(found))


def test_forms_that_come_back_and_what_is_said_afterwards(reader, data):
    page, found = reader(path="/contacts/new"), set()
    page.on("dialog", lambda dialog: (found.add(dialog.message) if LETTER.search(re.sub(r"⟦[^⟦⟧]*⟧", "", dialog.message)) else None, dialog.accept()))

    def send(**fields: str) -> None:
        for name, value in fields.items():
            page.locator(f"[name='{name}']").fill(value)
        page.locator("main form[method=post] button.primary").last.click()
        found.update(outside(page))

    send()
    send(last_name="Ι", birthday_on="", **{"emails[0][address]": "χ@1", "links[0][url]": "χ"})
    send(**{"emails[0][address]": "3@1.example", "links[0][url]": ""})
    page.locator(".page-header a.primary").click()
    data.change("contacts", {"id": page.url.split("/")[-2]}, job_title="Κ")
    send(job_title="Μ")
    send()
    page.locator(".page-header summary").click()
    page.locator(".page-header .danger").click()
    found |= outside(page)
    page.locator(".toast form button").click()
    found |= outside(page)
    page.goto("/companies/new")
    send()
    send(name="Φ 2", domain="χ", employees="1")
    page.goto("/profile")
    send(timezone="χ")
    send(timezone="Europe/Paris")
    page.goto("/settings/users")
    send(name="Ν", email="admin@acme.test")
    assert not found, "\n".join(sorted(found))


def test_an_import_from_file_to_result(reader, tmp_path):
    page, found = reader(path="/imports/new?type=contact"), set()
    file = tmp_path / "1.csv"
    file.write_text("Last name,Email,Company,Stage,Ψ\nΡ,4@1.example,Φ 3,new,9\nΣ,χ,Φ 3,zzz,9\n")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button.primary").click()
    # The columns of the file are data that this test needs in Latin letters.
    columns = re.compile(r": (Last name|Email|Company|Stage)$| new$|· zzz$|: ⟦What ⟧")
    for button in ["form[action$=mapping] button", "form[action$=start] button"]:
        found |= {text for text in outside(page) if not columns.search(text)}
        page.locator(button).first.click()
        page.wait_for_selector("progress[value='100'], .stat", state="attached")
        page.reload()
        page.wait_for_selector(".stat")
    found |= {text for text in outside(page) if not columns.search(text)}
    page.goto("/imports")
    found |= outside(page)
    assert not found, "\n".join(sorted(found))


def test_guests_and_those_who_may_not(reader, mailbox, bracketed):
    page, found = reader(None, "/login"), set()
    found |= outside(page)
    for path in ["/forgot", "/reset/nothing", "/contacts/1"]:
        page.goto(path)
        found |= outside(page)
    page.goto("/login")
    page.locator("[name=email]").fill("nobody@acme.test")
    page.locator("[name=password]").fill("wrong password")
    page.locator("button[type=submit]").click()
    found |= outside(page)
    page.goto("/forgot")
    page.locator("[name=email]").fill("rep@acme.test")
    page.locator("button[type=submit]").click()
    found |= outside(page)
    mail = mailbox.text_for("rep@acme.test", "/reset/")
    assert not LETTER.search(DATA.sub("", re.sub(r"⟦[^⟦⟧]*⟧", "", mail))), mail
    page.goto(re.search(r"/reset/\S+", mail)[0])
    found |= outside(page)
    page.locator("[name=password]").fill("short")
    page.locator("button[type=submit]").click()
    found |= outside(page)
    page.goto(f"http://localhost:{bracketed.port}/")
    found |= outside(page)
    viewer = reader("viewer", "/contacts/new")
    found |= outside(viewer)
    viewer.goto("/settings/users")
    found |= outside(viewer)
    assert not found, "\n".join(sorted(found))


def test_the_catalogues_are_complete():
    check = subprocess.run([ROOT / "bin/support/texts.py", "--check"], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout


def test_a_person_chooses_a_language(visit, server):
    page = visit("/profile", "manager")
    page.locator("[name=language]").select_option("de")
    page.locator("main button.primary").click()
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.get_by_role("heading", name="Ihr Konto").is_visible()
    # A page that cannot know who asks speaks it too.
    page.goto("/no/such/page")
    assert page.get_by_role("heading", name="Nicht gefunden").is_visible()
    page.goto("/profile")
    page.locator("[name=language]").select_option("")
    page.locator("main button.primary").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_guest_is_spoken_to_as_the_browser_asks(visit):
    page = visit("/login", None, locale="de-AT")
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.get_by_role("button", name="Anmelden").is_visible()
