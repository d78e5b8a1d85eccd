"""Whatever people write, on whatever screen: nothing is wider than the window, and nothing lies on top of something else."""

import pytest
from api import unique
from layout import flaws

WORD = "W" * 100
# A desk, the same at 200 %, and a phone.
SIZES = [(1440, 900), (720, 450), (390, 844)]


@pytest.fixture(scope="module")
def pages(api) -> list[str]:
    """Addresses at which everything is as long as it may be, without a single blank."""
    admin = api("admin", "globex")
    tag = admin.create("tags", name="W" * 50)
    company = admin.create("companies", name=WORD * 2, industry=WORD)
    contact = admin.create(
        "contacts", first_name=WORD, last_name=WORD, job_title=WORD, source=WORD, company_id=company["id"], tags=["W" * 50, "V" * 50],
        email=f"{'w' * 60}@{'w' * 60}.example", addresses=[{"street": WORD * 2, "city": WORD}],
        links=[{"label": "W" * 40, "url": f"https://example.com/{'w' * 300}"}])
    twin = admin.create("contacts", first_name=WORD, last_name=f"{WORD[1:]}V", company_id=company["id"])
    admin.change("contacts", contact, job_title="V" * 100)
    note = admin.create(f"contacts/{contact['id']}/notes", body=f"{WORD * 4}\n\n```\n{WORD * 4}\n```\n\n|a|b|\n|--|--|\n|{WORD * 2}|2|")
    comment = admin.create(f"contacts/{contact['id']}/comments", body=WORD * 4)
    admin.create(f"contacts/{contact['id']}/comments", body=WORD * 4, parent_id=comment["id"])
    filter = {"and": [{"field": "source", "op": "eq", "value": WORD}, {"field": "first_name", "op": "contains", "value": WORD}]}
    view = admin.create("views", record_type="contact", name="W" * 60, pinned=True, filter=filter)
    team = admin.create("teams", name=unique("W" * 90))
    role = admin.create("roles", label=unique("W" * 50), summary=WORD)
    contact_path, company_path = f"/contacts/{contact['id']}", f"/companies/{company['id']}"
    return [
        "/", "/contacts", f"/contacts?view={view['id']}", f"/contacts/filter?view={view['id']}", f"/contacts?columns=name,source,city,street,job_title,tags",
        "/contacts?group=lifecycle_stage", contact_path, f"{contact_path}/edit", f"{contact_path}/history", f"{contact_path}/shares",
        f"{contact_path}/duplicates", f"{contact_path}/merge?with={twin['id']}", f"{contact_path}/notes", f"{contact_path}/comments",
        f"{contact_path}/attachments", f"/notes/{note['id']}/edit", f"/comments/{comment['id']}/edit", "/companies", company_path,
        f"{company_path}/edit", f"/search?q={WORD}", f"/search?q={WORD}&type=contact", "/inbox?view=all", "/settings/teams", f"/settings/teams/{team['id']}",
        "/settings/roles", f"/settings/roles/{role['id']}", "/settings/access", "/settings/tags", f"/settings/tags/{tag['id']}",
        "/settings/audit", "/settings/users", "/views", f"/views/{view['id']}/edit", "/duplicates", "/trash", "/batches",
    ]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
def test_long_words_fit_everywhere(visit, pages, size):
    page = visit("/profile", "admin", "globex")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    found = []
    for path in pages:
        answer = page.goto(path)
        assert answer and answer.ok, path
        found += [f"{path}: {flaw}" for flaw in flaws(page)]
    assert not found, "\n".join(found)


def test_with_forty_fields_the_name_stays_in_sight(visit, api):
    fields = [
        api("admin", "globex").create("custom_fields", record_type="company", type="text", label=unique("A field with a long label "))
        for _ in range(40)
    ]
    try:
        company = api("admin", "globex").create("companies", name=unique("Wide "))
        columns = ",".join(f"custom.{field['name']}" for field in fields)
        page = visit(f"/companies?columns=name,{columns}&q={company['name'].split()[-1]}", "admin", "globex")
        table = page.locator("main > .table")
        table.evaluate("(table) => table.scrollTo({ left: 5000 })")
        assert table.evaluate("(table) => table.scrollLeft") > 1000
        assert page.get_by_role("link", name=company["name"]).bounding_box()["x"] < 400
        for path in [f"/companies/{company['id']}", f"/companies/{company['id']}/edit", "/settings/fields?type=company"]:
            page.goto(path)
            assert not flaws(page), path
        # The way to save is in sight at the top of a form however long.
        page.goto(f"/companies/{company['id']}/edit")
        assert page.get_by_role("button", name="Save").bounding_box()["y"] < page.viewport_size["height"]
    finally:
        for field in fields:
            api("admin", "globex").delete("custom_fields", field)
