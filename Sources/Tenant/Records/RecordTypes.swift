/// All record types, in the order in which people meet them.
enum RecordTypes {
    static let all: [RecordType] = Features.inMenuOrder.compactMap(\.recordType)
    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    private static let byPlural = Dictionary(uniqueKeysWithValues: all.map { ($0.plural, $0) })

    static func named(_ name: String) -> RecordType? { byName[name] }
    static func plural(_ plural: String) -> RecordType? { byPlural[plural] }
}
