"""What pages may weigh, measured in the browser, compressed as it travels."""

from playwright.sync_api import Page, Response

KILOBYTE = 1024
LAYOUT_SHIFTS = """
    window.shifts = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shifts += entry.value; }))
        .observe({ type: "layout-shift", buffered: true });
"""


def weigh(page: Page, path: str) -> dict[str, int]:
    """Bytes by kind of request: document, stylesheet, script…, loaded anew."""
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    weights: dict[str, int] = {}
    for answer in answers:
        kind = answer.request.resource_type
        weights[kind] = weights.get(kind, 0) + answer.request.sizes()["responseBodySize"]
    return weights


def test_a_list_of_fifty_rows_is_light(visit, crowd):
    page = visit("/settings")
    weights = weigh(page, f"/contacts?filter%5Bsource%5D%5Beq%5D={crowd}")
    assert page.locator("tbody tr").count() == 50
    assert weights["document"] <= 30 * KILOBYTE, weights


def test_styles_and_scripts_are_light(visit, crowd):
    for path in ["/", "/contacts", "/contacts/new", "/settings/users", "/profile"]:
        # In a context of its own, with nothing cached yet but the favicon.
        weights = weigh(visit("/static/favicon.svg"), path)
        assert weights["stylesheet"] <= 20 * KILOBYTE, (path, weights)
        assert weights["script"] <= 20 * KILOBYTE, (path, weights)


def test_nothing_moves_while_a_page_loads(visit, crowd):
    page = visit("/settings")
    page.add_init_script(LAYOUT_SHIFTS)
    # A slow computer parses in steps, and would show each of them.
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    for width, height in [(1440, 900), (390, 844)]:
        page.set_viewport_size({"width": width, "height": height})
        for path in ["/", "/contacts", "/contacts/new", "/companies", "/settings/users", "/profile", "/search?q=a"]:
            page.goto(path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("window.shifts") == 0, (path, width)
