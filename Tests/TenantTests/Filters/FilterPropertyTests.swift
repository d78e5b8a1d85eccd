import Foundation
import Support
import Testing
import Web

/// Every operator on every type of field, and trees of them, against a second implementation over random records.
struct FilterPropertyTests {
    static let contacts = FilterOracle(
        kinds: [
            "first_name": .text, "last_name": .text, "name": .text, "email": .text, "phone": .text, "city": .text, "company": .text,
            "source": .text, "lifecycle_stage": .choice, "tags": .tags, "birthday_on": .date, "do_not_contact": .flag,
            "owner_id": .link, "company_id": .link,
        ],
        paths: [
            "name": { .string([$0["first_name"], $0["last_name"]].compactMap { $0?.string }.joined(separator: " ")) },
            "city": { $0["addresses"]?[0]?["city"] }, "company": { $0["company"]?["name"] },
        ])
    static let companies = FilterOracle(kinds: [
        "name": .text, "domain": .text, "website": .text, "industry": .text, "employees": .number, "annual_revenue": .number,
        "founded_year": .number, "tags": .tags, "parent_id": .link,
    ])

    @Test func everyOperatorOnEveryFieldOfContactsFindsWhatItSays() async throws {
        let world = try await World.get()
        try await expectSame(world.contacts, "contacts", Self.contacts, seed: 1)
    }

    @Test func everyOperatorOnEveryFieldOfCompaniesFindsWhatItSays() async throws {
        let world = try await World.get()
        try await expectSame(world.companies, "companies", Self.companies, seed: 2)
    }

    @Test(arguments: 1...6)
    func treesOfConditionsFindWhatTheySay(seed: UInt64) async throws {
        let world = try await World.get()
        var questions = Questions(oracle: Self.contacts, records: world.contacts, seed: seed)
        for _ in 0..<15 {
            let tree = questions.tree(depth: 3)
            let query = "filter=\(String(decoding: tree.serialized, as: UTF8.self).escaped)"
            try await expectSame(world.contacts, "contacts", query, tree, Self.contacts)
        }
    }

    private func expectSame(_ records: [JSONValue], _ path: String, _ oracle: FilterOracle, seed: UInt64) async throws {
        var questions = Questions(oracle: oracle, records: records, seed: seed)
        for (field, kind) in oracle.kinds.sorted(by: { $0.key < $1.key }) {
            for op in kind.operators {
                let leaf = questions.leaf(field, op)
                let values = leaf["value"]?.array ?? []
                let written = values.map { Questions.written($0, listed: ["in", "nin", "between"].contains(op)) }.joined(separator: ",")
                try await expectSame(records, path, "filter[\(field)][\(op)]=\(written.escaped)", leaf, oracle)
            }
        }
    }

    private func expectSame(_ records: [JSONValue], _ path: String, _ query: String, _ filter: JSONValue, _ oracle: FilterOracle)
        async throws
    {
        let expected = records.filter { oracle.matches($0, filter) }.compactMap { $0["id"]?.string }
        let answer = try await World.get().admin.get("/api/v1/\(path)?limit=200&\(query)")
        #expect(answer.status == 200, "\(answer.text.prefix(300))")
        #expect(Set(answer.ids) == Set(expected), "\(String(decoding: filter.serialized, as: UTF8.self))")
    }
}

/// Makes up conditions, mostly from values that some record has.
struct Questions {
    let oracle: FilterOracle
    let records: [JSONValue]
    var random: SeededRandom

    init(oracle: FilterOracle, records: [JSONValue], seed: UInt64) {
        (self.oracle, self.records) = (oracle, records)
        random = SeededRandom(seed)
    }

    mutating func tree(depth: Int) -> JSONValue {
        switch depth == 0 ? 9 : Int.random(in: 0...5, using: &random) {
        case 0, 1: return ["and": .array((0..<2).map { _ in tree(depth: depth - 1) })]
        case 2, 3: return ["or": .array((0..<3).map { _ in tree(depth: depth - 1) })]
        case 4: return ["not": tree(depth: depth - 1)]
        default:
            let fields = oracle.kinds.sorted { $0.key < $1.key }
            let (field, kind) = fields.randomElement(using: &random) ?? ("", .text)
            return leaf(field, kind.operators.randomElement(using: &random) ?? "eq")
        }
    }

    mutating func leaf(_ field: String, _ op: String) -> JSONValue {
        let count = ["empty", "nempty"].contains(op) ? 0 : ["in", "nin"].contains(op) ? 3 : op == "between" ? 2 : 1
        var values = (0..<count).map { _ in value(of: field, op) }
        if op == "between" { values.sort { Self.written($0, listed: false) < Self.written($1, listed: false) } }
        return ["field": .string(field), "op": .string(op), "value": .array(values)]
    }

    private mutating func value(of field: String, _ op: String) -> JSONValue {
        let all = records.map { oracle.paths[field]?($0) ?? $0[field] ?? .null }.flatMap { $0.array ?? [$0["amount"] ?? $0] }.filter {
            !$0.isNull
        }
        let value = all.randomElement(using: &random) ?? .string("nothing")
        guard case .text? = oracle.kinds[field], let text = value.string, ["contains", "ncontains", "starts", "ends"].contains(op) else {
            return value
        }
        let length = Int.random(in: 1...3, using: &random)
        let part = op == "ends" ? text.suffix(length) : text.dropFirst(op == "contains" ? 1 : 0).prefix(length)
        return .string(part.trimmingCharacters(in: .whitespaces).isEmpty ? "a" : part.trimmingCharacters(in: .whitespaces).uppercased())
    }

    /// As a parameter has it; a comma in a list stands behind a backslash.
    static func written(_ value: JSONValue, listed: Bool) -> String {
        switch value {
        case .string(let text): listed ? text.replacing("\\", with: "\\\\").replacing(",", with: "\\,") : text
        case .bool(let flag): "\(flag)"
        case .int(let number): "\(number)"
        default: ""
        }
    }
}
