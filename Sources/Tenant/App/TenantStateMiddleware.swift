import Foundation
import Hummingbird
import Platform
import Web

/// Lets people do what the state of their tenant allows. Signing in and out works in all of them, though it writes.
struct TenantStateMiddleware: RouterMiddleware {
    typealias Context = TenantContext

    let crm: CRM

    func handle(
        _ request: Request, context: TenantContext, next: (Request, TenantContext) async throws -> Response
    ) async throws -> Response {
        switch context.tenant.state {
        case .readOnly: try refuseChanges(request)
        case .suspended: if let page = try await suspended(request, context) { return page }
        default: break
        }
        return try await next(request, context)
    }

    /// In a read-only account everybody reads and exports.
    private func refuseChanges(_ request: Request) throws {
        guard !request.onlyReads, !request.signsInOrOut, !request.uri.path.hasPrefix("/profile/sessions/") else { return }
        throw Failure.forbidden(reason: "This account is read-only at the moment; nothing can be changed.")
    }

    /// In a suspended account admins take their data with them. What everybody else sees says whom to ask.
    /// - Returns: nil for what is let through.
    private func suspended(_ request: Request, _ context: TenantContext) async throws -> Response? {
        if request.signsInOrOut { return nil }
        let mayExport = context.signedIn?.viewer.permissions.managesTenant ?? false
        if mayExport, request.onlyReads, RecordTypes.all.contains(where: { $0.exportPath == request.uri.path }) { return nil }
        guard request.onlyReads, !request.wantsProblemJSON else { throw SuspendedPage.refusal }
        return SuspendedPage(crm: crm, reader: try await reader(context), texts: context.texts).response(request, context)
    }

    /// Asked as this person, so that who was let go a moment ago is told no names.
    private func reader(_ context: TenantContext) async throws -> SuspendedPage.Reader {
        guard let signedIn = context.signedIn else { return .guest }
        let database = context.scope.signedIn(signedIn, cause: .page, requestID: context.requestID).database
        do {
            let admins = try await database.read(UserQueries.admins).map { try $0.decode((String, String).self) }
            guard signedIn.viewer.permissions.managesTenant else { return .colleague(admins: admins) }
            return .admin(RecordTypes.all.filter { signedIn.viewer.may(.export, $0.name) })
        } catch Failure.unauthenticated {
            return .guest
        }
    }
}

extension RecordType {
    /// Where all of one's records can be downloaded.
    var exportPath: String { "\(path).csv" }
}

extension Request {
    fileprivate var onlyReads: Bool { method == .get || method == .head }

    /// Whether it is about getting in or out, forgotten passwords included, or about how pages look on this device.
    fileprivate var signsInOrOut: Bool {
        let path = uri.path
        return ["/login", "/login/code", "/logout", "/theme", "/forgot"].contains(path)
            || ["/reset/", "/invitation/"].contains { path.hasPrefix($0) }
    }
}
