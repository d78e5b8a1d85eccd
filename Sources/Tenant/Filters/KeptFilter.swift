import Foundation
import Platform
import Web

/// A filter that was kept for later, as far as it can still be asked by the person at hand: fields come and go, and not everybody
/// sees all of them.
struct KeptFilter {
    private(set) var filter: Filter?
    /// How many of its questions cannot be asked any more.
    private(set) var lost = 0

    init(_ json: JSONValue?, of type: RecordType, for viewer: Viewer, at now: Date) {
        guard let json, !json.isNull else { return }
        filter = whatHolds(json, FilterCompiler(type: type, viewer: viewer, now: now))
    }

    private mutating func whatHolds(_ json: JSONValue, _ compiler: FilterCompiler) -> Filter? {
        if let parts = json["and"]?.array { return group(parts, compiler) { .all($0) } }
        if let parts = json["or"]?.array { return group(parts, compiler) { .any($0) } }
        if let inner = json["not"] { return whatHolds(inner, compiler).map { .not($0) } }
        let whole = try? FilterParser(compiler.type, for: compiler.viewer).parse(json)
        guard let whole, (try? compiler.compile(whole)) != nil else {
            lost += 1
            return nil
        }
        return whole
    }

    private mutating func group(_ parts: [JSONValue], _ compiler: FilterCompiler, _ join: ([Filter]) -> Filter) -> Filter? {
        let left = parts.compactMap { whatHolds($0, compiler) }
        return left.isEmpty ? nil : join(left)
    }
}
