import Foundation
import Support
import Testing
import Web

/// Questions about related records, alone and within trees, against a second implementation that has all records in hand.
struct RelatedFilterPropertyTests {
    @Test(arguments: 1...8)
    func treesAboutRelatedRecordsFindWhatTheySay(seed: UInt64) async throws {
        let world = try await World.get()
        let oracles = RelatedOracles(world)
        var questions = RelatedQuestions(oracles, seed: seed)
        for _ in 0..<12 {
            for (path, records, oracle) in [
                ("contacts", world.contacts, oracles.contacts), ("companies", world.companies, oracles.companies),
            ] {
                let tree = questions.tree(about: path, depth: 3)
                let expected = records.filter { oracle.matches($0, tree) }.compactMap { $0["id"]?.string }
                let written = String(decoding: tree.serialized, as: UTF8.self)
                let answer = try await world.admin.get("/api/v1/\(path)?limit=200&filter=\(written.escaped)")
                #expect(answer.status == 200, "\(answer.text.prefix(300))")
                #expect(Set(answer.ids) == Set(expected), "\(path) \(written)")
            }
        }
    }

    @Test func everyQuantityWithEveryQuestionFindsWhatItSays() async throws {
        let world = try await World.get()
        let oracles = RelatedOracles(world)
        for quantity in ["any", "none", "count", "sum", "min", "max"] {
            for op in ["any", "none"].contains(quantity) ? [""] : ["gte", "lte", "eq", "neq", "gt", "lt", "between"] {
                for (relation, number) in [("contacts", 9), ("subsidiaries", 1), ("subsidiaries", 11)] {
                    if relation == "contacts", ["sum", "min", "max"].contains(quantity) { continue }
                    let tree = RelatedQuestions.node(relation, quantity, op, number, where: nil)
                    let expected = world.companies.filter { oracles.companies.matches($0, tree) }.compactMap { $0["id"]?.string }
                    let written = String(decoding: tree.serialized, as: UTF8.self)
                    let answer = try await world.admin.get("/api/v1/companies?limit=200&filter=\(written.escaped)")
                    #expect(Set(answer.ids) == Set(expected) && answer.status == 200, "\(written)")
                }
            }
        }
    }
}

/// What is linked to what in the world, looked up in the records themselves.
struct RelatedOracles: Sendable {
    let world: World

    init(_ world: World) {
        self.world = world
    }

    var contacts: FilterOracle { asking(FilterPropertyTests.contacts) }
    var companies: FilterOracle { asking(FilterPropertyTests.companies) }

    private func asking(_ plain: FilterOracle) -> FilterOracle {
        var oracle = plain
        oracle.related = { holds($0, $1) }
        return oracle
    }

    private func holds(_ record: JSONValue, _ question: JSONValue) -> Bool {
        let id = record["id"] ?? .null
        let (found, oracle): ([JSONValue], FilterOracle) =
            switch question["related"]?.string {
            case "company": (world.companies.filter { $0["id"] == record["company_id"] }, companies)
            case "parent": (world.companies.filter { $0["id"] == record["parent_id"] }, companies)
            case "subsidiaries": (world.companies.filter { $0["parent_id"] == id }, companies)
            default: (world.contacts.filter { $0["company_id"] == id }, contacts)
            }
        let fitting = found.filter { candidate in question["where"].map { oracle.matches(candidate, $0) } ?? true }
        let numbers = fitting.compactMap { $0[question["field"]?.string ?? ""]?.int }
        let values = question["value"]?.array?.compactMap(\.int) ?? []
        let op = question["op"]?.string ?? ""
        return switch question["quantity"]?.string {
        case "none": fitting.isEmpty
        case "count": oracle.ordered(fitting.count, op, values)
        case "sum": oracle.ordered(numbers.reduce(0, +), op, values)
        case "min": oracle.ordered(numbers.min(), op, values)
        case "max": oracle.ordered(numbers.max(), op, values)
        default: !fitting.isEmpty
        }
    }
}

/// Makes up trees that ask about related records now and then.
struct RelatedQuestions {
    private var contacts: Questions
    private var companies: Questions
    private var random: SeededRandom

    init(_ oracles: RelatedOracles, seed: UInt64) {
        contacts = Questions(oracle: oracles.contacts, records: oracles.world.contacts, seed: seed)
        companies = Questions(oracle: oracles.companies, records: oracles.world.companies, seed: seed + 100)
        random = SeededRandom(seed + 200)
    }

    mutating func tree(about path: String, depth: Int) -> JSONValue {
        switch depth == 0 ? 9 : Int.random(in: 0...6, using: &random) {
        case 0: return ["and": .array((0..<2).map { _ in tree(about: path, depth: depth - 1) })]
        case 1: return ["or": .array((0..<2).map { _ in tree(about: path, depth: depth - 1) })]
        case 2: return ["not": tree(about: path, depth: depth - 1)]
        case 3, 4, 5: return related(to: path, depth: depth)
        default: return path == "contacts" ? contacts.tree(depth: 0) : companies.tree(depth: 0)
        }
    }

    private mutating func related(to path: String, depth: Int) -> JSONValue {
        let relation = path == "contacts" ? "company" : ["contacts", "parent", "subsidiaries"].randomElement(using: &random) ?? "contacts"
        var inner: JSONValue?
        if Bool.random(using: &random) { inner = tree(about: relation == "contacts" ? "contacts" : "companies", depth: depth - 1) }
        let quantities = relation == "contacts" ? ["any", "none", "count"] : ["any", "none", "count", "sum", "min", "max"]
        let quantity = quantities.randomElement(using: &random) ?? "any"
        let op = ["gte", "lte", "eq", "neq", "gt", "lt", "between"].randomElement(using: &random) ?? "gte"
        return Self.node(relation, quantity, op, Int.random(in: 0...12, using: &random), where: inner)
    }

    static func node(_ relation: String, _ quantity: String, _ op: String, _ number: Int, where inner: JSONValue?) -> JSONValue {
        var object = JSONObject()
        object["related"] = .string(relation)
        object["quantity"] = .string(quantity)
        if ["sum", "min", "max"].contains(quantity) { object["field"] = "employees" }
        if !["any", "none"].contains(quantity) {
            object["op"] = .string(op)
            object["value"] = .array(op == "between" ? [.int(Int64(number)), .int(Int64(number + 5))] : [.int(Int64(number))])
        }
        object["where"] = inner
        return .object(object)
    }
}
