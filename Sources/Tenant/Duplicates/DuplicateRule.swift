import Foundation
import Platform
import Web

/// How records of a type are recognised as the same, declared with the type.
public struct DuplicateRule: Sendable {
    let traits: [DuplicateTrait]

    init(_ traits: DuplicateTrait...) {
        self.traits = traits
    }

    var fields: [String] { Array(Set(traits.flatMap(\.fields))) }

    /// What `read` says of each trait.
    func profile(_ read: (String) -> FieldValue) -> DuplicateProfile {
        DuplicateProfile(values: traits.map { $0.value(read) })
    }

    /// By what a record is found when another of its kind is looked at.
    func keys(of profile: DuplicateProfile) -> DuplicateKeys {
        DuplicateKeys(zip(traits, profile.values).map { ($0, $1) })
    }

    /// - Parameter isSeen: whether somebody sees a field; what they do not see says nothing to them.
    func match(_ one: DuplicateProfile, _ other: DuplicateProfile, seeing isSeen: (String) -> Bool = { _ in true }) -> DuplicateMatch {
        var findings: [DuplicateMatch.Finding] = []
        for (index, trait) in traits.enumerated() where trait.fields.allSatisfy(isSeen) {
            guard let similarity = trait.similarity(of: one.values[index], to: other.values[index]) else { continue }
            findings.append(DuplicateMatch.Finding(trait: trait, similarity: similarity))
        }
        return DuplicateMatch(findings: findings)
    }
}

/// What a record says of each trait of its type's rule, in the rule's order.
struct DuplicateProfile: Sendable {
    let values: [TraitValue]
}

/// What comparing two records came to, trait by trait.
struct DuplicateMatch: Sendable {
    /// From here on people are asked.
    static let likely = 60
    /// What is the same to the letter must weigh so much for a record to be kept from being added.
    static let certain = 75

    struct Finding: Sendable {
        let trait: DuplicateTrait
        /// 0…1; 0 says that the two are different.
        let similarity: Double

        var points: Double { similarity == 0 ? trait.weight.different : trait.weight.same * similarity }
    }

    let findings: [Finding]

    /// 0…100.
    var score: Int { Int(min(100, max(0, findings.reduce(0) { $0 + $1.points })).rounded()) }
    var isLikely: Bool { score >= Self.likely }

    var isExact: Bool {
        isLikely && findings.filter { $0.similarity == 1 }.reduce(0) { $0 + $1.points } >= Double(Self.certain)
    }
}

extension DuplicateTrait {
    /// 0…1, or nil where one of them has nothing to compare.
    func similarity(of one: TraitValue, to other: TraitValue) -> Double? {
        switch (one, other) {
        case (.person(let one), .person(let other)): return one.similarity(to: other)
        case (.texts(let one), .texts(let other)):
            if !one.isDisjoint(with: other) { return 1 }
            return one.flatMap { left in other.map { resemblance(left, $0) } }.max() ?? 0
        default: return nil
        }
    }

    /// Of two values that are not the same.
    private func resemblance(_ one: String, _ other: String) -> Double {
        switch kind {
        case .organisation:
            let similarity = one.filter { $0 != " " } == other.filter { $0 != " " } ? 0.97 : textSimilarity(one, other)
            return similarity < 0.6 ? 0 : similarity
        case .phone:
            // The same number with and without its country or its leading zero.
            let (left, right) = (one.trimmingPrefix("0"), other.trimmingPrefix("0"))
            let (shorter, longer) = left.count < right.count ? (left, right) : (right, left)
            return shorter.count >= 8 && longer.hasSuffix(shorter) ? 1 : 0
        case .email:
            guard let at = one.lastIndex(of: "@"), let otherAt = other.lastIndex(of: "@"), one[at...] == other[otherAt...] else { return 0 }
            let similarity = textSimilarity(String(one[..<at]), String(other[..<otherAt]))
            // A letter more or less in an address is somebody else as often as it is an error.
            return similarity < 0.75 ? 0 : similarity / 3
        case .employer, .domain, .mailDomain, .person: return 0
        }
    }
}
