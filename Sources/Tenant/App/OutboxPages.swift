import Foundation
import Hummingbird
import Platform
import Web

/// In development, the mail that would have been sent: on the platform's own host, so that a newcomer can follow its links.
struct OutboxPages: Sendable {
    let crm: CRM
    private var folder: OutboxFolder { OutboxFolder(crm.platform.configuration.outboxDirectory) }

    /// Where it is kept in a folder and nobody else's mail can be in it.
    static func isOpen(_ configuration: Configuration) -> Bool {
        configuration.environment != .production && !configuration.sendsMail
    }

    func register(on pages: Endpoints<BaseContext>) {
        pages.page(.get, "/outbox") { request, _ in
            let items = try folder.messages().map { message in
                ItemList.Item(
                    message.subject, href: "/outbox/\(message.id)", detail: "To \(message.to)",
                    trailing: "\(message.date.map { Instant.text($0) } ?? "")")
            }
            let empty = EmptyState(.mail, title: "No mail yet", text: "What the product sends in development is kept here.")
            return page(request, title: "Outbox", items.isEmpty ? empty.html : ItemList(items).html)
        }
        pages.page(.get, "/outbox/{id}") { request, context in
            guard let id = context.parameters.get("id").flatMap({ UUID(uuidString: $0) }), let message = try folder.message(id) else {
                throw Failure.notFound
            }
            return page(
                request, title: message.subject, "<pre class=\"mail\">\(linked(message.text))</pre><p><a href=\"/outbox\">All mail</a></p>")
        }
    }

    private func page(_ request: Request, title: String, _ content: HTML) -> Response {
        let plain = PlainPage(brand: Brand(name: BrandProfile.fallback.name), theme: request.theme, assets: crm.assets, width: .medium)
        return .page(plain.page(title: title, content: content))
    }

    /// The text with its addresses as links.
    private func linked(_ text: String) -> HTML {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> HTML in
            let isLink = line.hasPrefix("http://") || line.hasPrefix("https://")
            return isLink ? "<a href=\"\(url: String(line))\">\(line)</a>\n" : "\(line)\n"
        }
        return "\(each: lines, { $0 })"
    }
}
