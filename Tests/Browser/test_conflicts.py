"""Two people edit the same record."""

import pytest
from api import unique
from playwright.sync_api import expect


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_who_saves_second_sees_both_versions_and_decides(visit, api, javascript):
    contact = api().create("contacts", last_name=unique("Kampa"), job_title="Buyer")
    page = visit(f"/contacts/{contact['id']}/edit", java_script_enabled=javascript)
    api().change("contacts", contact, job_title="Head of Operations")

    page.get_by_label("Job title").fill("Purchasing manager")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.get_by_role("button", name="Save").click()
    assert answer.value.status == 409
    row = page.get_by_role("group", name="Job title")
    expect(row).to_contain_text("Head of Operations")
    expect(row.get_by_label("Job title")).to_have_value("Purchasing manager")
    expect(page.get_by_label("Job title")).to_have_count(1)

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("Purchasing manager")


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_each_field_is_taken_from_the_version_that_was_chosen(visit, api, javascript):
    contact = api().create("contacts", last_name=unique("Kampa"), job_title="Buyer")
    page = visit(f"/contacts/{contact['id']}/edit", java_script_enabled=javascript)
    api().change("contacts", contact, job_title="Head of Operations", source="Fair")

    page.get_by_label("Job title").fill("Purchasing manager")
    page.get_by_label("Tags").fill("mine")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("group", name="Job title").get_by_label("Head of Operations").check()
    expect(page.get_by_role("group", name="Source").get_by_label("Fair")).to_be_checked()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    for text in ["Head of Operations", "Fair", "mine"]:
        expect(page.locator("main")).to_contain_text(text)
