import Foundation
import Web

/// Says between two forms whose password was right: signed, good for five minutes, and only in the browser that typed it.
struct SignInChallenge: Sendable {
    private static let lifetime: TimeInterval = 300

    private let signed: SignedValue

    init(_ crm: CRM) {
        signed = SignedValue(crm.platform.keys, purpose: "second factor")
    }

    func make(_ person: SecondFactorNeeded, in context: TenantContext) -> String {
        signed.sign(
            [context.tenant.id.uuidString, context.csrfBinding, person.userID.uuidString, person.email].joined(separator: " "),
            expiry: context.scope.now.addingTimeInterval(Self.lifetime))
    }

    /// Nil for what is too old, or was made elsewhere.
    func open(_ text: String, in context: TenantContext) -> SecondFactorNeeded? {
        let parts = signed.open(text, now: context.scope.now)?.split(separator: " ").map { String($0) } ?? []
        guard parts.count == 4, parts[0] == context.tenant.id.uuidString, parts[1] == context.csrfBinding,
            let userID = UUID(uuidString: parts[2])
        else { return nil }
        return SecondFactorNeeded(userID: userID, email: parts[3])
    }
}
