import Foundation
import Web

/// What a new password has to be: long, and not what everybody guesses first. No rules about kinds of characters,
/// which only produce `Password1!`.
///
/// Where a person chooses a password, ask here first; ``PasswordHasher`` hashes whatever it is given.
public struct PasswordPolicy: Sendable {
    /// Why a password was refused.
    public enum Refusal: Error, Equatable {
        case tooShort(minimum: Int)
        case tooLong(maximum: Int)
        case repetitive
        case common
        case containsName
    }

    public let minimum: Int
    public let maximum: Int

    /// Lengths are in characters.
    public init(minimum: Int = 10, maximum: Int = 200) {
        self.minimum = minimum
        self.maximum = maximum
    }

    /// `nil` if the password will do.
    /// - Parameter names: the tenant's and the person's own names and address. A password that is little more
    ///   than these is refused.
    public func refusal(of password: Secret, names: [String] = []) -> Refusal? {
        let text = folded(password.revealed)
        if password.revealed.count < minimum { return .tooShort(minimum: minimum) }
        if password.revealed.count > maximum { return .tooLong(maximum: maximum) }
        if Set(text).count < 5 { return .repetitive }
        if Guess(text).isCovered(by: CommonPasswords.parts) { return .common }
        let ownNames = names.flatMap { folded($0).split { !$0.isLetter && !$0.isNumber } }.map(String.init)
        return Guess(text).isCovered(by: CommonPasswords.parts + ownNames.filter { $0.count > 2 }) ? .containsName : nil
    }
}

extension PasswordPolicy.Refusal: CustomStringConvertible {
    public var description: String { sentence.description }

    /// For the person who chose the password.
    public var sentence: Phrase {
        switch self {
        case .tooShort(let minimum): "Use at least \(minimum) characters. A few words in a row work well."
        case .tooLong(let maximum): "Use at most \(maximum) characters."
        case .repetitive: "This repeats the same few characters. Mix in some others."
        case .common: "This is one of the first passwords an attacker tries. Choose something less common."
        case .containsName: "This is mostly a name that others know. Choose something that does not contain it."
        }
    }
}

/// A password taken apart the way guessing programs put one together: known parts, with digits and signs around them.
private struct Guess {
    private let spellings: [String]

    init(_ text: String) {
        let plain = String(text.map { Self.lookalikes[$0] ?? $0 })
        spellings = [text, plain]
    }

    /// Whether hardly more than a date or a few signs is left once the known parts are gone.
    func isCovered(by parts: [String]) -> Bool {
        let longestFirst = parts.sorted { $0.count > $1.count }
        return spellings.contains { spelling in
            let rest = longestFirst.reduce(spelling) { $0.replacingOccurrences(of: $1, with: " ") }
            let letters = rest.count(where: \.isLetter)
            let signs = rest.count { !$0.isLetter && !$0.isWhitespace }
            return letters < 4 && signs <= 10
        }
    }

    private static let lookalikes: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i", "€": "e",
    ]
}
