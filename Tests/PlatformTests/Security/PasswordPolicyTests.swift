import Platform
import Testing

@Suite struct PasswordPolicyTests {
    private let policy = PasswordPolicy()

    @Test(arguments: ["correct horse battery", "vK8#mmz!Qx2p", "Rainy-Tuesday-in-Lisbon", "пароль для меня", "9173-4420-8856-11"])
    func uncommonPasswordWillDo(password: String) {
        #expect(policy.refusal(of: Secret(password)) == nil)
    }

    @Test(arguments: [
        "Password123!", "P@ssw0rd2024", "qwertyuiop", "1234567890", "iloveyou!!!", "Welcome2025!", "letmein12345",
        "Summer2025!!", "adminadmin1", "passwort-1234", "demo-password", "abc123abc123", "qwerty12345",
    ])
    func commonPatternIsRefused(password: String) {
        #expect(policy.refusal(of: Secret(password)) == .common)
    }

    @Test func lengthIsCheckedFirst() {
        #expect(policy.refusal(of: "password") == .tooShort(minimum: 10))
        #expect(policy.refusal(of: Secret(String(repeating: "correct horse ", count: 20))) == .tooLong(maximum: 200))
    }

    @Test func fewCharactersRepeatedAreRefused() {
        #expect(policy.refusal(of: "zvzvzvzvzvzv") == .repetitive)
    }

    @Test func ownNamesAreRefused() {
        let names = ["Brightwater Logistics", "Ann O'Hara", "ann.ohara@brightwater.example"]
        #expect(policy.refusal(of: "Brightwater2025", names: names) == .containsName)
        #expect(policy.refusal(of: "Ann.Ohara.99!", names: names) == .containsName)
        #expect(policy.refusal(of: "Br1ghtw4ter-l0gistics", names: names) == .containsName)
        #expect(policy.refusal(of: "Brightwater runs on coffee", names: names) == nil)
    }

    @Test func everyRefusalIsASentence() {
        let refusals: [PasswordPolicy.Refusal] = [
            .tooShort(minimum: 10), .tooLong(maximum: 200), .repetitive, .common, .containsName,
        ]
        for refusal in refusals { #expect(refusal.description.hasSuffix(".")) }
    }
}
