import Platform
import Testing

@Suite struct TenantSelectorTests {
    @Test func everyKeyNarrows() throws {
        let selector = try TenantSelector("plan=pro, state=read_only,slug=acme")
        #expect(selector.plan == "pro" && selector.state == .readOnly && selector.slug == "acme")
    }

    @Test(arguments: ["", "plan", "plan=", "colour=red", "state=asleep", "plan=pro,"])
    func whatItDoesNotKnowItRefuses(_ text: String) {
        #expect(throws: SelectorError.self) { try TenantSelector(text) }
    }
}
