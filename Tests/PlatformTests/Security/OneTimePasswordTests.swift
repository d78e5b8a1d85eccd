import Foundation
import Testing

@testable import Platform

struct OneTimePasswordTests {
    /// The last six digits of the vectors in RFC 6238, appendix B.
    @Test(arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"), (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ])
    func codesAreThoseOfTheStandard(seconds: Int, code: String) {
        let password = OneTimePassword(key: Array("12345678901234567890".utf8))
        #expect(password.code(at: Date(timeIntervalSince1970: Double(seconds))) == code)
    }

    @Test func codeCountsForHalfAMinuteBeforeAndAfter() throws {
        let password = OneTimePassword.random()
        let now = Date(timeIntervalSince1970: 1_800_000_010)
        let step = try #require(password.step(of: password.code(at: now), at: now))
        #expect(step == 60_000_000)
        #expect(password.step(of: password.code(at: now - 30), at: now) == step - 1)
        #expect(password.step(of: password.code(at: now + 30), at: now) == step + 1)
        let spaced = password.code(at: now).prefix(3) + " " + password.code(at: now).suffix(3)
        #expect(password.step(of: String(spaced), at: now) == step)
        for offset in [-120.0, 120] {
            let code = password.code(at: now + offset)
            // One code in a million is right by chance.
            let near = [-30.0, 0, 30].map { password.code(at: now + $0) }
            #expect(password.step(of: code, at: now) == nil || near.contains(code))
        }
        for wrong in ["", "12345", "abcdef", "1234567"] { #expect(password.step(of: wrong, at: now) == nil) }
    }

    @Test func keysSurviveBeingWrittenDown() throws {
        for _ in 0..<50 {
            let password = OneTimePassword.random()
            let again = try #require(OneTimePassword(password.secret))
            #expect(again.secret == password.secret && again.code(at: .distantPast) == password.code(at: .distantPast))
        }
        #expect(OneTimePassword(key: Array("12345678901234567890".utf8)).secret.revealed == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        for broken in ["", "GEZD", "gezdgnbvgy3tqojqgezdgnbvgy3tqojq", "1" + String(repeating: "A", count: 31)] {
            #expect(OneTimePassword(Secret(broken)) == nil)
        }
    }

    @Test func addressSaysWhoseAccountItIs() throws {
        let password = OneTimePassword(key: Array("12345678901234567890".utf8))
        let text = password.address(issuer: "Acme: Söhne & Co", account: "ada@example.com").revealed
        let parts = try #require(URLComponents(string: text))
        #expect(parts.scheme == "otpauth" && parts.host == "totp" && parts.path == "/Acme  Söhne & Co:ada@example.com")
        #expect(parts.queryItems?.first { $0.name == "secret" }?.value == password.secret.revealed)
        #expect(parts.queryItems?.first { $0.name == "issuer" }?.value == "Acme: Söhne & Co")
    }
}
