import Foundation
import Postgres
import Support
import Testing
import Web

@testable import Tenant

/// Filters that nobody would ask: refused in the one vocabulary, or turned into SQL that holds none of what was typed and
/// that the database understands.
struct FilterFuzzTests {
    private static let seed =
        ProcessInfo.processInfo.environment["FUZZ_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64(UInt32.max))
    private static let mark = "zz'--"

    private static let values: [JSONValue] = [
        .string(mark), .string("%_\\\(mark)"), "", "me", "my_team", "today", "2026-02-30", "2026-01-01", "0001-01-01", "9999-12-31",
        "2026-01-01T00:00:00Z", "01890000-0000-7000-8000-000000000000", "new", "\u{202E}🙂", "true", .int(.max), .int(.min), 0, true, .null,
        1.5, [:], ["x": 1],
    ]

    @Test(arguments: RecordTypes.all.map(\.name))
    func filterIsRefusedOrHoldsNothingOfWhatWasTyped(name: String) async throws {
        let type = try #require(RecordTypes.named(name))
        let database = try await SharedTenant.get().database
        var random = SeededRandom(Self.seed)
        var compiled = 0
        for _ in 0..<5_000 {
            let tree = Self.tree(type, depth: Int.random(in: 0...3, using: &random), &random)
            guard let statement = try Self.statement(tree, type) else { continue }
            #expect(!statement.text.contains(Self.mark), "\(note(tree))")
            compiled += 1
            guard compiled.isMultiple(of: 10) else { continue }
            await #expect(throws: Never.self, "\(note(tree))") { _ = try await database.read(statement) }
        }
        #expect(compiled > 500)
    }

    @Test func brokenTreesAreRefused() throws {
        let type = Contact.recordType
        let samples = [
            #"{"and":[{"field":"last_name","op":"contains","value":"a"},{"not":{"field":"tags","op":"in","value":["a","b"]}}]}"#,
            #"{"or":[{"field":"created_at","op":"within","value":"last_7_days"},{"field":"do_not_contact","op":"eq","value":true}]}"#,
        ]
        let tokens = ["\"and\"", "\"not\"", "\"field\"", "\"op\"", "\"value\"", "[", "]", "{", "}", ",", ":", "null", "\\u0000", "\"in\""]
        var mutations = Mutations(of: samples.map { Array($0.utf8) }, tokens: tokens, random: SeededRandom(Self.seed))
        for _ in 0..<5_000 {
            if let tree = try? JSONValue(parsing: mutations.next()) { _ = try Self.statement(tree, type) }
        }
    }

    /// - Returns: nil where the filter is refused.
    private static func statement(_ tree: JSONValue, _ type: RecordType) throws -> SQL? {
        do {
            var query = RecordQuery(type, viewer: .system)
            query.narrow(to: try FilterParser(type, for: .system).parse(tree), at: Date(timeIntervalSince1970: 1_800_000_000))
            return try query.count(upTo: 1)
        } catch is Failure {
            return nil
        }
    }

    private static func tree(_ type: RecordType, depth: Int, _ random: inout SeededRandom) -> JSONValue {
        guard depth > 0 else { return question(type, &random) }
        let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ in tree(type, depth: depth - 1, &random) }
        return switch Int.random(in: 0..<3, using: &random) {
        case 0: ["and": .array(parts)]
        case 1: ["or": .array(parts)]
        default: ["not": parts[0]]
        }
    }

    /// Mostly a field with a question that suits it, and any value.
    private static func question(_ type: RecordType, _ random: inout SeededRandom) -> JSONValue {
        let fields = type.fields.filter { Int.random(in: 0..<30, using: &random) == 0 || $0.uses.contains(.filter) }
        let field = fields[Int.random(in: 0..<fields.count, using: &random)]
        let suitable = Int.random(in: 0..<20, using: &random) > 0 ? field.type.operators : FilterOperator.allCases
        let comparison = suitable.randomElement(using: &random) ?? .eq
        let count = comparison.arity ?? Int.random(in: 0...3, using: &random)
        let given = (0..<count).map { _ in values[Int.random(in: 0..<values.count, using: &random)] }
        return [
            "field": .string(field.name), "op": .string(comparison.rawValue), "value": given.count == 1 ? given[0] : .array(given),
        ]
    }

    private func note(_ tree: JSONValue) -> String { "FUZZ_SEED=\(Self.seed) \(String(decoding: tree.serialized, as: UTF8.self))" }
}
