/// The forms in which the languages of the world count, as Unicode CLDR names them.
enum PluralCategory: String, Sendable, CaseIterable {
    case zero, one, two, few, many, other
}

/// How one language counts, in the syntax of CLDR: `one: i = 1`, `few: n % 10 = 2..4 and n % 100 != 12..14`. For whole
/// numbers; what no condition takes is `other`.
struct PluralRules: Sendable, Hashable {
    private let conditions: [PluralCategory: Condition]

    static let english = PluralRules([.one: Condition(anyOf: [[Relation(modulo: nil, isNegated: false, ranges: [1...1])]])])

    private init(_ conditions: [PluralCategory: Condition]) {
        self.conditions = conditions
    }

    /// - Throws: `LanguageFileError` naming the condition that cannot be read.
    init(_ written: [String: String]) throws {
        var conditions: [PluralCategory: Condition] = [:]
        for (name, text) in written {
            guard let category = PluralCategory(rawValue: name) else { throw LanguageFileError("There is no plural category \"\(name)\".") }
            conditions[category] = try Condition(text)
        }
        self.conditions = conditions
    }

    func category(of count: Int) -> PluralCategory {
        PluralCategory.allCases.first { conditions[$0]?.holds(for: Int(clamping: count.magnitude)) ?? false } ?? .other
    }

    /// The categories that a translation has to have.
    var categories: Set<PluralCategory> { Set(conditions.keys).union([.other]) }
}

/// Relations that all hold, or others that do.
private struct Condition: Sendable, Hashable {
    let anyOf: [[Relation]]

    init(anyOf: [[Relation]]) {
        self.anyOf = anyOf
    }

    init(_ text: String) throws {
        anyOf = try text.split(separator: " or ").map { try $0.split(separator: " and ").map { try Relation(String($0)) } }
        if anyOf.isEmpty { throw LanguageFileError("A plural condition is blank.") }
    }

    func holds(for count: Int) -> Bool {
        anyOf.contains { $0.allSatisfy { $0.holds(for: count) } }
    }
}

/// `n % 100 != 12..14,19`
private struct Relation: Sendable, Hashable {
    let modulo: Int?
    let isNegated: Bool
    let ranges: [ClosedRange<Int>]
    /// For the operands of decimals (`v`, `f`, …), which are zero for every whole number.
    var isOfDecimals = false

    init(modulo: Int?, isNegated: Bool, ranges: [ClosedRange<Int>]) {
        (self.modulo, self.isNegated, self.ranges) = (modulo, isNegated, ranges)
    }

    init(_ text: String) throws {
        let unreadable = LanguageFileError("\"\(text)\" is not a plural condition like n % 10 = 2..4.")
        let sides = text.split(separator: "=", maxSplits: 1).map { String($0) }
        guard sides.count == 2 else { throw unreadable }
        isNegated = sides[0].hasSuffix("!")
        let terms = sides[0].filter { $0 != "!" }.split { $0 == " " || $0 == "%" }.map { String($0) }
        guard let operand = terms.first, ["n", "i", "v", "w", "f", "t", "c", "e"].contains(operand), terms.count <= 2 else {
            throw unreadable
        }
        isOfDecimals = operand != "n" && operand != "i"
        modulo = terms.count == 2 ? Int(terms[1]) : nil
        ranges = sides[1].split(separator: ",").compactMap { part in
            let ends = part.split(separator: ".").map { Int($0.filter { $0 != " " }) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else { return nil }
            return first...last
        }
        guard !ranges.isEmpty, terms.count == 1 || (modulo ?? 0) > 0 else { throw unreadable }
    }

    func holds(for count: Int) -> Bool {
        let number = isOfDecimals ? 0 : modulo.map { count % $0 } ?? count
        return ranges.contains { $0.contains(number) } != isNegated
    }
}
