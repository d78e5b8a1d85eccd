import Foundation
import Testing
import Web

@Suite struct EmailAddressTests {
    @Test(arguments: ["ann@acme.example", "o'hara+crm@mail.acme.co.uk", "a@b.io", "ann_1@xn--mller-kva.example"])
    func ordinaryAddressIsAccepted(text: String) throws {
        #expect(try EmailAddress(text).description == text)
    }

    @Test(arguments: [
        "", "ann", "@acme.example", "ann@", "ann@localhost", "ann@acme..example", ".ann@acme.example",
        "ann.@acme.example", "a..b@acme.example", "ann@-acme.example", "ann@acme.example-", "ann@10.0.0.1",
        "ann@[10.0.0.1]", "ann b@acme.example", "\"ann\"@acme.example", "ann@acme.example\r\nBcc: eve@evil.example",
        "Ann <ann@acme.example>", "ann@acme.example, bob@acme.example", "ann@ac me.example", "ann@acme.example\u{0}",
        "änn@acme.example", "ann@acme_1.example", "ann@🙂.example", "ann@ acme.example", "ann @acme.example", "ann@acme.\u{308}example",
        "ann@\u{308}acme.example",
    ])
    func anythingElseIsRefused(text: String) {
        #expect(throws: EmailAddress.Malformed.self) { try EmailAddress(text) }
    }

    @Test(arguments: [
        String(repeating: "a", count: 65) + "@acme.example",
        "ann@" + String(repeating: "a", count: 64) + ".example",
        "ann@" + String(repeating: "abcdefg.", count: 32) + "example",
    ])
    func tooLongIsRefused(text: String) {
        #expect(throws: EmailAddress.Malformed.self) { try EmailAddress(text) }
    }

    @Test func spacesGoAndTheDomainIsLowerCased() throws {
        let address = try EmailAddress("  Ann.Lee@ACME.Example\n")
        #expect(address.description == "Ann.Lee@acme.example")
        #expect(address.domain == "acme.example")
        #expect(address.key == "ann.lee@acme.example")
    }

    @Test func internationalDomainIsKept() throws {
        #expect(try EmailAddress("ann@MÜLLER.example").domain == "müller.example")
        #expect(try EmailAddress("ann@例え.テスト").domain == "例え.テスト")
    }

    @Test func freeMailIsTold() throws {
        #expect(try EmailAddress("ann@GMail.com").isFreeMail)
        #expect(try !EmailAddress("ann@acme.example").isFreeMail)
    }

    @Test func travelsAsOneString() throws {
        let addresses = [try EmailAddress("ann@acme.example")]
        let json = try JSONEncoder().encode(addresses)
        #expect(String(decoding: json, as: UTF8.self) == #"["ann@acme.example"]"#)
        #expect(try JSONDecoder().decode([EmailAddress].self, from: json) == addresses)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([EmailAddress].self, from: Data(#"["ann"]"#.utf8))
        }
    }
}
