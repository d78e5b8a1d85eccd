import Foundation
import Support
import Web

@testable import Tenant

/// A tenant whose contacts have a field of every kind, three contacts with values in ascending order, and one without.
struct Gallery: Sendable {
    let tenant: TestTenant
    let admin: TestClient
    let samples: [FieldSample]
    /// In the order of their values.
    let contacts: [String]

    static func get() async throws -> Gallery { try await made.value }
    private static let made = Task { try await Gallery() }

    static func sample(_ kind: CustomFieldKind) async throws -> (Gallery, FieldSample) {
        let gallery = try await get()
        guard let sample = gallery.samples.first(where: { $0.kind == kind }) else { throw Failed("there is no \(kind)") }
        return (gallery, sample)
    }

    private init() async throws {
        tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        var people: [String] = []
        for member in [Cast.admin, .manager, .rep] { people.append(try await tenant.id(of: member)) }
        var companies: [String] = []
        for name in ["Acorn", "Birch", "Cedar"] { companies.append(try await admin.create("companies", ["name": .string(name)]).id) }
        samples = FieldSample.all(people: people, companies: companies)
        for sample in samples {
            try await admin.define(sample.kind, sample.label, name: sample.kind.rawValue, more: sample.definition)
        }
        var contacts: [String] = []
        for place in 0..<4 {
            var custom = JSONObject()
            if place < 3 { for sample in samples { custom[sample.kind.rawValue] = sample.values[place] } }
            contacts.append(try await admin.create("contacts", ["last_name": .string("Record \(place)"), "custom": .object(custom)]).id)
        }
        (self.admin, self.contacts) = (admin, contacts)
    }

    /// The places of the contacts that a list has, in its order.
    func places(_ ids: [String]) -> [Int] { ids.compactMap { contacts.firstIndex(of: $0) } }
}

extension TestClient {
    /// Adds a field. - Throws: where it was refused.
    @discardableResult
    func define(
        _ kind: CustomFieldKind, _ label: String, of type: String = "contact", name: String? = nil, more: JSONObject = [:]
    ) async throws -> TestAnswer {
        var body: JSONObject = ["record_type": .string(type), "type": .string(kind.rawValue), "label": .string(label)]
        if let name { body["name"] = .string(name) }
        for member in more.members { body[member.name] = member.value }
        return try await create("custom_fields", .object(body))
    }
}

extension JSONValue {
    /// An object with its members by name: the database keeps them in an order of its own.
    var sorted: JSONValue {
        guard let object else { return self }
        return .object(object.members.sorted { $0.name < $1.name }.reduce(into: JSONObject()) { $0[$1.name] = $1.value })
    }
}
