import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Postgres
import Web

/// The whole site: health on any host, tenants on theirs, the platform on its own.
public func buildSite(_ crm: CRM, settings: ServerSettings) throws -> some HTTPResponder<BaseContext> {
    let tenants = buildTenantApplication(crm).router.buildResponder()
    let platform = buildPlatformPages(crm).buildResponder()
    let names = HostNames(baseDomain: crm.platform.configuration.baseDomain)
    let hosts = HostRouter<BaseContext> { host in
        switch names.kind(of: host) {
        case .platform: platform
        case .tenant(let slug): TenantGate(crm: crm, slug: slug, application: tenants)
        case .unknown: nil
        }
    }
    let proxies = try TrustedProxies(parsing: crm.platform.configuration.trustedProxies)
    return AnyHostPages(crm: crm, hosts: hosts).behindStandardLayers(
        settings: settings, proxies: proxies, limits: RateLimits(perMinute: crm.platform.configuration.apiRateLimit),
        pageLimits: RateLimits(perMinute: crm.platform.configuration.pageRateLimit),
        failures: FailureMiddleware(
            render: { await FailurePage(crm: crm).html($0, $1, $2) }, mapping: { failure(for: $0) }),
        observe: { crm.platform.requestMetrics.note($0) })
}

/// What a tenant's host serves, and the table of all its addresses.
func buildTenantApplication(_ crm: CRM) -> (router: Router<TenantContext>, table: RouteTable) {
    let router = Router.web(context: TenantContext.self)
    let endpoints = Endpoints(router)
    let pages = endpoints.group(
        "", SignInMiddleware(crm: crm), TenantStateMiddleware(crm: crm), CSRFMiddleware(csrf: crm.csrf), LogInRedirect())
    let staff = pages.group("", context: StaffContext.self).group(
        "", BellMiddleware(crm: crm), SecondFactorMiddleware(), ConfirmationMiddleware(crm: crm))
    let openAPI = endpoints.group("/api/v1")
    let api = endpoints.group("", SignInMiddleware(crm: crm), TenantStateMiddleware(crm: crm))
        .group("/api/v1", context: StaffContext.self).group("", SecondFactorMiddleware())
    for feature in crm.features {
        feature.guestPages?(pages, crm)
        feature.pages?(staff, crm)
        feature.openAPI?(openAPI, crm)
        feature.api?(api, crm)
        for type in RecordTypes.all {
            feature.recordPages?(staff, crm, type)
            feature.recordAPI?(api, crm, type)
        }
    }
    LiveRoutes(crm: crm).register(on: staff)
    AssetRoutes(crm: crm).register(on: endpoints)
    let described = endpoints.group("", SignInMiddleware(crm: crm))
    APIDescriptionRoutes(crm: crm, table: endpoints.table).register(on: described.group("/api/v1"), pages: described)
    endpoints.table.answerOtherMethods(on: router)
    return (router, endpoints.table)
}
