import Hummingbird
import Platform
import Web

/// `openapi.json` and the page that shows it.
struct APIDescriptionRoutes {
    let crm: CRM
    let table: RouteTable

    func register(on openAPI: Endpoints<TenantContext>, pages: Endpoints<TenantContext>) {
        openAPI.get(
            "/openapi.json", id: "openapi", summary: "This description", tag: "Description", responds: .one(.any), security: .none
        ) { _, context in
            .json(document(for: context.tenant).json)
        }
    }

    private func document(for tenant: Tenant) -> OpenAPIDocument {
        OpenAPIDocument(
            title: "\(tenant.brand.name) API", version: "v1", endpoints: table.endpoints,
            components: RecordTypes.all.flatMap { RecordSchema($0).components })
    }
}
