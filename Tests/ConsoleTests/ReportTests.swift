import Testing
import Web

@testable import Console

@Suite struct ReportTests {
    private let report = Report(
        [("acme", 3, "ok"), ("=cmd", -12, "fail")],
        [.init("slug") { .string($0.0) }, .init("open_jobs") { .number($0.1) }, .init("state") { .string($0.2) }])

    @Test func aTableAlignsTextLeftAndNumbersRight() {
        let expected = """
            SLUG  OPEN JOBS  STATE
            acme          3  ok
            =cmd        -12  fail

            """
        #expect(report.text(.table) == expected)
    }

    @Test func colourIsOnlyForThoseWhoWantIt() {
        #expect(!report.text(.table).contains("\u{1B}"))
        #expect(report.text(.table, coloured: true).contains("\u{1B}[31mfail\u{1B}[0m"))
        #expect(!report.text(.json, coloured: true).contains("\u{1B}"))
    }

    @Test func aRecordIsWrittenDownwards() {
        let record = Report(record: [("slug", "acme"), ("trial_ends_at", .null), ("ids", .array(["a", "b"]))])
        #expect(record.text(.table) == "slug           acme\ntrial ends at\nids            a, b\n")
        #expect(record.text(.json) == #"{"version":1,"data":[{"slug":"acme","trial_ends_at":null,"ids":["a","b"]}]}"#)
    }

    @Test func cellsOfSeveralLinesStayInTheirColumn() {
        let plan = Report(["create table a (\n    id int\n)"], [.init("lock") { _ in "none" }, .init("statement") { .string($0) }])
        #expect(plan.text(.table) == "LOCK  STATEMENT\nnone  create table a (\n          id int\n      )\n")
    }

    @Test func formulasAreDefusedInCSVAndNumbersAreNot() {
        #expect(report.text(.csv) == "slug,open_jobs,state\r\nacme,3,ok\r\n'=cmd,-12,fail\r\n")
    }

    @Test func anEmptyListKeepsItsShape() {
        let empty = Report([Int](), [.init("slug") { .number($0) }])
        #expect(empty.text(.json) == #"{"version":1,"data":[]}"#)
        #expect(empty.text(.ndjson).isEmpty)
        #expect(empty.text(.csv) == "slug\r\n")
        #expect(empty.text(.table) == "SLUG\n")
    }
}

@Suite struct ProgressTextTests {
    @Test func itTellsRateAndTimeLeft() {
        let text = ProgressText(total: 50, done: 11, failed: 1, deferred: 2, elapsed: 2)
        #expect(text.line == "11 of 50 done, 1 failed, 2 deferred, 6.0/s, 7 s left")
        #expect(text.bar(width: 10).hasPrefix("[██░░░░░░░░] 11 of 50"))
    }

    @Test func nothingIsGuessedBeforeTheFirstIsDone() {
        #expect(ProgressText(total: 5, done: 0, failed: 0, deferred: 0, elapsed: 3).line == "0 of 5 done, 0 failed, 0 deferred")
    }

    @Test func longRunsAreCountedInMinutesAndHours() {
        #expect(ProgressText(total: 601, done: 1, failed: 0, deferred: 0, elapsed: 1).line.hasSuffix("10 min left"))
        #expect(ProgressText(total: 36_001, done: 1, failed: 0, deferred: 0, elapsed: 1).line.hasSuffix("10.0 h left"))
    }
}

@Suite struct OperatorTests {
    @Test func behindSudoStandsAPerson() {
        #expect(Operator.name(in: ["SUDO_USER": "olga", "USER": "root"]) == "olga")
        #expect(Operator.name(in: ["SUDO_USER": "", "USER": "mei"]) == "mei")
    }
}
