import Foundation
import Testing
import Web

@Suite struct CSVFileTests {
    private func fixture(_ name: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
    }

    private func rows(_ file: CSVFile, from position: CSVPosition? = nil) async throws -> [[String]] {
        try await file.records(from: position).reduce(into: []) { $0.append($1.texts) }
    }

    @Test func spreadsheetExportFromGermanyIsRead() async throws {
        let file = try CSVFile(fixture("excel-german-windows1252.csv"))
        #expect(file.encoding == .windows1252)
        #expect(file.dialect == CSVDialect(delimiter: UInt8(ascii: ";")))
        #expect(file.header == ["Firma", "Ansprechpartner", "Umsatz", "Bemerkung"])
        let rows = try await rows(file)
        #expect(rows.count == 4)
        #expect(rows[0] == ["Müller & Söhne GmbH", "Jürgen Groß", "1.234,50 €", "ruft zurück; nächste Woche"])
        #expect(rows[2][3] == "Zeile eins\r\nZeile „zwei“")
    }

    @Test func unicodeTextFromExcelIsRead() async throws {
        let file = try CSVFile(fixture("excel-unicode-text-utf16.txt"))
        #expect(file.encoding == .utf16LittleEndian)
        #expect(file.dialect.delimiter == UInt8(ascii: "\t"))
        #expect(file.header == ["Name", "City", "Amount"])
        #expect(try await rows(file) == [["Zoë Ångström", "東京", "12"], ["Ivan", "Łódź", "7"]])
    }

    @Test func exportOfAnotherCRMIsRead() async throws {
        let file = try CSVFile(fixture("crm-contacts-bom.csv"))
        #expect(file.encoding == .utf8)
        #expect(file.header.first == "Record ID")
        let rows = try await rows(file)
        #expect(rows.map { $0[1] } == ["Ann", "Bob", "Cy"])
        #expect(rows[1][4] == "Met at the fair.\nWants a quote for 3 × \"large\", soon.")
    }

    @Test func separatorLineIsObeyedAndSkipped() async throws {
        let file = try CSVFile(bytes: Array("sep=|\r\nname|a,b,c\r\nAnn|1,2,3\r\n".utf8))
        #expect(file.dialect.delimiter == UInt8(ascii: "|"))
        #expect(file.header == ["name", "a,b,c"])
        #expect(file.start == CSVPosition(offset: 19, record: 2, line: 3))
        #expect(try await rows(file) == [["Ann", "1,2,3"]])
    }

    @Test func fileWithoutHeaderGivesAllRows() async throws {
        let file = try CSVFile(bytes: Array("1,Ann\n2,Bob\n".utf8))
        #expect(file.header == [])
        #expect(try await rows(file) == [["1", "Ann"], ["2", "Bob"]])
    }

    @Test(arguments: [[], Array("\n\n".utf8), [0xEF, 0xBB, 0xBF]] as [[UInt8]])
    func emptyFileHasNothing(bytes: [UInt8]) async throws {
        let file = try CSVFile(bytes: bytes)
        #expect(file.header == [])
        #expect(try await rows(file) == [])
    }

    @Test func binaryFileIsRefused() throws {
        let workbook: [UInt8] = Array("PK".utf8) + [3, 4, 20, 0, 6, 0, 8, 0, 0, 0, 33, 0]
        #expect(throws: CSVError(.notText, at: CSVPosition())) { try CSVFile(bytes: workbook) }
    }

    @Test func recordsBeforeAnErrorAreStillGiven() throws {
        let file = try CSVFile(bytes: Array("name,note\nAnn,x\nBob,\"never closed\n".utf8))
        let reader = try file.reader()
        #expect(try reader.next()?[0] == "Ann")
        #expect(throws: CSVError(.quoteNeverCloses, at: CSVPosition(offset: 16, record: 3, line: 3))) { try reader.next() }
        #expect(throws: CSVError.self) { try reader.next() }
    }

    @Test(arguments: [String.Encoding.utf8, .utf16LittleEndian, .windowsCP1252])
    func readingGoesOnAfterARestart(encoding: String.Encoding) async throws {
        var writer = CSVWriter()
        writer.append(record: ["number", "name"])
        for number in 0..<20_000 { writer.append(record: ["\(number)", "Zoë, \"Ä\"\n\(number)"]) }
        let bytes = Array(try #require(String(decoding: writer.bytes, as: UTF8.self).data(using: encoding)))
        let file = try CSVFile(bytes: bytes)
        let reader = try file.reader()
        var all: [[String]] = []
        var stops: [(CSVPosition, Int)] = []
        while let record = try reader.next() {
            all.append(record.texts)
            if all.count % 6_007 == 0 || all.count == 20_000 { stops.append((record.next, all.count)) }
        }
        #expect(all.count == 20_000)
        for (position, done) in stops {
            let again = try CSVFile(bytes: bytes, encoding: file.encoding, dialect: file.dialect)
            #expect(try await rows(again, from: position) == Array(all[done...]))
        }
    }
}
