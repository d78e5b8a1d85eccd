import Testing
import Web

@Suite struct SafeURLTests {
    @Test(arguments: [
        "https://acme.example/a?b=1", "HTTP://acme.example", "mailto:ada@acme.example", "tel:+49301234",
        "/contacts/1", "contacts?at=10:30", "?q=a:b", "#top", "", "//cdn.acme.example/x", "./a:b",
    ])
    func harmlessAddressesPass(address: String) {
        #expect(("\(url: address)" as HTML).description == address)
    }

    @Test(arguments: [
        "javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)", "\tjavascript:alert(1)",
        " javascript:alert(1)", "\u{1}javascript:alert(1)", "java\u{0}script:alert(1)", "vbscript:x",
        "data:text/html,<script>alert(1)</script>", "blob:https://x", "file:///etc/passwd", "x:y",
        "javascript\u{7F}:alert(1)", "/a\nb",
    ])
    func addressesThatCouldRunScriptBecomeHarmless(address: String) {
        #expect(("\(url: address)" as HTML).description == "#")
    }

    @Test func anAddressIsEscapedForItsAttribute() {
        #expect(("\(url: "/?a=1&b=\"x\"")" as HTML).description == "/?a=1&amp;b=&quot;x&quot;")
    }
}
