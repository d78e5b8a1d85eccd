import Foundation
import Platform
import Postgres
import Web

/// Contacts made inside the database: the same everywhere, and different enough for searches to have something to find.
enum BenchData {
    static func settings(of tenant: Tenant) -> UnitSettings {
        var settings = UnitSettings()
        settings.searchPath = "\(tenant.schema), extensions"
        settings.statementTimeout = .seconds(600)
        return settings
    }

    /// Each belongs to any of the companies that are there, if there are some.
    static func contacts(_ count: Int) -> SQL {
        """
        insert into contacts (id, first_name, last_name, job_title, email, emails, phone, phones, addresses, lifecycle_stage, source,
            owner_id, company_id, search, sort_name, created_at, updated_at)
        select gen_random_uuid(), first, last, 'Head of ' || part, address,
            jsonb_build_array(jsonb_build_object('address', address, 'label', '', 'primary', true, 'opted_out', false, 'bounced', false)),
            '+1 555 ' || n, jsonb_build_array(jsonb_build_object('number', '+1 555 ' || n, 'label', '', 'primary', true)),
            jsonb_build_array(jsonb_build_object('label', '', 'street', n || ' Main St', 'city', 'Springfield', 'region', 'IL',
                'postal_code', '62701', 'country', 'US')),
            (array['new', 'nurturing', 'qualified', 'customer'])[1 + n % 4], 'Web form',
            (select id from users where 'admin' = any(roles) limit 1),
            companies.ids[1 + (hashtext(address) & 2147483647) % cardinality(companies.ids)], lower(first || ' ' || last || ' ' || address), lower(last || ' ' || first),
            now() - n * interval '1 minute', now() - n * interval '1 minute'
        from (
            select n, 'First' || (n * 7919::bigint % 1000) as first, 'Last' || (n * 104729::bigint % 5000) as last,
                'person' || n || '@example' || n % 500 || '.com' as address, (array['Sales', 'Operations', 'Finance'])[1 + n % 3] as part
            from generate_series(1, \(count)) n
        ) people, (select array_agg(id order by name) as ids from companies) companies
        """
    }

    static let industries = 50
    static func industry(_ number: Int) -> String { "Industry \(number)" }

    static func companies(_ count: Int) -> SQL {
        """
        insert into companies (id, name, industry, employees, search, sort_name, match_name, created_at, updated_at)
        select gen_random_uuid(), 'Company ' || n, 'Industry ' || n % \(industries), n % 5000, 'company ' || n, 'company ' || n,
            'company ' || n, now() - n * interval '1 hour', now()
        from generate_series(1, \(count)) n
        """
    }

    static let entries: SQL = """
        insert into contact_emails (contact_id, position, address, is_primary) select id, 0, email, true from contacts
        """

    /// A browser that somebody is signed in with: its cookie.
    static func session(of member: String, in tenant: Tenant, _ client: PostgresClient) async throws -> String {
        let token = Token.random()
        try await client.perform(
            settings(of: tenant),
            """
            insert into sessions (id, user_id, kind, token_hash, address, agent, created_at, last_seen_at, expires_at)
            select gen_random_uuid(), id, 'browser', \(token.hash), '127.0.0.1', 'bench', now(), now(), now() + interval '1 hour'
            from users where email = \("\(member)@\(tenant.slug).test")
            """)
        return "\(CookieName.session(secure: false))=\(token.text)"
    }
}
