import Foundation
import Platform
import Postgres
import Web

/// A role as somebody wants it to be.
struct RoleDraft: Sendable, Hashable {
    /// Made of the label where a new role is given none; it stays for good.
    var name = ""
    var label = ""
    var summary = ""
    var grants = RoleGrants()
    var fieldRules = FieldRules()
    var managesTenant = false

    init() {}

    init(_ role: Role) {
        (name, label, summary) = (role.name, role.label.description, role.summary.description)
        (grants, fieldRules, managesTenant) = (role.grants, role.fieldRules, role.managesTenant)
    }

    /// - Throws: `Failure.invalid` naming each wrong field.
    mutating func check() throws {
        if name.isEmpty { name = Self.name(of: label) }
        var errors: [FieldError] = []
        if label.isEmpty { errors.append(FieldError(field: "label", code: "required", message: "Give the role a name.")) }
        if label.count > 60 { errors.append(FieldError(field: "label", code: "too_long", message: "At most 60 characters fit here.")) }
        if summary.count > 200 {
            errors.append(FieldError(field: "summary", code: "too_long", message: "At most 200 characters fit here."))
        }
        if !label.isEmpty, name.wholeMatch(of: /[a-z][a-z0-9_]{0,39}/) == nil {
            errors.append(
                FieldError(
                    field: "name", code: "invalid", message: "A name has small letters, digits and underscores, and begins with a letter."))
        }
        if !errors.isEmpty { throw Failure.invalid(errors) }
    }

    /// `Field agent (north)` is `field_agent_north`.
    private static func name(of label: String) -> String {
        let words = folded(label).split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let name = String(words.joined(separator: "_").prefix(40))
        return name.first?.isLetter == true ? name : String("role_\(name)".prefix(40))
    }

    /// As the event log keeps it.
    var logged: JSON {
        JSON([
            "label": .string(label), "summary": .string(summary), "permissions": grants.json, "field_rules": fieldRules.json,
            "manages_tenant": .bool(managesTenant),
        ])
    }
}
