import Foundation
import Testing
import Web

@Suite struct CSVParserTests {
    /// Parses `text` in chunks of every size from one byte up, which must make no difference.
    private func parse(
        _ text: String, _ dialect: CSVDialect = CSVDialect(), limits: CSVParser.Limits = .init()
    ) throws -> [[String]] {
        let whole = try records(in: Array(text.utf8), dialect, chunk: .max, limits: limits).map(\.texts)
        for size in 1...7 {
            #expect(try records(in: Array(text.utf8), dialect, chunk: size, limits: limits).map(\.texts) == whole)
        }
        return whole
    }

    @Test func plainRecordsAreRead() throws {
        #expect(try parse("a,b,c\r\n1,2,3\r\n") == [["a", "b", "c"], ["1", "2", "3"]])
    }

    @Test(arguments: ["a,b\r\nc,d\r\n", "a,b\nc,d\n", "a,b\rc,d\r", "a,b\nc,d", "a,b\r\nc,d", "a,b\rc,d", "a,b\rc,d\r\n"])
    func everyLineEndWorks(text: String) throws {
        #expect(try parse(text) == [["a", "b"], ["c", "d"]])
    }

    @Test func quotedFieldsHoldDelimitersQuotesAndLineEnds() throws {
        #expect(
            try parse("\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\"\n\"\",\"\"\"\",x")
                == [["a,b", "say \"hi\"", "two\r\nlines"], ["", "\"", "x"]])
    }

    @Test func spacesAroundAQuotedFieldAreDropped() throws {
        #expect(try parse("a,  \"b, c\"  ,d\n") == [["a", "b, c", "d"]])
        #expect(try parse("  a , b ") == [["  a ", " b "]])
    }

    @Test func strayQuotesAreKept() throws {
        #expect(try parse("5\" pipe,6\"\n") == [["5\" pipe", "6\""]])
        #expect(try parse("\"the \"big\" one\",x\n") == [["the \"big\" one", "x"]])
        #expect(try parse("\"a\"b\",x\n") == [["a\"b", "x"]])
    }

    @Test func blankLinesAreSkippedAndEmptyFieldsAreNot() throws {
        #expect(try parse("\n\na\n\r\n\nb\n\n") == [["a"], ["b"]])
        #expect(try parse(",\n\"\"\n,,") == [["", ""], [""], ["", "", ""]])
        #expect(try parse("") == [])
    }

    @Test func raggedRowsReadAsEmptyBeyondTheirEnd() throws {
        let rows = try records(in: Array("a,b,c\nd\n".utf8), CSVDialect())
        #expect(rows.map(\.count) == [3, 1])
        #expect(rows[1][2] == "")
        #expect(rows[1].bytes(at: 2).isEmpty)
    }

    @Test func rowOfDelimitersIsBlank() throws {
        let rows = try records(in: Array(", ,\na,,\n".utf8), CSVDialect())
        #expect(rows.map(\.isBlank) == [true, false])
    }

    @Test func otherDialectsAreRead() throws {
        let dialect = CSVDialect(delimiter: UInt8(ascii: ";"), quote: UInt8(ascii: "'"))
        #expect(try parse("a;'b;''c''';\"d\"\n", dialect) == [["a", "b;'c'", "\"d\""]])
    }

    @Test func positionsTellOffsetRecordAndLine() throws {
        let rows = try records(in: Array("h\r\n\r\n\"x\r\ny\ry\nz\"\r\né\n".utf8), CSVDialect())
        #expect(rows.map(\.position.line) == [1, 3, 7])
        #expect(rows.map(\.position.record) == [1, 2, 3])
        #expect(rows.map(\.position.offset) == [0, 5, 17])
        #expect(rows.map(\.next.offset) == [3, 17, 20])
        #expect(rows.map(\.next.record) == [2, 3, 4])
        #expect(rows.map(\.next.line) == [2, 7, 8])
    }

    @Test func readingGoesOnFromAnyRecord() throws {
        let bytes = Array("a,b\r\n\r\n\"c\nd\",e\r\n\nf,g\rh,i".utf8)
        let all = try records(in: bytes, CSVDialect())
        for record in all {
            let rest = Array(bytes[record.next.offset...])
            let resumed = try records(in: rest, CSVDialect(), from: record.next)
            #expect(resumed.map(\.texts) == all.filter { $0.position.record > record.position.record }.map(\.texts))
            #expect(resumed.map(\.next) == all.filter { $0.position.record > record.position.record }.map(\.next))
        }
    }

    @Test func limitsAreErrorsWithAPlace() throws {
        var limits = CSVParser.Limits()
        limits.field = 10
        limits.record = 20
        limits.columns = 3
        let cases: [(String, CSVError.Reason)] = [
            ("ok\n\"x\ny\"\n12345678901\n", .fieldTooLong(limit: 10)),
            ("ok\n\"x\ny\"\n            \n", .fieldTooLong(limit: 10)),
            ("ok\n\"x\ny\"\n\"a\"            ,\n", .fieldTooLong(limit: 10)),
            ("ok\n\"x\ny\"\n1234567890,1234567890,1\n", .recordTooLong(limit: 20)),
            ("ok\n\"x\ny\"\n1,2,3,4\n", .tooManyColumns(limit: 3)),
            ("ok\n\"x\ny\"\n1,\"2", .quoteNeverCloses),
        ]
        for (text, reason) in cases {
            #expect(throws: CSVError(reason, at: CSVPosition(offset: 9, record: 3, line: 4))) {
                try parse(text, limits: limits)
            }
        }
    }

    @Test func errorsAreSentencesWithTheLine() {
        let error = CSVError(.quoteNeverCloses, at: CSVPosition(offset: 9, record: 3, line: 4))
        #expect("\(error)" == "Line 4 (record 3) has a quote that is never closed.")
    }
}
