import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Web

/// What people see when something went wrong, in their tenant's brand.
struct FailurePage {
    let crm: CRM

    func html(_ failure: Failure, _ request: Request, _ context: BaseContext) async -> HTML {
        let texts = AskedLanguage(request, among: crm.platform.languages).forGuests
        let plain = PlainPage(
            brand: await brand(of: context.host).shown, theme: request.theme, assets: crm.assets, texts: texts,
            footer: "\(texts("Reference: \(context.requestID)"))")
        let fields = failure.fieldMessages.map { texts($0) }
        return plain.page(
            title: texts(failure.title), lead: "\(texts(failure.detail))",
            content: """
                \(if: fields.count > 1, "<ul>\(each: fields, { "<li>\($0)</li>" })</ul>")\
                \(Button(texts("Back to start"), kind: .primary, href: "/"))
                """)
    }

    private func brand(of host: String) async -> BrandProfile {
        let names = HostNames(baseDomain: crm.platform.configuration.baseDomain)
        guard case .tenant(let slug) = names.kind(of: host), let tenant = try? await crm.platform.directory.tenant(slug: slug) else {
            return .fallback
        }
        return tenant.brand
    }
}

extension Failure {
    /// What is wrong with each field.
    var fieldMessages: [Phrase] {
        if case .invalid(let errors) = self { errors.map { "\($0.field): \($0.message)" } } else { [] }
    }
}

extension Request {
    /// Light or dark, as the person chose on this device.
    var theme: Theme { cookie("theme").flatMap { Theme(rawValue: $0) } ?? .system }
}
