import Platform
import Testing

@Suite struct SecretTests {
    private struct Settings {
        let key: Secret
    }

    @Test func noWayOfPrintingShowsTheValue() {
        let secret: Secret = "hunter2"
        var dumped = ""
        dump(Settings(key: secret), to: &dumped)
        let prints = ["\(secret)", String(reflecting: secret), "\(Settings(key: secret))", "\([secret])", dumped]
        for print in prints {
            #expect(!print.contains("hunter2"))
            #expect(print.contains("•••"))
        }
        #expect(secret.revealed == "hunter2")
    }
}
