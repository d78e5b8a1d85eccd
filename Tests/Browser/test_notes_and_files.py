"""Writing about a record, mentioning people, and files that are dropped on it."""

import pytest
from playwright.sync_api import Page, expect
from test_accessibility import check

DROP = """
    ([name, type, content]) => {
        const data = new DataTransfer();
        data.items.add(new File([content], name, { type }));
        data.items.add(new File(["second"], "second.txt", { type: "text/plain" }));
        for (const kind of ["dragover", "drop"]) {
            document.querySelector("h1").dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
        }
    }
"""


PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


@pytest.fixture
def contact(api) -> dict:
    return api().create("contacts", first_name="Sage", last_name="Wieser", tags=["newsletter", "fair 2026"])


def open_contact(visit, contact, **options) -> Page:
    return visit(f"/contacts/{contact['id']}", **options)


def test_a_note_and_a_comment(visit, contact):
    page = open_contact(visit, contact)
    page.locator("#composer").fill("Prefers calls **in the morning**\n\n- likes tea")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator("#notes strong")).to_have_text("in the morning")
    page.locator("#composer").fill("Who calls?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#comments .post")).to_have_count(1)
    page.locator("#comments summary", has_text="Answer").click()
    page.locator("#comments textarea").fill("I do")
    page.locator("#comments").get_by_role("button", name="Answer").click()
    expect(page.locator("#comments .answers .post")).to_have_count(1)


def test_a_name_is_completed_while_it_is_typed(visit, contact):
    page = open_contact(visit, contact)
    page.locator("#composer").press_sequentially("Please look @me")
    expect(page.get_by_role("option", name="Mei Tanaka")).to_be_visible()
    check(page)
    page.locator("#composer").press("Enter")
    expect(page.locator("#composer")).to_have_value("Please look @Mei Tanaka ")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".form-actions").get_by_text("Let them see it")).to_be_visible()
    page.get_by_role("button", name="Let them see it").click()
    expect(page.locator(".mention")).to_have_text("@Mei Tanaka")


def test_files_are_dropped_anywhere_on_the_page(visit, contact):
    page = open_contact(visit, contact)
    # Scripts come in after the page.
    page.locator("#files form ul").wait_for(state="attached")
    page.evaluate(DROP, ["plan.txt", "text/plain", "The plan is simple."])
    files = page.locator("#files .items").first
    expect(files.locator("a", has_text="plan.txt")).to_be_visible()
    expect(files.locator("a", has_text="second.txt")).to_be_visible()


def test_a_refused_file_says_why(visit, contact):
    page = open_contact(visit, contact)
    page.set_input_files("#files input[type=file]", {"name": "run.txt", "mimeType": "text/plain", "buffer": b"#!/bin/sh\necho\n"})
    expect(page.locator("#files .error")).to_contain_text("run.txt is a program")
    check(page)


def test_files_without_javascript(visit, contact):
    page = open_contact(visit, contact, java_script_enabled=False)
    page.set_input_files(
        "#files input[type=file]",
        [{"name": f"{name}.txt", "mimeType": "text/plain", "buffer": name.encode()} for name in ["one", "two"]])
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("#files .items li")).to_have_count(2)


def test_a_pdf_is_shown_although_nothing_may_run_in_it(visit, sessions, server, new_context, contact):
    page = open_contact(visit, contact)
    page.set_input_files("#files input[type=file]", {"name": "offer.pdf", "mimeType": "application/pdf", "buffer": PDF})
    link = page.locator("#files .items a", has_text="offer.pdf")
    expect(link).to_be_visible()
    # The browser's viewer is an extension with frames of its own, which is not for `visit` to watch.
    viewer = new_context(base_url=server.url(), storage_state=sessions("admin", "acme")).new_page()
    viewer.goto(link.get_attribute("href"))
    policy = page.evaluate("(href) => fetch(href).then((answer) => answer.headers.get('content-security-policy'))", link.get_attribute("href"))
    assert "sandbox" in policy
    assert viewer.evaluate("document.contentType") == "application/pdf"
    assert viewer.main_frame.child_frames or viewer.wait_for_event("frameattached")


def test_tags_are_offered_behind_each_comma(visit, contact, api):
    page = visit("/settings/tags")
    for name in ["alpha", "beta"]:
        page.get_by_label("Name").fill(f"{name} of {contact['id'][-6:]}")
        page.get_by_role("button", name="Add tag").click()
    page.goto(f"/contacts/{contact['id']}/edit")
    field = page.locator("[name=tags]")
    field.fill("newsletter, ")
    offered = field.evaluate("(field) => [...field.list.options].map((option) => option.value)")
    assert f"newsletter, alpha of {contact['id'][-6:]}" in offered


def test_everybody_can_use_all_of_it(visit, contact, api):
    path = f"/contacts/{contact['id']}"
    note = api().create(f"contacts/{contact['id']}/notes", body="# Title\n\n> said\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n```\ncode\n```\n- [x] done")
    api().change("notes", note, is_pinned=True)
    comment = api().create(f"contacts/{contact['id']}/comments", body="@Mei Tanaka look")
    tag = api().create("tags", name=f"tag {contact['id'][-6:]}", color="violet")
    page = visit(path)
    page.set_input_files("#files input[type=file]", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"text"})
    expect(page.locator("#files .items a[href$=preview]")).to_be_visible()
    file = page.locator("#files a[href$='/preview']").get_attribute("href").removesuffix("/preview")
    for address in [
        path, f"{path}/notes", f"{path}/comments", f"{path}/attachments", f"/notes/{note['id']}/edit", f"/comments/{comment['id']}/edit",
        f"/comments/{comment['id']}/revisions", f"/comments/{comment['id']}/sharing", f"{file}/link", "/settings/tags",
        f"/settings/tags/{tag['id']}",
    ]:
        page.goto(address)
        check(page)
