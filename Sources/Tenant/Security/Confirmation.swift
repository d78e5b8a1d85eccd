import Foundation
import Hummingbird
import Platform
import Web

/// Some things are asked for twice: whoever finds an unlocked screen must not carry the customers out of the house.
struct ConfirmationNeeded: Error {}

extension StaffContext {
    private static let confirmationLasts: TimeInterval = 15 * 60

    /// Asks for the password again, where it was not given within a quarter of an hour. Programs have proved themselves with
    /// their token, whose scopes say what it is for.
    /// - Throws: `ConfirmationNeeded`, which `ConfirmationMiddleware` answers.
    func requireConfirmation() async throws {
        guard scope.actor.cause == .page else { return }
        let confirmed = try await scope.database.read(SessionQueries.confirmedAt(sessionID)).first?.decode(Date?.self) ?? nil
        guard let confirmed, scope.now.timeIntervalSince(confirmed) < Self.confirmationLasts else { throw ConfirmationNeeded() }
    }
}

/// Asks for the password on a page of its own that carries along whatever was sent, and sends it again with the answer.
struct ConfirmationMiddleware: RouterMiddleware {
    typealias Context = StaffContext

    let crm: CRM

    func handle(
        _ request: Request, context: StaffContext, next: (Request, StaffContext) async throws -> Response
    ) async throws -> Response {
        var request = request
        var sent = FormData()
        if request.method == .post, request.mediaType == "application/x-www-form-urlencoded" {
            let bytes = try await request.bytes()
            request.body = RequestBody(buffer: bytes)
            sent = try FormData(urlEncoded: bytes.readableBytesView)
        }
        if sent.contains(ConfirmationPage.passwordName), let problem = try await check(sent, request, context) {
            return page(request, context, sent, problem: problem)
        }
        do {
            return try await next(request, context)
        } catch is ConfirmationNeeded {
            return page(request, context, sent, problem: nil)
        }
    }

    /// - Returns: what is wrong with the answer; nil once the session is confirmed.
    private func check(_ sent: FormData, _ request: Request, _ context: StaffContext) async throws -> Phrase? {
        let guest = context.scope.asSystem(cause: .page)
        let signIn = SignIn(scope: guest, hasher: crm.hasher)
        let origin = SignIn.Origin(context, request)
        do {
            let password = Secret(sent.raw(ConfirmationPage.passwordName) ?? "")
            do {
                _ = try await signIn.verify(email: context.viewer.email, password: password, from: origin)
            } catch let person as SecondFactorNeeded {
                try await signIn.verify(code: sent.string(ConfirmationPage.codeName), for: person, from: origin)
            }
            try await guest.database.write(SessionQueries.confirm(context.sessionID, at: guest.now))
            return nil
        } catch is WrongCredentials {
            return "This is not right. Please try again."
        }
    }

    private func page(_ request: Request, _ context: StaffContext, _ sent: FormData, problem: Phrase?) -> Response {
        let form = ConfirmationPage(
            action: request.method == .post ? request.uri.description : "/confirmation", sent: sent,
            next: request.method == .post ? nil : request.uri.description, email: context.viewer.email,
            problem: context.texts(ifAny: problem), csrf: crm.csrf.token(for: context), texts: context.texts)
        return crm.page(
            request, context, title: context.texts("Is it you?"), status: problem == nil ? .forbidden : .unauthorized,
            content: ReadingColumn(form.html).html)
    }
}

/// The question, with everything that was sent before as hidden fields.
struct ConfirmationPage: Component {
    static let passwordName = "confirmation_password"
    static let codeName = "confirmation_code"

    let action: String
    let sent: FormData
    /// Where to go afterwards, for what was asked for by a link.
    let next: String?
    let email: String
    let problem: String?
    let csrf: String
    let texts: Texts

    var html: HTML {
        let left = [Self.passwordName, Self.codeName, CSRF.fieldName]
        var kept = FormData()
        for entry in sent.entries where !left.contains(entry.name) { kept.append(entry.name, entry.value) }
        if let next { kept.append("next", next) }
        let form = Form(
            post: action, csrf: csrf,
            """
            \(each: kept.entries, { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">" })\
            \(problem.map { Notice(.danger, "\($0)").html })\
            <input type="hidden" name="username" value="\(email)" autocomplete="username">\
            \(FormField(
                texts("Password"), name: Self.passwordName, .password(show: texts("Show what is typed")), required: true,
                autocomplete: "current-password", autofocus: true))\
            \(FormField(
                texts("Code"), name: Self.codeName, .text(maxLength: 40), help: texts("Only if you have set up a second factor."),
                autocomplete: "one-time-code"))\
            \(FormActions(Button(texts("Go on"), kind: .primary)))
            """)
        return Card(texts("Please give your password once more"), hint: texts("Good for a quarter of an hour."), form.html).html
    }
}
