extension RecordType {
    /// The fields that roles may hide or lock. A record keeps its name, so that people can speak of it, and its owner, on whom
    /// access rests.
    var governed: [Field] {
        let always = Set(titleFields + ["owner_id"])
        return fields.filter { $0.isGoverned && !always.contains($0.name) }
    }

    /// `field`, and whatever else shows what is in it: the city of the addresses, the name of the linked company.
    func names(showing field: String) -> Set<String> {
        Set([field] + fields.filter { $0.partOf == field }.map(\.name))
    }
}

extension Field {
    fileprivate var isGoverned: Bool {
        if case .custom = type { return false }
        return (column != nil || custom != nil) && partOf == nil && uses != .system && !uses.isDisjoint(with: [.form, .api])
    }
}
