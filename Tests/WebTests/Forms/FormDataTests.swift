import Foundation
import Hummingbird
import Testing

@testable import Web

struct FormDataTests {
    @Test func valuesComeOutCleanAndInOrder() throws {
        let form = try FormData(urlEncoded: "name=+J%C3%B6+&tag=b&tag=a&empty=&bare&e%5B%5D=e%CC%81".utf8)
        #expect(form.string("name") == "Jö")
        #expect(form.raw("name") == " Jö ")
        #expect(form.strings("tag") == ["b", "a"])
        #expect(form.text("empty") == "" && form.nonEmpty("empty") == nil && form.text("missing") == nil)
        #expect(form.contains("bare") && !form.contains("missing"))
        #expect(form.string("e[]").unicodeScalars.count == 1)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "a=%00", "%00=a", "a=%ff", "a=%C3"])
    func brokenTextIsRefused(text: String) {
        #expect(throws: Failure.self) { try FormData(urlEncoded: text.utf8) }
    }

    @Test func typedValuesNameTheFieldThatIsWrong() throws {
        let form = try FormData(urlEncoded: "age=42&born=1999-02-30&on=on&off=off&none=&word=x&id=\(UUID())".utf8)
        #expect(try form.int("age") == 42)
        #expect(try form.int("none") == nil)
        #expect(form.bool("on") && !form.bool("off") && !form.bool("missing"))
        #expect(try form.uuid("id") != nil)
        #expect(throws: FieldError(field: "word", code: "not_a_number", message: "Please enter a whole number.")) { try form.int("word") }
        #expect(throws: FieldError.self) { try form.date("born") }
    }

    @Test func rowsComeInTheOrderOfTheirNumbers() throws {
        let text =
            "emails[7][address]=c&emails[0][address]=a&emails[0][label]=work&emails[x][address]=z&emails[99999][a]=1&emailsx[1][a]=2&emails[1]=3"
        let rows = try FormData(urlEncoded: text.utf8).rows("emails")
        #expect(rows.map { $0.string("address") } == ["a", "c"])
        #expect(rows.first?.string("label") == "work")
    }

    @Test func bodiesOfOtherTypesAreRefused() async throws {
        try await serving {
            $0.page(.post, "/api/form") { request, _ in .page("\(try await request.form().string("a"))") }
            $0.page(.post, "/api/json") { request, _ in .json(try await request.json().serialized) }
        }.talk { client in
            let form = try await client.post(
                "/api/form", headers: ["content-type": "application/x-www-form-urlencoded; charset=utf-8"], "a=b")
            #expect(form.text == "b")
            let other = try await client.post("/api/form", headers: ["content-type": "text/plain"], "a=b")
            #expect(other.status == 415)
            let json = try await client.post("/api/json", headers: ["content-type": "application/merge-patch+json"], "{\"a\": [1]}")
            #expect(json.text == "{\"a\":[1]}")
            let broken = try await client.post("/api/json", headers: ["content-type": "application/json"], "{\"a\": 1,}")
            #expect(broken.status == 400)
            #expect(try broken.json()["detail"]?.string?.contains("byte 8") == true)
        }
    }

    @Test func randomTextNeverCrashes() {
        let alphabet = Array("ab=&%+[]0123456789\u{e9}".utf8) + [0, 0xFF]
        for _ in 0..<10_000 {
            let bytes = (0..<Int.random(in: 0...40)).map { _ in alphabet.randomElement()! }
            if let form = try? FormData(urlEncoded: bytes) { _ = form.rows("a") }
        }
    }
}
