import Foundation
import Hummingbird
import Web

/// The inbox of everybody: what has been sent, to be read and its links followed.
struct ResendPages: Sendable {
    let resend: ResendSimulator

    func register(on endpoints: Endpoints<BaseContext>) {
        endpoints.page(.get, "") { request, _ in
            .page(SimulatorPage.html(request, title: "Resend: inbox", list(resend.mails)))
        }
        endpoints.page(.get, "/inbox/{id}") { request, context in
            guard let mail = context.parameters.get("id").flatMap({ UUID(uuidString: $0) }).flatMap(resend.mail) else {
                throw Failure.notFound
            }
            return .page(SimulatorPage.html(request, title: mail.subject, whole(mail)))
        }
    }

    private func list(_ mails: [ResendMail]) -> HTML {
        guard !mails.isEmpty else { return "<p>No mail yet.</p>" }
        return """
            <table><tr><th>Sent</th><th>To</th><th>Subject</th></tr>
            \(each: mails, { mail in
                """
                <tr><td>\(Instant.text(mail.createdAt))</td><td>\(mail.to.joined(separator: ", "))</td>\
                <td><a href="/resend/inbox/\(mail.id.text)">\(mail.subject)</a></td></tr>
                """
            })</table>
            """
    }

    private func whole(_ mail: ResendMail) -> HTML {
        """
        <p>From \(mail.from) to \(mail.to.joined(separator: ", ")), \(mail.lastEvent)</p>
        <pre>\(each: mail.headers, { "\($0.name): \($0.value)\n" })</pre>
        <pre>\(mail.text ?? mail.html ?? "")</pre>
        <p><a href="/resend">All mail</a></p>
        """
    }
}
