import Foundation
import Testing

@testable import Web

struct JSONWriterTests {
    @Test func fieldsAreWrittenInOrderWithCommas() {
        let id = UUID(uuidString: "0190A8C0-1234-7ABC-8DEF-001122334455")!
        let bytes = JSONWriter.bytes { json in
            json.object { json in
                json.field("id", id)
                json.field("name", "A \"b\" \\ \n\u{1} é")
                json.field("phone", String?.none)
                json.field("tags", ["x", "y"])
                json.field("count", -42)
                json.field("rate", 0.5)
                json.field("ok", true)
                json.field("born_on", Day(iso: "1999-02-28"))
                json.field("nested") { json in json.array([1, 2]) { json, _ in json.object { _ in } } }
                json.name("custom")
                json.raw(#"{"a":1}"#)
            }
        }
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"id":"0190a8c0-1234-7abc-8def-001122334455","name":"A \"b\" \\ \n\u0001 é","phone":null,"tags":["x","y"],"#
                + #""count":-42,"rate":0.5,"ok":true,"born_on":"1999-02-28","nested":[{},{}],"custom":{"a":1}}"#)
    }

    @Test func preparedNamesAndBytesAreWrittenLikeText() {
        let name = JSONName("na\"me")
        let bytes = JSONWriter.bytes { json in
            json.object { json in
                for text in ["plain", "", "with \"quotes\" and ☃"] {
                    json.name(name)
                    Array(text.utf8).withUnsafeBytes { json.value(utf8: $0) }
                }
                json.name(name)
                Array(#"{"a":[1]}"#.utf8).withUnsafeBytes { json.raw(utf8: $0) }
            }
        }
        let expected = #"{"na\"me":"plain","na\"me":"","na\"me":"with \"quotes\" and ☃","na\"me":{"a":[1]}}"#
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test(arguments: [0, 1, -1, 9, 10, Int.max, Int.min])
    func numbersAreWrittenWhole(number: Int) {
        #expect(String(decoding: JSONWriter.bytes { $0.value(number) }, as: UTF8.self) == String(number))
    }

    @Test func whatIsNoNumberBecomesNull() {
        #expect(String(decoding: JSONWriter.bytes { $0.value(Double.nan) }, as: UTF8.self) == "null")
    }

    @Test func instantsAgreeWithFoundation() throws {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime]
        for _ in 0..<2_000 {
            // From 1600 on: before 1582, Foundation counts in the Julian calendar, RFC 3339 does not.
            let seconds = Int.random(in: -11_676_096_000...253_402_300_799)
            let date = Date(timeIntervalSince1970: Double(seconds))
            let text = Instant.text(date)
            #expect(text == formatter.string(from: date).replacing("Z", with: ".000Z"))
            #expect(Instant.parse(text) == date)
        }
    }

    @Test func instantsAreCutToMilliseconds() {
        #expect(Instant.text(Date(timeIntervalSince1970: 1_700_000_000.123_999)) == "2023-11-14T22:13:20.123Z")
        #expect(Instant.text(Date(timeIntervalSince1970: 1_700_000_000.25)) == "2023-11-14T22:13:20.250Z")
        #expect(Instant.text(Date(timeIntervalSince1970: -0.001)) == "1969-12-31T23:59:59.999Z")
    }

    @Test func instantsWithOffsetsAndFractionsAreRead() {
        let date = Date(timeIntervalSince1970: 1_700_000_000)
        #expect(Instant.parse("2023-11-14T22:13:20Z") == date)
        #expect(Instant.parse("2023-11-15T00:13:20+02:00") == date)
        #expect(Instant.parse("2023-11-14t17:13:20.000-05:00") == date)
        #expect(Instant.parse("2023-11-14T22:13:20.5Z") == date + 0.5)
    }

    @Test(arguments: [
        "", "2023-11-14", "2023-11-14T22:13:20", "2023-13-14T22:13:20Z", "2023-02-29T22:13:20Z", "2023-11-14T24:13:20Z",
        "2023-11-14T22:13:20.Z", "2023-11-14T22:13:20+2:00", "2023-11-14T22:13:20Zx", "x023-11-14T22:13:20Z",
    ])
    func otherTextsAreNoInstants(text: String) {
        #expect(Instant.parse(text) == nil)
    }

    @Test func daysThatDoNotExistAreRefused() {
        #expect(Day(iso: "2024-02-29") != nil)
        #expect(Day(iso: "2023-02-29") == nil)
        #expect(Day(iso: "1900-02-29") == nil)
        #expect(Day(iso: "2023-04-31") == nil)
        #expect(Day(iso: "2023-4-3") == nil)
        #expect(Day(iso: "+023-04-30") == nil)
        #expect(Day(iso: "1970-01-02")?.daysSince1970 == 1)
    }

    @Test func cleanTextIsTrimmedAndComposed() {
        #expect(cleanText("  e\u{301} \n") == "é")
        #expect(cleanText("e\u{301}")?.unicodeScalars.count == 1)
        #expect(cleanText("a\u{0}b") == nil)
        #expect(cleanText("") == "")
        #expect(cleanText("   ") == "")
    }
}
