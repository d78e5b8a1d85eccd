import Testing
import Web

@Suite struct PhoneNumberTests {
    @Test(arguments: [
        ("+49 (30) 1234-567", "49301234567"),
        ("0049 30 1234567", "49301234567"),
        ("504-621-8927", "5046218927"),
        ("555 1234 x99", "5551234"),
        ("555 1234 ext. 99", "5551234"),
        ("٠١٢٣٤٥٦", "0123456"),
    ])
    func digitsAreForMatching(text: String, digits: String) {
        #expect(PhoneNumber(text)?.digits == digits)
    }

    @Test func textStaysAsTypedWithoutSpacesAround() {
        #expect(PhoneNumber("  +1 (212) 555-0100 \n")?.description == "+1 (212) 555-0100")
    }

    @Test(arguments: ["", "n/a", "12", "123456789012345678901"])
    func whatIsNoNumberIsRefused(text: String) {
        #expect(PhoneNumber(text) == nil)
    }
}
