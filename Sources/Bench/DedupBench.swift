import Foundation
import Platform
import Postgres
import Web

/// A scan of a hundred thousand contacts, a share of which are there twice, each in one of the ways in which people enter
/// somebody again: how long it takes, and how much of what was planted it finds.
struct DedupBench {
    private static let contacts = 95_000
    private static let planted = 5_000

    private let site: BenchSite
    private let load: Load

    init(_ site: BenchSite, _ load: Load) {
        (self.site, self.load) = (site, load)
    }

    /// Of the tenant that has nothing but these people.
    private var number: Int { site.tenants.count - 1 }
    private var tenant: Tenant { site.tenants[number] }
    private var settings: UnitSettings { BenchData.settings(of: tenant) }

    func measure() async throws -> [BenchResult] {
        say("making \(Self.contacts) people, and \(Self.planted) of them once more")
        let settings = settings
        try await withClient(site.database, logger: benchLogger) { client in
            try await client.perform(
                settings,
                [
                    "truncate contacts, contact_emails, contact_phones", "delete from duplicate_keys", "delete from duplicate_pairs",
                    DedupPeople.companies, DedupPeople.contacts(Self.contacts), DedupPeople.again(Self.planted),
                ])
            _ = try await client.executeOutsideTransaction("vacuum analyze")
        }
        let first = try await scan()
        let second = try await scan()
        let (found, right) = try await found()
        return [
            result("dedup_scan", second, "s", goal: 60), result("dedup_scan_first", first, "s", goal: 60),
            BenchResult(name: "dedup_recall", value: Double(right) / Double(Self.planted), unit: "of planted", goal: 0.9),
            BenchResult(name: "dedup_precision", value: Double(right) / Double(max(found, 1)), unit: "of found", goal: 0.9),
            try await check(),
        ]
    }

    private func result(_ name: String, _ value: Double, _ unit: String, goal: Double) -> BenchResult {
        BenchResult(name: name, value: value, unit: unit, goal: goal, smallerIsBetter: true)
    }

    /// Seconds from asking for a scan to its end.
    private func scan() async throws -> Double {
        let began = ContinuousClock.now
        var scan = try await site.json("POST", "/api/v1/duplicates/scans", body: "{\"record_type\":\"contact\"}", ofTenant: number)
        while scan["state"] == "running" {
            try await Task.sleep(for: .milliseconds(100))
            scan = try await site.json("GET", "/api/v1/duplicates/scans/\(scan["id"]?.string ?? "")", ofTenant: number)
        }
        guard scan["state"] == "done" else { throw ServerSilent() }
        return (ContinuousClock.now - began) / .seconds(1)
    }

    /// How many pairs the scan found, and how many of them were planted.
    private func found() async throws -> (Int, Int) {
        let rows = try await ask(
            """
            select count(*), count(*) filter (where a.source = b.source)
            from duplicate_pairs p join contacts a on a.id = p.first_id join contacts b on b.id = p.second_id where p.state = 'open'
            """)
        return try rows.first?.decode((Int, Int).self) ?? (0, 0)
    }

    /// What one record is asked for its duplicates.
    private func check() async throws -> BenchResult {
        let ids = try await ask("select id from contacts order by id limit 200").map { try $0.decode(UUID.self) }
        let calls = ids.map { id in
            Load.Call(
                path: "/api/v1/contacts/\(id.text)/duplicates", host: "\(tenant.slug).localhost",
                token: site.tokens[number])
        }
        let measured = try load.run(calls, port: site.port, connections: 1)
        return BenchResult(
            name: "dedup_check", value: measured.p99, unit: "ms", p50: measured.p50, p99: measured.p99, goal: 5, smallerIsBetter: true)
    }

    private func ask(_ question: SQL) async throws -> Rows {
        let settings = settings
        return try await withClient(site.database, logger: benchLogger) { try await $0.perform(settings, question) }
    }
}

