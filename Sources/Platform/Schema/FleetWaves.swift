/// The order in which a fleet is migrated: few tenants first, so that a mistake meets few.
struct FleetWaves: Sendable {
    /// Tenants that are migrated together, and what operators call them.
    struct Wave: Sendable {
        let name: String
        let tenants: [Tenant]
    }

    let waves: [Wave]

    /// - Parameter canary: the slug of the tenant that goes first; nil takes the first spare, or else the first of all.
    init(_ tenants: [Tenant], canary: String? = nil) {
        let first = tenants.first { $0.slug == canary } ?? tenants.first { $0.state == .spare } ?? tenants.first
        var rest = tenants.filter { $0.id != first?.id }[...]
        var waves = [Wave(name: "canary", tenants: first.map { [$0] } ?? [])]
        for percent in [1, 10] {
            let share = (tenants.count * percent + 99) / 100
            waves.append(Wave(name: "\(percent) %", tenants: Array(rest.prefix(share))))
            rest = rest.dropFirst(share)
        }
        waves.append(Wave(name: "rest", tenants: Array(rest)))
        self.waves = waves.filter { !$0.tenants.isEmpty }
    }
}
