import Foundation
import Support
import Web

/// The same numbers for the same seed, so that what fails once fails again.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }
}

/// Forty random contacts and forty random companies, written through the API and read back through it.
struct World: Sendable {
    let admin: TestClient
    let contacts: [JSONValue]
    let companies: [JSONValue]

    static func get() async throws -> World { try await made.value }
    private static let made = Task { try await World() }

    private init() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        admin = try await tenant.api(as: .admin)
        var random = SeededRandom(42)
        var companyIDs: [JSONValue] = []
        for _ in 0..<40 {
            let company = Self.company(parent: companyIDs.randomElement(using: &random) ?? .null, &random)
            companyIDs.append(.string(try await admin.create("companies", company).id))
        }
        let owners: [JSONValue] = [.null, .string(try await tenant.id(of: .rep)), .string(try await tenant.id(of: .manager))]
        for _ in 0..<40 { try await admin.create("contacts", Self.contact(companyIDs, owners, &random)) }
        contacts = try await admin.get("/api/v1/contacts?limit=200&include=company").json["data"]?.array ?? []
        companies = try await admin.get("/api/v1/companies?limit=200").json["data"]?.array ?? []
        guard contacts.count == 40, companies.count == 40 else { throw Failed("the world is not complete") }
    }

    private static let names: [JSONValue] = [
        "Ann", "ann", "O'Neil", "50%", "a_b", "back\\slash", "comma, inc", "Zoë", "ÉMILE", "José", "李", "x", "(brackets)", "\"quoted\"",
        .null,
    ]

    private static func contact(_ companies: [JSONValue], _ owners: [JSONValue], _ random: inout SeededRandom) -> JSONValue {
        let number = Int.random(in: 0..<100, using: &random)
        return [
            "first_name": pick(names, &random), "last_name": pick(names.dropLast(), &random),
            "email": pick([.null, .string("p\(number)@x.test"), .string("Q_\(number)@y.test")], &random),
            "phone": pick([.null, "+49 30 901820", "555-0100"], &random), "source": pick(names, &random),
            "lifecycle_stage": pick(["new", "nurturing", "customer", "former"], &random),
            "tags": pick([[], ["vip"], ["vip", "ex, customer"], ["100%"], ["Été", "vip"]], &random),
            "addresses": pick([[], [["city": "Bonn"]], [["city": "bonn am Rhein"], ["city": "Köln"]], [["street": "No city"]]], &random),
            "birthday_on": pick([.null, "1980-02-29", "1980-03-01", "1999-12-31", "2000-01-01"], &random),
            "do_not_contact": pick([true, false], &random), "owner_id": pick(owners, &random),
            "company_id": pick([.null] + companies.prefix(5), &random),
        ]
    }

    private static func company(parent: JSONValue, _ random: inout SeededRandom) -> JSONValue {
        let currency: JSONValue = pick(["EUR", "USD", "JPY"], &random)
        return [
            "name": pick(names.dropLast(), &random), "domain": pick([.null, "x.test", "sub.x.test", "y-z.example"], &random),
            "website": pick([.null, "https://x.test/a_b", "http://y.test/50%25"], &random), "industry": pick(names, &random),
            "employees": pick([.null, 0, 1, 10, 11, 1_000_000], &random), "founded_year": pick([.null, 1899, 1900, 2020], &random),
            "annual_revenue": pick(
                [
                    .null, ["amount": 0, "currency": currency], ["amount": -500, "currency": currency],
                    ["amount": 9_000_000_000, "currency": currency],
                ], &random),
            "tags": pick([[], ["key"], ["key", "lost"], ["a,b"]], &random), "parent_id": pick([.null, parent], &random),
        ]
    }

    private static func pick(_ values: some Collection<JSONValue>, _ random: inout SeededRandom) -> JSONValue {
        values.randomElement(using: &random) ?? .null
    }
}
