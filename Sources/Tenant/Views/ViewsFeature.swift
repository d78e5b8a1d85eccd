import Platform
import Web

extension CRMFeature {
    static var views: CRMFeature {
        var feature = CRMFeature("views")
        feature.migrations = ViewSchema.migrations
        feature.pages = { ViewRoutes(crm: $1).register(on: $0) }
        feature.recordPages = { ListRoutes(type: $2, crm: $1).register(on: $0) }
        feature.api = { ViewAPI(crm: $1).register(on: $0) }
        return feature
    }
}
