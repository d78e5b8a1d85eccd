import Foundation
import Hummingbird
import Platform
import Postgres
import Web

/// The records of a list as a CSV file, read in keyset pages while it is sent: a million rows take no more memory than a thousand.
struct RecordExport: Sendable {
    let query: RecordQuery
    let scope: TenantScope

    private static let chunk = 1_000

    /// Notes the export in the log before the first byte leaves.
    func response() async throws -> Response {
        guard scope.viewer.may(.export, query.type.name) else {
            throw Failure.forbidden(reason: "Your role does not let you export \(query.type.pluralLabel.lowercased()).")
        }
        try await scope.database.transaction { transaction in
            try await transaction.record(
                Event("\(query.type.name).exported", recordType: query.type.name, recordID: scope.viewer.userID ?? scope.tenant.id))
        }
        return .csvStream(filename: "\(query.type.plural).csv", try pieces())
    }

    /// What is wrong with the query is found here, before the answer begins.
    private func pieces() throws -> Pieces {
        _ = try query.page()
        return Pieces(query: query, scope: scope)
    }

    /// The file in pieces: a header, then a page of records at a time.
    private struct Pieces: AsyncSequence, Sendable {
        let query: RecordQuery
        let scope: TenantScope

        func makeAsyncIterator() -> Iterator { Iterator(page: query, scope: scope) }

        struct Iterator: AsyncIteratorProtocol {
            var page: RecordQuery
            let scope: TenantScope
            var isFirst = true
            var isFinished = false

            mutating func next() async throws -> [UInt8]? {
                if isFinished { return nil }
                page.limit = RecordExport.chunk
                let rows = try await scope.database.read(try page.page())
                var writer = CSVWriter()
                if isFirst { writer.append(record: page.fields.map(\.label.description)) }
                isFirst = false
                for row in rows.prefix(page.limit) { try RecordExport.write(row, page, to: &writer) }
                isFinished = rows.count <= page.limit
                if !isFinished { page.position = try page.keyset.position(of: rows[page.limit - 1], fieldCount: page.fields.count) }
                return writer.take()
            }
        }
    }

    private static func write(_ row: Row, _ query: RecordQuery, to writer: inout CSVWriter) throws {
        for (offset, field) in query.fields.enumerated() {
            switch try field.type.value(in: row[offset + 2]) {
            case .integer(let number): writer.append(number: number)
            case let value: writer.append(text(value, field.type))
            }
        }
        writer.endRecord()
    }

    /// As an import reads it back.
    private static func text(_ value: FieldValue, _ type: FieldType) -> String {
        switch (value, type) {
        case (.text(let text), .choice(let choices)): choices.first { $0.value == text }?.label.description ?? text
        case (.text(let text), _): text
        case (.money(let minor, let currency), _): "\(MoneyText.plain(minor: minor, currency: currency)) \(currency)"
        case (.date(let date), _): date.description
        case (.instant(let instant), _): Instant.text(instant)
        case (.bool(let flag), _): flag ? "yes" : "no"
        case (.id(let id), _): id.uuidString.lowercased()
        case (.tags(let tags), _): tags.joined(separator: ", ")
        case (.integer(let number), _): String(number)
        case (.rows(let json), _): json
        case (.null, _): ""
        }
    }
}
