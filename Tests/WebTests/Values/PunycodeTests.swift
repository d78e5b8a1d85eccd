import Testing
import Web

@Suite struct PunycodeTests {
    /// Pairs known from DNS.
    @Test(arguments: [
        ("müller.example", "xn--mller-kva.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("пример.испытание", "xn--e1afmkfd.xn--80akhbyknj4f"),
        ("παράδειγμα.δοκιμή", "xn--hxajbheg2az3al.xn--jxalpdlp"),
        ("ドメイン名例.example", "xn--eckwd4c7cu47r2wf.example"),
        ("plain.example", "plain.example"),
    ])
    func domainHasAnASCIIForm(domain: String, ascii: String) throws {
        #expect(try EmailAddress("ann@" + domain).asciiDomain == ascii)
    }
}
