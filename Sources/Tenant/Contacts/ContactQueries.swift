import Foundation
import Platform
import Postgres
import Web

enum ContactQueries {
    /// The company that owns `domain`, where there is exactly one to choose.
    static func company(ofDomain domain: String, visibleTo viewer: Viewer) -> SQL {
        """
        select r.id from companies r
        where r.domain = \(domain) and r.domain <> '' and r.deleted_at is null and \(Company.recordType.allows(.view, for: viewer))
        order by r.created_at, r.id limit 1
        """
    }

    /// Brings the rows by which addresses and numbers are found in line with what the contact says.
    static func rows(of contact: Record) -> [SQL] {
        let emails = contact["emails"].entries
        let phones = contact["phones"].entries
        return [
            "delete from contact_emails where contact_id = \(contact.id)",
            "delete from contact_phones where contact_id = \(contact.id)",
            """
            insert into contact_emails (contact_id, position, address, label, is_primary, opted_out, bounced)
            select \(contact.id), e.position, e.address, e.label, e.is_primary, e.opted_out, e.bounced
            from unnest(
                \(Array(emails.indices)), \(emails.map { $0["address"]?.string ?? "" }), \(emails.map { $0["label"]?.string ?? "" }),
                \(emails.map { $0["primary"]?.bool ?? false }), \(emails.map { $0["opted_out"]?.bool ?? false }),
                \(emails.map { $0["bounced"]?.bool ?? false })
            ) as e (position, address, label, is_primary, opted_out, bounced)
            """,
            """
            insert into contact_phones (contact_id, position, number, digits, label, is_primary)
            select \(contact.id), p.position, p.number, p.digits, p.label, p.is_primary
            from unnest(
                \(Array(phones.indices)), \(phones.map { $0["number"]?.string ?? "" }),
                \(phones.map { ($0["number"]?.string ?? "").filter(\.isNumber) }), \(phones.map { $0["label"]?.string ?? "" }),
                \(phones.map { $0["primary"]?.bool ?? false })
            ) as p (position, number, digits, label, is_primary)
            """,
        ]
    }
}
