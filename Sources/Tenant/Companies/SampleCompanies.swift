import Platform
import Web

/// Companies that are nowhere. Their domains end in `.example`, which nobody can own.
struct SampleCompanies: Sendable {
    private static let firsts = [
        "North", "Blue", "Stone", "Silver", "Green", "Harbour", "Summit", "River", "Amber", "Iron", "Cedar", "Polar",
    ]
    private static let seconds = ["works", "line", "field", "bridge", "gate", "point", "light", "wood", "craft", "way", "stream"]
    private static let industries = ["Manufacturing", "Software", "Logistics", "Retail", "Energy", "Health care", "Construction"]
    private static let forms = ["Ltd", "GmbH", "Inc", "SA", "AB"]

    let scope: TenantScope

    func fill(to count: Int) async throws {
        try await SampleRecords(type: Company.recordType, scope: scope).fill(to: count) { number in
            [
                "name": .string("\(Self.name(number)) \(Self.forms[number % Self.forms.count])"), "domain": .string(Self.domain(number)),
                "industry": .string(Self.industries[number % Self.industries.count]), "employees": .int(Int64(5 + number * 37 % 4_000)),
                "founded_year": .int(Int64(1_950 + number * 13 % 70)),
            ]
        }
    }

    /// A tenth as many as there are contacts.
    static func count(forContacts contacts: Int) -> Int { (contacts + 9) / 10 }

    static func domain(_ number: Int) -> String { "\(name(number).lowercased().replacing(" ", with: "")).example" }

    private static func name(_ number: Int) -> String {
        let (first, second) = (firsts[number % firsts.count], seconds[number / firsts.count % seconds.count])
        let round = number / (firsts.count * seconds.count)
        return "\(first)\(second)\(round == 0 ? "" : " \(round + 1)")"
    }
}
