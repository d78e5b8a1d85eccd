import Testing
import Web

struct QRCodeTests {
    @Test func codeIsADrawingWithItsMargin() throws {
        let code = try #require(QRCode("https://example.com", label: "A <code>"))
        let html = code.html.description
        // Version 2 of the standard has 25 modules a side; four light ones stand around it.
        #expect(html.contains("viewBox=\"0 0 33 33\"") && html.contains("aria-label=\"A &lt;code&gt;\""))
        #expect(html.contains("M4 4h1v1h-1z") && !html.contains("M3 ") && !html.contains("style="))
    }

    @Test func moreThanACodeHoldsMakesNone() {
        #expect(QRCode(String(repeating: "long ", count: 1_000), label: "") == nil)
    }
}
