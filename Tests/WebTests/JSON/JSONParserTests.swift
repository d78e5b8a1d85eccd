import Foundation
import Testing

@testable import Web

struct JSONParserTests {
    @Test func documentsKeepOrderAndKinds() throws {
        let value = try JSONValue(parsing: #" {"b":[1,-2.5e3,true,null,"é\n\u00e9\ud83d\ude00"],"a":{}} "#)
        #expect(value.object?.names == ["b", "a"])
        #expect(value["b"] == [1, -2500.0, true, nil, "é\né😀"])
        #expect(value["a"] == .object(JSONObject()))
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "01", "+1", "1.", ".5", "1e", "-", "nul", "tru", "\"\\x\"", "\"a", "\"\u{1}\"",
        "\"\\ud800\"", "\"\\ud800x\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\u0000\"", "1 2", "[1] x", "{\"a\":1 \"b\":2}", "1e999",
        "{\"a\":1,\"a\":2}", "\"\\u12\"", "NaN", "[", "]", ",",
    ])
    func brokenDocumentsAreRefused(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test func aNameTwiceIsRefusedEvenWhenEscapedDifferently() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: #"{"a":1,"\u0061":2}"#) }
    }

    @Test(arguments: [1, 12, 13, 100])
    func aNameTwiceIsRefusedHoweverManyThereAre(count: Int) throws {
        let members = (0..<count).map { "\"m\($0)\":\($0)" }
        #expect(try JSONValue(parsing: "{\(members.joined(separator: ","))}").object?.names.count == count)
        for name in [0, count - 1] {
            let again = members + ["\"m\(name)\":1"]
            #expect(throws: JSONError.self) { try JSONValue(parsing: "{\(again.joined(separator: ","))}") }
        }
    }

    @Test func depthIsLimited() throws {
        let nested = { (levels: Int) in String(repeating: "[", count: levels) + String(repeating: "]", count: levels) }
        _ = try JSONValue(parsing: nested(64))
        #expect(throws: JSONError.self) { try JSONValue(parsing: nested(65)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "[", count: 500_000)) }
    }

    @Test func invalidUTF8IsRefused() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xC3, 0x28, 0x22]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test func wholeNumbersStayWholeUpTo64Bits() throws {
        #expect(try JSONValue(parsing: "9223372036854775807") == .int(.max))
        #expect(try JSONValue(parsing: "-9223372036854775808") == .int(.min))
        #expect(try JSONValue(parsing: "9223372036854775808") == .double(9_223_372_036_854_775_808))
        #expect(try JSONValue(parsing: "1.0") == .double(1))
    }

    @Test func randomBytesNeverCrash() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array(#"{}[]",:\u0123456789abcdefE+-. truefalsn"#.utf8) + [0, 0xC3, 0xFF]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...40)).map { _ in alphabet.randomElement(using: &random)! }
            _ = try? JSONValue(parsing: bytes)
        }
    }

    @Test func whatIsWrittenIsReadBackTheSame() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let value = randomValue(depth: 4, &random)
            #expect(try JSONValue(parsing: value.serialized) == value)
            let other = try JSONSerialization.jsonObject(with: Data(value.serialized), options: .fragmentsAllowed)
            _ = other
        }
    }

    private func randomValue(depth: Int, _ random: inout SystemRandomNumberGenerator) -> JSONValue {
        switch Int.random(in: 0...(depth > 0 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .int(.random(in: .min ... .max, using: &random))
        case 3: return .double(.random(in: -1e300...1e300, using: &random))
        case 4, 5: return .string(randomText(&random))
        case 6: return .array((0..<Int.random(in: 0...4)).map { _ in randomValue(depth: depth - 1, &random) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0...4) { object[randomText(&random)] = randomValue(depth: depth - 1, &random) }
            return .object(object)
        }
    }

    private func randomText(_ random: inout SystemRandomNumberGenerator) -> String {
        let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\u{1}", "é", "😀", "/", "\u{2028}", "\t", "𝄞", "z"]
        return String(String.UnicodeScalarView((0..<Int.random(in: 0...8)).map { _ in scalars.randomElement(using: &random)! }))
    }
}
