import Foundation
import Support
import Testing
import Web

struct XLSXWriterTests {
    private func sheet(_ header: [String], _ rows: [[XLSXWriter.Cell]]) throws -> Spreadsheet {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).xlsx").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let writer = try XLSXWriter(path: path, sheet: "People", header: header)
        for row in rows { try writer.append(row) }
        try writer.close()
        return try Spreadsheet(Array(try Data(contentsOf: URL(fileURLWithPath: path))))
    }

    @Test func cellsKeepTheirTypes() throws {
        let instant = Date(timeIntervalSince1970: 1_767_225_600)
        let sheet = try sheet(
            ["Text", "Number", "Decimal", "Day", "Instant", "Flag", "Nothing"],
            [
                [
                    .text("Zoë <b> & \"co\""), .integer(42), .decimal(12.5, decimals: 2), .day(year: 2026, month: 1, day: 1),
                    .instant(instant), .flag(true), .blank,
                ]
            ])
        #expect(sheet.rows.count == 2)
        #expect(sheet.rows[0] == ["Text", "Number", "Decimal", "Day", "Instant", "Flag", "Nothing"])
        // Days are counted from 1900, as spreadsheets do.
        #expect(sheet.rows[1] == ["Zoë <b> & \"co\"", "42", "12.5", "46023", "46023", "1"])
        #expect(sheet.xml.contains("t=\"b\""))
    }

    @Test func nothingIsAFormula() throws {
        let dangerous = ["=1+1", "+49", "-1", "@SUM(A1)", "=HYPERLINK(\"http://evil.example\")"]
        let sheet = try sheet(["Text"], dangerous.map { [.text($0)] })
        #expect(sheet.rows.dropFirst().map { $0[0] } == dangerous)
        #expect(!sheet.xml.contains("<f>") && !sheet.xml.contains("<f "))
    }

    @Test func whatXMLHasNoPlaceForIsLeftOut() throws {
        let sheet = try sheet(["Text"], [[.text("a\u{1}b\u{FFFF}c\u{7}")], [.text(String(repeating: "x", count: 40_000))]])
        #expect(sheet.rows[1] == ["abc"])
        #expect(sheet.rows[2][0].count == 32_767)
    }

    @Test func daysBeforeTheCalendarOfSpreadsheetsAreText() throws {
        let sheet = try sheet(["Day"], [[.day(year: 1815, month: 12, day: 10)]])
        #expect(sheet.rows[1] == ["1815-12-10"])
    }

    @Test func aFileThatCannotBeWrittenIsRefused() {
        #expect(throws: XLSXWriter.Refused.self) {
            let writer = try XLSXWriter(path: "/nowhere/at/all.xlsx", sheet: "People", header: ["Text"])
            try writer.append([.text("a")])
            try writer.close()
        }
    }
}