/// People as a company's database has them: common names, colleagues at the same company, and some of them twice.
private enum DedupPeople {
    private static let given = [
        "Robert", "Elizabeth", "Michael", "Katharina", "William", "Susanne", "Thomas", "Margaret", "Andreas", "Patricia", "Daniel",
        "Barbara",
        "Christopher", "Jennifer", "Maximilian", "Jessica", "Anthony", "Franziska", "Matthias", "Rebecca", "Stefan", "Angelika", "Richard",
        "Samantha", "Joseph", "Stephanie", "Edward", "Theresa", "Gregory", "Deborah",
    ]
    private static let short = [
        "Bob", "Liz", "Mike", "Kathi", "Bill", "Susi", "Tom", "Maggie", "Andi", "Pat", "Dan", "Babsi", "Chris", "Jenny", "Max", "Jess",
        "Tony",
        "Franzi", "Matze", "Becky", "Steff", "Geli", "Rick", "Sam", "Joe", "Steffi", "Ed", "Terry", "Greg", "Debbie",
    ]
    private static let beginnings = [
        "Berg", "Wood", "Stein", "Hart", "Wind", "Gold", "Acker", "Bach", "Church", "Drum", "Eck", "Fair", "Green", "Hollow", "Iron",
        "Kings",
        "Lang", "Moor", "North", "Over", "Palm", "Ring", "Silver", "Tann", "Under", "Vogel", "White", "York",
    ]
    private static let ends = [
        "mann", "field", "ley", "hauer", "ton", "by", "worth", "smith", "wald", "er", "house", "bauer", "ham", "land", "stedt", "ridge",
        "ford",
        "kamp", "brook", "well", "hoff", "dale", "gate", "singer",
    ]

    static let companies: SQL = """
        insert into companies (id, name, domain, sort_name, match_name, search, created_at, updated_at)
        select gen_random_uuid(), 'Bench Company ' || n, 'company' || n || '.example', 'bench company ' || n, 'bench company ' || n,
               'bench company ' || n, now(), now()
        from generate_series(0, 4999) n
        """

    /// `source` says who somebody is.
    static func contacts(_ count: Int) -> SQL {
        insertion(
            """
            select n, g.name as first, l.name as last, lower(g.name || '.' || l.name) || n || '@company' || n % 5000 || '.example' as email,
                   '+1 555 ' || 2000000 + n as phone, n % 5000 as company
            from generate_series(1, \(count)) n
            cross join lateral (select (\(given))[1 + (hashint8(n) & 2147483647) % \(given.count)] as name) g
            cross join lateral (
                select (\(beginnings))[1 + (hashint8(n + 7) & 2147483647) % \(beginnings.count)]
                       || (\(ends))[1 + (hashint8(n + 11) & 2147483647) % \(ends.count)] as name
            ) l
            """)
    }

    /// The first so many of them as others have entered them.
    static func again(_ count: Int) -> SQL {
        insertion(
            """
            select n,
                case n % 5 when 0 then left(g.name, 1) when 1 then (\(short))[array_position(\(given), g.name)] else g.name end as first,
                case n % 5 when 3 then overlay(l.name placing substr(l.name, 3, 1) || substr(l.name, 2, 1) from 2 for 2) else l.name end as last,
                case n % 5 when 0 then lower(g.name || '.' || l.name) || n || '@company' || n % 5000 || '.example'
                    when 1 then 'office' || n || '@company' || n % 5000 || '.example'
                    when 3 then 'mail' || n || '@company' || n % 5000 || '.example' else '' end as email,
                case n % 5 when 2 then '555-' || 2000000 + n when 4 then '+1 555 ' || 9000000 + n else '' end as phone,
                case when n % 5 in (1, 3, 4) then n % 5000 else -1 end as company
            from generate_series(1, \(count)) n
            cross join lateral (select (\(given))[1 + (hashint8(n) & 2147483647) % \(given.count)] as name) g
            cross join lateral (
                select (\(beginnings))[1 + (hashint8(n + 7) & 2147483647) % \(beginnings.count)]
                       || (\(ends))[1 + (hashint8(n + 11) & 2147483647) % \(ends.count)] as name
            ) l
            """)
    }

    private static func insertion(_ people: SQL) -> SQL {
        """
        insert into contacts (id, first_name, last_name, email, emails, phone, phones, company_id, source, owner_id, search, sort_name,
            created_at, updated_at)
        select gen_random_uuid(), p.first, p.last, p.email,
            case when p.email = '' then '[]' else jsonb_build_array(jsonb_build_object('address', p.email, 'primary', true)) end,
            p.phone, case when p.phone = '' then '[]' else jsonb_build_array(jsonb_build_object('number', p.phone, 'primary', true)) end,
            c.id, 'Person ' || p.n, (select id from users where 'admin' = any(roles) limit 1),
            lower(p.first || ' ' || p.last || ' ' || p.email), lower(p.last || ' ' || p.first), now() - p.n * interval '1 second', now()
        from (\(people)) p left join companies c on c.domain = 'company' || p.company || '.example'
        """
    }
}
