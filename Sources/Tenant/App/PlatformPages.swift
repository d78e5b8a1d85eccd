import Hummingbird
import Platform
import Web

/// What the platform's own host shows.
func buildPlatformPages(_ crm: CRM) -> Router<BaseContext> {
    let router = Router.web(context: BaseContext.self)
    let endpoints = Endpoints(router)
    endpoints.page(.get, "/") { request, _ in
        let brand = Brand(name: BrandProfile.fallback.name)
        let texts = AskedLanguage(request, among: crm.platform.languages).forGuests
        let plain = PlainPage(brand: brand, theme: request.theme, assets: crm.assets, texts: texts, width: .medium)
        let address: HTML = "<code>name.\(crm.platform.configuration.baseDomain)</code>"
        return .page(
            plain.page(
                title: texts("A CRM of your own"),
                lead: "\(texts("Each organisation works at an address of its own. Open yours to sign in."))",
                content: "<p class=\"muted\">\(texts.html("Your address looks like \(html: address)."))</p>"))
    }
    if OutboxPages.isOpen(crm.platform.configuration) { OutboxPages(crm: crm).register(on: endpoints) }
    endpoints.serve(crm.staticFiles)
    endpoints.table.answerOtherMethods(on: router)
    return router
}
