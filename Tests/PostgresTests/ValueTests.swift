import Foundation
import Postgres
import Testing

@Suite struct ValueTests {
    private enum Mood: String, PostgresEncodable, PostgresDecodable { case glad, sad }

    @Test func everyTypeComesBackAsItWentIn() async throws {
        try await withDatabase { client, _ in
            func check<Value: PostgresEncodable & PostgresDecodable & Equatable>(_ values: [Value]) async throws {
                for value in values {
                    let row = try #require(try await client.perform(plain, "select \(value), \(Value?.none)").first)
                    let (copy, nothing) = try row.decode((Value, Value?).self)
                    #expect(copy == value)
                    #expect(nothing == nil)
                }
            }
            try await check(["", "text", "snow ☃ and \"quotes\"'", String(repeating: "long", count: 50_000)])
            try await check([true, false])
            try await check([0, -1, Int.min, Int.max])
            try await check([0, Int32.min, Int32.max])
            try await check([0, Int16.min, Int16.max])
            try await check([0, -0.5, .pi, .infinity, .leastNonzeroMagnitude])
            try await check([UUID(), UUID()])
            try await check([Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 1_700_000_000.123456)])
            try await check(["0001-01-01", "1999-12-31", "2000-02-29", "9999-12-31"].compactMap(CalendarDate.init(iso:)))
            try await check([JSON(text: #"{"a": [1, "b"]}"#), JSON(text: "null")])
            try await check([[], [0, 255, 0], Array(repeating: UInt8(7), count: 100_000)])
            try await check([Mood.glad, Mood.sad])
        }
    }

    @Test func aLentRowShowsBytesAsTheyAre() async throws {
        try await withDatabase { client, _ in
            let row = try #require(try await client.perform(plain, "select \("snow ☃"), \(""), \(String?.none), \(true)").first)
            row.lend { cells in
                #expect(cells[0].map { String(decoding: $0, as: UTF8.self) } == "snow ☃")
                #expect(cells[1]?.isEmpty == true)
                #expect(cells[2] == nil)
                #expect(cells[3].map { Array($0) } == [1])
            }
        }
    }

    @Test func arraysComeBackAsTheyWentIn() async throws {
        try await withDatabase { client, _ in
            func check<Value: PostgresEncodable & PostgresDecodable & Equatable>(_ value: Value) async throws {
                let row = try #require(try await client.perform(plain, "select \(value), \(Value?.none)").first)
                let (copy, nothing) = try row.decode((Value, Value?).self)
                #expect(copy == value)
                #expect(nothing == nil)
            }
            let day = try #require(CalendarDate(iso: "2024-02-29"))
            try await check([String]())
            try await check(["a", "", "c,{}\""])
            try await check(["a", nil, "c"] as [String?])
            try await check([true, false])
            try await check([1, -2, 3])
            try await check([nil, 2] as [Int?])
            try await check([1, 2] as [Int32])
            try await check([1, 2] as [Int16])
            try await check([0.5, -1])
            try await check([UUID(), UUID()])
            try await check([UUID(), nil] as [UUID?])
            try await check([Date(timeIntervalSince1970: 12.5)])
            try await check([day, nil] as [CalendarDate?])
            try await check([JSON(text: "[]")])
        }
    }

    @Test func theServerSeesTheSameValues() async throws {
        try await withDatabase { client, _ in
            let date = Date(timeIntervalSince1970: 1_700_000_000.25)
            let day = try #require(CalendarDate(year: 2024, month: 2, day: 29))
            let row = try #require(
                try await client.perform(
                    plain,
                    """
                    select extract(epoch from \(date))::float8, \(day)::text, \([1, nil, 3] as [Int?])::text, \
                    (\(JSON(text: #"{"a": 1}"#)) ->> 'a'), octet_length(\([1, 2, 3] as [UInt8])), \("x") = any (\(["x"]))
                    """
                ).first)
            let (epoch, text, array, member, size, isIn) = try row.decode(
                (Double, String, String, String, Int, Bool).self)
            #expect(epoch == 1_700_000_000.25)
            #expect(text == "2024-02-29")
            #expect(array == "{1,NULL,3}")
            #expect(member == "1")
            #expect(size == 3)
            #expect(isIn)
        }
    }

    @Test func widerTypesReadNarrowerOnes() async throws {
        try await withDatabase { client, _ in
            _ = try await client.perform(plain, "create type mood as enum ('glad', 'sad')")
            let row = try #require(
                try await client.perform(
                    plain,
                    """
                    select 1::int2, 2::int4, 1.5::real, 'v'::varchar, 'n'::name, '{"a": 1}'::jsonb, '[1]'::json, \
                    timestamp '2000-01-01', 'infinity'::timestamptz, 'glad'::mood
                    """
                ).first)
            var reader = row.reader
            #expect(try reader.next(Int.self) == 1)
            #expect(try reader.next(Int.self) == 2)
            #expect(try reader.next(Double.self) == 1.5)
            #expect(try reader.next(String.self) == "v")
            #expect(try reader.next(String.self) == "n")
            #expect(try reader.next(String.self) == #"{"a": 1}"#)
            #expect(try reader.next(JSON.self).text == "[1]")
            #expect(try reader.next(Date.self) == Date(timeIntervalSince1970: 946_684_800))
            #expect(try reader.next(Date.self) == .distantFuture)
            #expect(try reader.next(Mood.self) == .glad)
        }
    }

    @Test func wrongTypesAndNullsAreErrorsThatNameTheColumn() async throws {
        try await withDatabase { client, _ in
            let rows = try await client.perform(plain, "select 'secret' as name, null::int8 as age")
            let row = try #require(rows.first)
            let wrongType = try #require(throws: PostgresError.self) { _ = try row[0].decode(Int.self) }
            #expect(wrongType.kind == .decoding)
            #expect(wrongType.column == "name")
            #expect(!"\(wrongType)".contains("secret"))
            let null = try #require(throws: PostgresError.self) { _ = try row.decode((String, Int).self) }
            #expect(null.column == "age")
            let missing = try #require(throws: PostgresError.self) { _ = try row.decode((String, Int?, Int).self) }
            #expect(missing.kind == .decoding)
            #expect(row[1].isNull)
            #expect(rows.columns == ["name", "age"])
        }
    }

    @Test func calendarDatesKnowTheCalendar() throws {
        #expect(CalendarDate(iso: "2023-02-29") == nil)
        #expect(CalendarDate(iso: "2024-2-29") == nil)
        #expect(CalendarDate(iso: "1900-02-29") == nil)
        #expect(CalendarDate(iso: "2024-13-01") == nil)
        #expect(CalendarDate(iso: "٢٠٢٤-01-01") == nil)
        #expect(CalendarDate(iso: "0987-06-05")?.description == "0987-06-05")
        for days in stride(from: -719_162, through: 2_932_896, by: 97) {
            let date = try #require(CalendarDate(daysSinceUnixEpoch: days))
            #expect(date.daysSinceUnixEpoch == days)
            #expect(CalendarDate(iso: date.description) == date)
        }
    }
}
