import Testing
import Web

@Suite struct TableTests {
    private func table(selection: Table.Selection? = nil) -> String {
        Table(
            "Contacts",
            columns: [
                Table.Column("Name", sortHref: "?sort=name", order: .ascending), Table.Column("Company"),
                Table.Column("Worth", numeric: true), Table.Column("Stage", phone: .badge),
            ],
            rows: [
                Table.Row(id: "7", label: "Kris", href: "/contacts/7", cells: ["Kris", "\("A & B")", "12", "New"], selected: true),
                Table.Row(id: "8", label: "Ola", cells: ["Ola", "C", "3", "Won"], actions: "<i></i>"),
            ], selection: selection, density: .compact
        ).html.description
    }

    @Test func theFirstCellLeadsToTheRecord() {
        #expect(table().contains("<td class=\"as-title\"><a class=\"row-link\" href=\"/contacts/7\">Kris</a></td>"))
        #expect(table().contains("<td class=\"as-title\">Ola</td>"))
    }

    @Test func columnsSayHowTheyFoldAndStand() {
        #expect(table().contains("<td class=\"as-line\">A &amp; B</td><td class=\"number\">12</td><td class=\"as-badge\">New</td>"))
    }

    @Test func theSortedColumnSaysSo() {
        #expect(table().contains("<th scope=\"col\" aria-sort=\"ascending\"><a href=\"?sort=name\">Name<svg"))
    }

    @Test func checkboxesBelongToTheBulkForm() {
        let html = table(selection: Table.Selection(form: "bulk", name: "ids"))
        #expect(html.contains("name=\"ids\" value=\"7\" form=\"bulk\" aria-label=\"Select Kris\" checked"))
        #expect(html.contains("data-select-all=\"bulk\""))
        #expect(!table().contains("checkbox"))
    }

    @Test func everyRowHasTheActionsColumnIfOneDoes() {
        #expect(table().components(separatedBy: "<td class=\"actions\">").count == 3)
        #expect(table().contains("data-density=\"compact\""))
    }

    @Test func theBulkBarIsAForm() {
        let bar = BulkBar(action: "/bulk", csrf: "t", "\(Button("Tag"))").html.description
        #expect(bar.contains("data-behaviour=\"select-rows\" data-form=\"bulk\""))
        #expect(bar.contains("action=\"/bulk\" method=\"post\" id=\"bulk\"") && bar.contains("name=\"_csrf\""))
    }

    @Test func thePagerSaysWhereOneIs() {
        let pager = Pager(previous: nil, next: "?after=50", range: 1...50, total: 100_585, estimated: true).html.description
        #expect(pager.contains("<p>1–50 of about 100,585</p>") && pager.contains("rel=\"next\""))
        #expect(pager.contains("aria-disabled=\"true\"") && !pager.contains("rel=\"prev\""))
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "−1,234,567")])
    func numbersAreGroupedByThousands(number: Int, text: String) {
        #expect(Texts.english.grouped(number) == text)
    }
}
