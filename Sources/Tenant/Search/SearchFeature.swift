import Platform
import Web

extension CRMFeature {
    static var search: CRMFeature {
        var feature = CRMFeature("search")
        feature.migrations = SearchSchema.migrations
        feature.consumers = [KnownWords.consumer]
        // Shows nothing: it remembers that the record was opened.
        feature.recordPanels = [
            RecordPanel(place: .side, order: 0) { visit in
                visit.crm.opened.note(visit.record, in: visit.scope)
                return .known(nil)
            }
        ]
        feature.pages = { pages, crm in
            SearchRoutes(crm: crm).register(on: pages)
            PaletteRoutes(crm: crm).register(on: pages)
        }
        feature.api = { SearchAPI(crm: $1).register(on: $0) }
        return feature
    }
}
