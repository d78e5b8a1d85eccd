import Foundation
import Hummingbird
import Testing

@testable import Web

private let oldSecret = String(repeating: "o", count: 32)
private let newSecret = String(repeating: "n", count: 32)
let testRing = KeyRing(secrets: [newSecret])

struct SecretsTests {
    @Test func whatIsSignedComesBack() {
        let codec = SignedValue(testRing, purpose: "test")
        for text in ["", "hello", "ü€😀", String(repeating: "x", count: 2_000)] {
            #expect(codec.open(codec.sign(text)) == text)
        }
    }

    @Test func anExpiredOrForeignValueIsRefused() {
        let now = Date()
        let signed = SignedValue(testRing, purpose: "reset").sign("user", expiry: now + 60)
        let codec = SignedValue(testRing, purpose: "reset")
        #expect(codec.open(signed, now: now + 59) == "user")
        #expect(codec.open(signed, now: now + 61) == nil)
        #expect(SignedValue(testRing, purpose: "flash").open(signed, now: now) == nil)
        #expect(SignedValue(KeyRing(secrets: [oldSecret]), purpose: "reset").open(signed, now: now) == nil)
    }

    @Test func everyChangedCharacterIsNoticed() {
        let codec = SignedValue(testRing, purpose: "test")
        let signed = Array(codec.sign("user 42"))
        for index in signed.indices {
            var forged = signed
            forged[index] = forged[index] == "A" ? "B" : "A"
            #expect(codec.open(String(forged)) == nil)
        }
        for text in ["", "A", "====", "not base64!", String(signed.dropLast()), String(signed) + "A"] { #expect(codec.open(text) == nil) }
    }

    @Test func rotationKeepsOldSignaturesValid() {
        let old = SignedValue(KeyRing(secrets: [oldSecret]), purpose: "test").sign("x")
        let rotated = KeyRing(secrets: [newSecret, oldSecret])
        #expect(SignedValue(rotated, purpose: "test").open(old) == "x")
        let token = CSRF(KeyRing(secrets: [oldSecret])).token(for: "session")
        #expect(CSRF(rotated).verify(token, for: "session"))
    }

    @Test func csrfTokensDifferEachTimeAndHoldForOneBindingOnly() {
        let csrf = CSRF(testRing)
        let (first, second) = (csrf.token(for: "session 1"), csrf.token(for: "session 1"))
        #expect(first != second)
        #expect(csrf.verify(first, for: "session 1") && csrf.verify(second, for: "session 1"))
        #expect(!csrf.verify(first, for: "session 2"))
        for forged in ["", "x", String(first.dropLast(2)), first + "AA", String(repeating: "A", count: 86)] {
            #expect(!csrf.verify(forged, for: "session 1"))
        }
    }

    @Test func base64SurvivesAnyBytesAndRefusesOtherSpellings() {
        for count in 0..<70 {
            let bytes = randomBytes(count)
            let text = Base64URL.encode(bytes)
            #expect(Base64URL.decode(text) == bytes)
            #expect(!text.contains { "+/=".contains($0) })
        }
        for text in ["A", "AB", "A=", "AAAA=", "A A", "é"] { #expect(Base64URL.decode(text) == nil, "\(text)") }
        #expect(Base64URL.decode("AA") == [0])
    }
}

struct CookieTests {
    @Test func cookiesAreSafeByDefault() {
        #expect(SetCookie("a", "b", secure: true).header == "a=b; Path=/; HttpOnly; Secure; SameSite=Lax")
        let header = SetCookie("a", "b", maxAge: 60, path: "/x", httpOnly: false, secure: false, sameSite: .strict).header
        #expect(header == "a=b; Path=/x; Max-Age=60; SameSite=Strict")
        #expect(CookieName.session(secure: true) == "__Host-session")
        #expect(CookieName.session(secure: false) == "session")
    }

    @Test func cookiesAreReadByTheirWholeName() async throws {
        try await serving {
            $0.page("/read") { request, _ in .page("\(request.cookie("session") ?? "none")") }
        }.talk { client in
            for (header, value) in [
                ("session=abc", "abc"), ("a=1; session=abc==; b=2", "abc=="), ("xsession=1; sessions=2", "none"), ("session=", ""),
                (";;; ;session=x;", "x"),
            ] {
                let reply = try await client.get("/read", headers: ["cookie": header])
                #expect(reply.text == value, "\(header)")
            }
        }
    }

    @Test func aFlashIsShownOnceOnTheNextPage() async throws {
        let cookies = FlashCookie(testRing)
        try await serving {
            $0.page("/save") { _, _ in
                let flash = Flash(.success, "Saved “Ünal”.", undo: .init(action: "/undo/1", label: "Undo"))
                return .redirect(to: "/next").setting(cookies.cookie(flash, secure: false))
            }
            $0.page("/next") { request, _ in
                guard let flash = cookies.flash(in: request, secure: false) else { return .page("nothing") }
                return .page("\(flash.text) \(flash.undo?.action ?? "")").setting(cookies.removal(secure: false))
            }
        }.talk { client in
            let saved = try await client.get("/save")
            #expect(saved.status == 303)
            #expect(saved.header("cache-control") == "no-store")
            let cookie = try #require(saved.header("set-cookie"))
            let shown = try await client.get("/next", headers: ["cookie": String(cookie.prefix { $0 != ";" })])
            #expect(shown.text == "Saved “Ünal”. /undo/1")
            #expect(shown.header("set-cookie")?.contains("Max-Age=0") == true)
            let forged = try await client.get("/next", headers: ["cookie": "flash=AAAA"])
            #expect(forged.text == "nothing")
        }
    }

    @Test func aVisitorKeepsItsName() async throws {
        try await serving {
            $0.page("/login") { request, _ in
                let visitor = VisitorCookie(request, secure: false)
                let page = Response.page("\(visitor.binding)")
                return visitor.toSet.map(page.setting) ?? page
            }
        }.talk { client in
            let first = try await client.get("/login")
            let cookie = try #require(first.header("set-cookie"))
            let second = try await client.get("/login", headers: ["cookie": String(cookie.prefix { $0 != ";" })])
            #expect(second.text == first.text)
            #expect(second.header("set-cookie") == nil)
        }
    }

    @Test(arguments: ["//evil.example", "/\\evil.example", "https://evil.example", "", "/a\nb", "javascript:x"])
    func foreignReturnPathsAreNotLocal(path: String) {
        #expect(!isLocalPath(path))
    }
}
