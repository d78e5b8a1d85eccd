import Hummingbird
import Platform
import Web

/// What a feature looks at before somebody adds a record.
struct CreationCheck: Sendable {
    /// What becomes of a form that somebody has sent.
    enum Verdict: Sendable {
        case save
        /// The form comes back with everything in it, and with this above it; its buttons belong to the form.
        case hold(HTML)
        /// The feature has done something else with it.
        case done(path: String, saying: Phrase, undo: String?)
    }

    /// - Parameter draft: what the form asks for.
    let verdict: @Sendable (_ draft: Draft, _ form: FormData, TenantTransaction, StaffContext, CRM) async throws -> Verdict
    /// Throws what a program is answered instead of a new record.
    let refuse: @Sendable (_ draft: Draft, Request, TenantTransaction, StaffContext) async throws -> Void
}

extension CRM {
    /// The first verdict that is not to save.
    func verdict(_ draft: Draft, _ form: FormData, in transaction: TenantTransaction, _ context: StaffContext) async throws
        -> CreationCheck.Verdict
    {
        for check in features.compactMap(\.creationCheck) {
            let verdict = try await check.verdict(draft, form, transaction, context, self)
            if case .save = verdict { continue }
            return verdict
        }
        return .save
    }

    /// - Throws: what a program is answered instead of a new record.
    func checkCreation(_ draft: Draft, _ request: Request, in transaction: TenantTransaction, _ context: StaffContext) async throws {
        for check in features.compactMap(\.creationCheck) { try await check.refuse(draft, request, transaction, context) }
    }
}
