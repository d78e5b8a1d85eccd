import Foundation
import Platform
import Web

/// Something by which two records may turn out to be the same: what it reads, how values are compared, and what that weighs.
public struct DuplicateTrait: Sendable {
    enum Kind: Sendable {
        case email, phone, person, organisation, domain, employer, mailDomain
    }

    let kind: Kind
    /// The fields that it reads.
    let fields: [String]
    /// Within the entries of a `rows` field.
    var part: String?

    static func email(_ field: String, part: String? = nil) -> Self { Self(kind: .email, fields: [field], part: part) }
    static func phone(_ field: String, part: String? = nil) -> Self { Self(kind: .phone, fields: [field], part: part) }
    static func person(given: String, family: String) -> Self { Self(kind: .person, fields: [given, family]) }
    static func organisation(_ field: String) -> Self { Self(kind: .organisation, fields: [field]) }
    static func domain(_ fields: String...) -> Self { Self(kind: .domain, fields: fields) }
    /// A link to an organisation, or its name.
    static func employer(_ field: String) -> Self { Self(kind: .employer, fields: [field]) }
    /// The domain of an address, unless anybody can have one there.
    static func mailDomain(_ field: String, part: String? = nil) -> Self {
        Self(kind: .mailDomain, fields: [field], part: part)
    }

    var label: Phrase {
        switch kind {
        case .email: "E-mail"
        case .phone: "Phone"
        case .person, .organisation: "Name"
        case .domain: "Domain"
        case .employer: "Company"
        case .mailDomain: "E-mail domain"
        }
    }

    /// Points for being the same, and points against for being different. Where one of two records has nothing, the trait
    /// says nothing. `DuplicateMatch.likely` and `.certain` are what the sum is held against.
    var weight: (same: Double, different: Double) {
        switch kind {
        case .email: (90, -10)
        case .domain: (90, -10)
        case .organisation: (75, -30)
        case .person: (60, -30)
        case .phone: (40, -5)
        case .employer: (20, -15)
        case .mailDomain: (15, 0)
        }
    }
}

/// What one record says of one trait, normalised.
enum TraitValue: Sendable, Hashable {
    case none
    /// Any of these.
    case texts(Set<String>)
    case person(PersonName)
}

extension DuplicateTrait {
    func value(_ read: (String) -> FieldValue) -> TraitValue {
        if kind == .person {
            let name = PersonName(given: read(fields[0]).text ?? "", family: read(fields[1]).text ?? "")
            return name.isEmpty ? .none : .person(name)
        }
        let found = Set(fields.flatMap { texts(in: read($0)) }.compactMap(normalised))
        return found.isEmpty ? .none : .texts(found)
    }

    private func texts(in value: FieldValue) -> [String] {
        if let part { return value.entries.compactMap { $0[part]?.string } }
        if let id = value.id { return [id.text] }
        return value.text.map { [$0] } ?? []
    }

    private func normalised(_ text: String) -> String? {
        switch kind {
        case .email: MailKey(text)?.text
        case .phone: PhoneNumber(text).flatMap { $0.digits.count >= 6 ? $0.digits : nil }
        case .organisation: Company.matchName(text)
        case .domain: Self.host(text)
        case .employer: UUID(uuidString: text) == nil ? Company.matchName(text) : text
        case .mailDomain: (try? EmailAddress(text)).flatMap { $0.isFreeMail ? nil : $0.domain }
        case .person: nil
        }
    }

    private static func host(_ text: String) -> String? {
        let host = text.lowercased().split(separator: "/").first { $0.contains(".") }.map { String($0) }
        return host.map { $0.hasPrefix("www.") ? String($0.dropFirst(4)) : $0 }
    }
}

/// An address without what its provider does not look at: Gmail knows neither dots nor anything behind a plus.
struct MailKey: Sendable {
    let text: String

    init?(_ address: String) {
        guard let parsed = try? EmailAddress(address) else { return nil }
        guard parsed.domain == "gmail.com" || parsed.domain == "googlemail.com" else {
            text = parsed.key
            return
        }
        let local = parsed.local.lowercased().prefix { $0 != "+" }.filter { $0 != "." }
        text = local.isEmpty ? parsed.key : "\(local)@gmail.com"
    }
}
