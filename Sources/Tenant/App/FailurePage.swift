import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Web

/// What people see when something went wrong, in their tenant's brand.
struct FailurePage {
    let crm: CRM

    func html(_ failure: Failure, _ request: Request, _ context: BaseContext) async -> HTML {
        let plain = PlainPage(brand: await brand(of: context.host).shown, theme: request.theme, assets: crm.assets, footer: footer(context))
        return plain.page(
            title: failure.title, lead: "\(failure.detail)",
            content: """
                \(if: failure.fieldMessages.count > 1, "<ul>\(each: failure.fieldMessages, { "<li>\($0)</li>" })</ul>")\
                \(Button("Back to start", kind: .primary, href: "/"))
                """)
    }

    private func brand(of host: String) async -> BrandProfile {
        let names = HostNames(baseDomain: crm.platform.configuration.baseDomain)
        guard case .tenant(let slug) = names.kind(of: host), let tenant = try? await crm.platform.directory.tenant(slug: slug) else {
            return .fallback
        }
        return tenant.brand
    }

    private func footer(_ context: BaseContext) -> HTML {
        "Reference: \(context.requestID)"
    }
}

extension Failure {
    /// What is wrong with each field.
    var fieldMessages: [String] {
        if case .invalid(let errors) = self { errors.map { "\($0.field): \($0.message)" } } else { [] }
    }
}

extension Request {
    /// Light or dark, as the person chose on this device.
    var theme: Theme { cookie("theme").flatMap { Theme(rawValue: $0) } ?? .system }
}
