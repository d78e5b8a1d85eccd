import Support
import Testing
import Web

/// What the tests that hold for every record type need to know of one.
struct Sample: Sendable, CustomTestStringConvertible {
    /// As in addresses.
    let path: String
    /// The field that `named` sets.
    let nameField: String
    let rest: JSONObject
    /// A whole number or text of the wrong type for it.
    let wrong: (field: String, value: JSONValue)

    static let all = [
        Sample(path: "contacts", nameField: "last_name", rest: ["first_name": "Ann"], wrong: ("do_not_contact", "yes")),
        Sample(path: "companies", nameField: "name", rest: ["industry": "Tools"], wrong: ("employees", "many")),
    ]

    var testDescription: String { path }
    var event: String { path == "contacts" ? "contact" : "company" }

    func named(_ name: String, _ more: JSONObject = [:]) -> JSONValue {
        var object = rest
        object[nameField] = .string(name)
        for member in more.members { object[member.name] = member.value }
        return .object(object)
    }
}

/// One record of each owner in a tenant of its own, and everybody who may come to look.
struct Scene: Sendable {
    let sample: Sample
    let tenant: TestTenant
    let admin, manager, rep, viewer: TestClient
    let ofAdmin, ofManager, ofRep: TestAnswer

    init(_ sample: Sample) async throws {
        self.sample = sample
        tenant = try await TestSite.shared().makeTenant()
        admin = try await tenant.api(as: .admin)
        manager = try await tenant.api(as: .manager)
        rep = try await tenant.api(as: .rep)
        viewer = try await tenant.api(as: .viewer)
        ofAdmin = try await admin.create(sample.path, sample.named("Adminson"))
        ofManager = try await manager.create(sample.path, sample.named("Managerson"))
        ofRep = try await rep.create(sample.path, sample.named("Repson"))
    }

    var list: String { "/api/v1/\(sample.path)" }
    func address(_ record: TestAnswer) -> String { "\(list)/\(record.id)" }

    /// Somebody with all rights in another tenant, and with a token of that tenant on this one's host.
    func strangers() async throws -> (elsewhere: TestClient, here: TestClient) {
        let elsewhere = try await tenant.site.makeTenant().api(as: .admin)
        return (elsewhere, TestClient(tenant: tenant, headers: elsewhere.headers))
    }
}
