import Foundation
import Platform
import Testing

@Suite struct TokenTests {
    @Test func randomTokensAreDistinctAndReadBack() {
        let tokens = (0..<1_000).map { _ in Token.random() }
        #expect(Set(tokens).count == 1_000)
        for token in tokens {
            #expect(token.text.count == 43)
            #expect(Token(token.text) == token)
        }
    }

    @Test func hashIsSHA256OfTheText() throws {
        let token = try #require(Token(String(repeating: "A", count: 43)))
        let hex = token.hash.map { String(format: "%02x", $0) }.joined()
        #expect(hex == "0f007385b6f9d4b7eeb2748605afe1a984a0a3bfa3f014d09e2a784ce9e5cd1a")
    }

    @Test(arguments: ["", "short", String(repeating: "A", count: 44), String(repeating: "A", count: 42) + "="])
    func whatCannotBeATokenIsRefused(text: String) {
        #expect(Token(text) == nil)
    }

    @Test func printingShowsNothing() {
        let token = Token.random()
        #expect("\(token) \(String(reflecting: token))" == "••• •••")
    }
}
