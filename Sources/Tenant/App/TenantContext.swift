import Foundation
import Hummingbird
import Logging
import Platform
import Web

/// A request on a tenant's host.
struct TenantContext: WebContext {
    /// What `TenantGate` hands over.
    struct Source: RequestContextSource {
        let base: BaseContext
        let scope: TenantScope
        let language: AskedLanguage
        var logger: Logger { base.logger }
    }

    var coreContext: CoreRequestContextStorage
    var web: WebStorage
    /// The tenant, for the system itself: what needs a person takes `StaffContext`.
    let scope: TenantScope
    private let language: AskedLanguage
    /// Set by `SignInMiddleware` where somebody is signed in.
    var signedIn: SignedIn?
    /// What forms before signing in are bound to.
    var visitor: VisitorCookie?

    init(source: Source) {
        coreContext = source.base.coreContext
        coreContext.parameters = Parameters()
        web = source.base.web
        scope = source.scope
        language = source.language
    }

    var tenant: Tenant { scope.tenant }
    var baseURL: String { web.origin.baseURL }
    /// In the language that the person chose, or that the request asks for.
    var texts: Texts {
        guard let signedIn else { return language.forGuests }
        return scope.languages.texts(signedIn.viewer.language) ?? language.forUndecided
    }
}

/// A request of somebody who is signed in.
struct StaffContext: WebContext, ChildRequestContext {
    var coreContext: CoreRequestContextStorage
    var web: WebStorage
    /// The tenant, as this person.
    let scope: TenantScope
    let sessionID: UUID
    /// Has to set up a second factor before anything else.
    let mustAddSecondFactor: Bool
    /// Before anything was read.
    let startedAt: Date
    /// How many notifications wait, for what shows the bell.
    var unread: Int?
    var texts: Texts

    /// - Throws: `Failure.unauthenticated` where nobody is signed in.
    init(context: TenantContext) throws {
        guard let signedIn = context.signedIn else { throw Failure.unauthenticated }
        coreContext = context.coreContext
        web = context.web
        sessionID = signedIn.sessionID
        mustAddSecondFactor = signedIn.mustAddSecondFactor
        startedAt = context.scope.now
        texts = context.texts
        let isAPI = context.scope.actor.cause == .api
        scope = context.scope.signedIn(signedIn, cause: isAPI ? .api : .page, requestID: context.web.requestID)
    }

    var tenant: Tenant { scope.tenant }
    var viewer: Viewer { scope.viewer }
    var baseURL: String { web.origin.baseURL }

    /// - Throws: `Failure.forbidden` for everybody else.
    func requireAdmin() throws {
        try viewer.requireAdmin("Only admins see the settings of the account.")
    }

    /// The id in the address. - Throws: `Failure.notFound` for what is no id.
    func id(_ name: String = "id") throws -> UUID {
        guard let id = parameters.get(name).flatMap({ UUID(uuidString: $0) }) else { throw Failure.notFound }
        return id
    }
}

extension CSRF {
    /// A new token for the forms of somebody who is signed in.
    func token(for context: StaffContext) -> String { token(for: context.sessionID.uuidString) }
}
