import Foundation
import Platform
import Postgres
import Web

/// Rows an import takes in per second, against COPY of the same records into the same tables with the same indexes; and rows
/// that change records which are there, against one UPDATE of the same columns of as many records.
struct ImportBench {
    private let site: BenchSite
    private let rows = 20_000

    init(_ site: BenchSite) {
        self.site = site
    }

    func measure() async throws -> [BenchResult] {
        let imported = try await rate(of: newPeople, [:])
        let changed = try await rate(of: corrections, ["mode": "update", "match_on": "email"])
        let updated = try await updateRate()
        let copied = try await copyRate()
        return [
            BenchResult(
                name: "import_rows", value: imported, unit: "rows/s", ratio: imported / copied, yardstick: "COPY (\(Int(copied)) rows/s)",
                goal: 0.2),
            BenchResult(
                name: "import_update_rows", value: changed, unit: "rows/s", ratio: changed / updated,
                yardstick: "UPDATE (\(Int(updated)) rows/s)", goal: 0.2),
            BenchResult(name: "import_update_rate", value: changed, unit: "rows/s", goal: 10_000),
        ]
    }

    private var newPeople: String {
        var csv = "first_name,last_name,email,phone,job_title,city,company\n"
        for number in 0..<rows {
            csv +=
                "Imp\(number % 997),Orted\(number),import\(number)@gmail.com,+1 555 \(number),Buyer,Springfield,Company \(number % 200)\n"
        }
        return csv
    }

    /// What people correct in a file that they took out: some columns, found again by the address.
    private var corrections: String {
        var csv = "email,stage,source,city\n"
        for number in 0..<rows { csv += "import\(number)@gmail.com,customer,Fair,Shelbyville\n" }
        return csv
    }

    /// As a client does it: upload, then wait for the end.
    private func rate(of csv: String, _ options: [String: String]) async throws -> Double {
        let boundary = "bench-boundary"
        let fields = options.merging(["record_type": "contact"], uniquingKeysWith: { first, _ in first }).map { name, value in
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        let body = """
            \(fields.joined())--\(boundary)\r\nContent-Disposition: form-data; name="file"; filename="bench.csv"\r\n\
            Content-Type: text/csv\r\n\r\n\(csv)\r\n--\(boundary)--\r\n
            """
        let accepted = try await site.json("POST", "/api/v1/imports", body: body, type: "multipart/form-data; boundary=\(boundary)")
        guard let id = accepted["id"]?.string else { throw ServerSilent() }
        while true {
            let state = try await site.json("GET", "/api/v1/imports/\(id)")
            if state["state"]?.string == "done" { return Double(state["rows_per_second"]?.int ?? 0) }
            if state["state"]?.string == "failed" { throw ServerSilent() }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// The same columns of the same records, with the indexes that they have, in one statement.
    private func updateRate() async throws -> Double {
        let settings = BenchData.settings(of: site.tenants[0])
        let rows = rows
        return try await withClient(site.database, logger: benchLogger) { client in
            try await client.transaction(settings) { transaction in
                let began = ContinuousClock.now
                try await transaction.execute(
                    """
                    update contacts set version = version + 1, updated_at = now(), lifecycle_stage = 'former', source = 'Mail',
                        addresses = jsonb_set(addresses, '{0,city}', '"Springfield"')
                    where email like 'import%'
                    """)
                return Double(rows) / ((ContinuousClock.now - began) / .seconds(1))
            }
        }
    }

    /// The rows that the import made, copied out, deleted and copied in again.
    private func copyRate() async throws -> Double {
        let settings = BenchData.settings(of: site.tenants[0])
        let rows = rows
        return try await withClient(site.database, logger: benchLogger) { client in
            try await client.transaction(settings) { transaction in
                try await transaction.execute("create temporary table bench_contacts as select * from contacts where email like 'import%'")
                try await transaction.execute(
                    "create temporary table bench_emails as select e.* from contact_emails e join bench_contacts c on c.id = e.contact_id")
                try await transaction.execute("delete from contacts where email like 'import%'")
                var contacts: [[UInt8]] = []
                for try await piece in transaction.copyOut("copy bench_contacts to stdout (format binary)") { contacts.append(piece) }
                var emails: [[UInt8]] = []
                for try await piece in transaction.copyOut("copy bench_emails to stdout (format binary)") { emails.append(piece) }
                let (contactPieces, emailPieces) = (contacts, emails)
                let began = ContinuousClock.now
                _ = try await transaction.copyIn("copy contacts from stdin (format binary)") {
                    for piece in contactPieces { try await $0.write(piece) }
                }
                _ = try await transaction.copyIn("copy contact_emails from stdin (format binary)") {
                    for piece in emailPieces { try await $0.write(piece) }
                }
                return Double(rows) / ((ContinuousClock.now - began) / .seconds(1))
            }
        }
    }
}
