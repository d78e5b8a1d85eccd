import Hummingbird
import Platform
import Web

/// What people see of a suspended account: what has happened, and whom to ask.
struct SuspendedPage {
    enum Reader {
        case guest
        case colleague(admins: [(name: String, email: String)])
        /// With what can be exported.
        case admin([RecordType])
    }

    let crm: CRM
    let reader: Reader
    let texts: Texts

    static let refusal = Failure.forbidden(reason: "This account is suspended. Please ask its administrator.")

    func response(_ request: Request, _ context: TenantContext) -> Response {
        let plain = PlainPage(
            brand: context.tenant.brand.shown, theme: request.theme, assets: crm.assets, texts: texts, width: .medium)
        let title = texts("\(context.tenant.name) is suspended")
        return .page(plain.page(title: title, lead: lead, content: "\(content)\(logOut(context))"), status: .forbidden)
    }

    private var lead: HTML {
        let nothingIsLost: HTML = "\(texts("Nothing is lost, but nobody can work here until the account is resumed."))"
        switch reader {
        case .guest, .colleague: return "\(nothingIsLost) \(texts("Please ask one of its administrators."))"
        case .admin: return "\(nothingIsLost) \(whomToAsk) \(texts("Until then you can take your data with you."))"
        }
    }

    private var whomToAsk: HTML {
        guard let address = crm.platform.configuration.supportEmail else { return "\(texts("Please ask whoever runs this site."))" }
        let link: HTML = "<a href=\"\(url: "mailto:\(address)")\">\(address)</a>"
        return texts.html("Please write to \(html: link).")
    }

    private var content: HTML {
        switch reader {
        case .guest: return "<p>\(Button(texts("Log in as an administrator"), href: "/login"))</p>"
        case .colleague(let admins):
            let people = admins.map { ItemList.Item($0.name, href: "mailto:\($0.email)", detail: $0.email, leading: Icon.mail.html) }
            return ItemList(people).html
        case .admin(let types):
            let files = types.map { type in
                ItemList.Item(texts(type.pluralLabel), href: type.exportPath, detail: texts("Export as CSV"), leading: Icon.download.html)
            }
            return ItemList(files).html
        }
    }

    private func logOut(_ context: TenantContext) -> HTML? {
        guard context.signedIn != nil else { return nil }
        let button = Button(texts("Log out"), kind: .quiet)
        return Form(post: "/logout", csrf: crm.csrf.token(for: context.csrfBinding), layout: .inline, button.html).html
    }
}
