import Foundation
import Testing
import Web

@testable import Tenant

struct MentionTests {
    private static let people = [
        Mentions.Person(id: UUID(), name: "Mei Tanaka", email: "manager@x.test"),
        Mentions.Person(id: UUID(), name: "Mei Lin", email: "lin@x.test"),
        Mentions.Person(id: UUID(), name: "Ola Nwosu", email: "rep@x.test"),
        Mentions.Person(id: UUID(), name: "Zoë O'Hara", email: "zoe.o@x.test"),
        Mentions.Person(id: UUID(), name: "Ola", email: "ola@x.test"),
    ]

    @Test(arguments: [
        ("@Mei Tanaka and @Mei Lin", ["Mei Tanaka", "Mei Lin"]), ("@mei tanaka.", ["Mei Tanaka"]), ("@Mei", []), ("@Mei Tanakas", []),
        ("@Ola Nwosu", ["Ola Nwosu"]), ("@Ola", ["Ola"]), ("(@zoë)", ["Zoë O'Hara"]), ("@zoe!", ["Zoë O'Hara"]),
        ("@zoe.o.", ["Zoë O'Hara"]),
        ("@lin", ["Mei Lin"]), ("@rep: hi", ["Ola Nwosu"]), ("write to x@lin.test", []), ("@", []), ("@@lin", ["Mei Lin"]),
        ("`@lin` and [@lin](https://x.test)", []), ("**@lin**, _@rep_", ["Mei Lin", "Ola Nwosu"]), ("@lin.test and @ola@x.test", []),
        ("@lin @lin @Mei Lin", ["Mei Lin"]), ("no one", []), ("@nobody", []), ("@Zoë O'Hara's", ["Zoë O'Hara"]),
    ])
    func peopleAreFound(text: String, names: [String]) {
        #expect(Mentions(among: Self.people).people(in: Markdown(text)).map(\.name) == names)
    }

    @Test func longTextsOfSignsAreRead() {
        let text = String(repeating: "@", count: 10_000) + String(repeating: "@Mei ", count: 2_000)
        #expect(Mentions(among: Self.people).people(in: Markdown(text)).count <= Mentions.limit)
    }
}
