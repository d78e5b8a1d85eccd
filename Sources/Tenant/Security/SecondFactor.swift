import Crypto
import Foundation
import Platform
import Postgres
import Web

/// Something that a person has besides their password: an authenticator app, and codes on paper for when it is lost.
struct SecondFactor: Sendable {
    /// For the system itself or for the person: only its tenant matters.
    let scope: TenantScope
    let userID: UUID

    private var secretName: String { "second factor/\(userID.text)" }

    /// Whether signing in asks for it.
    var isActive: Bool {
        get async throws { try await !scope.database.read(SecondFactorQueries.active(userID)).isEmpty }
    }

    /// Codes on paper that have not been used.
    var remainingCodes: Int {
        get async throws { try await scope.database.read(SecondFactorQueries.remainingCodes(userID)).first?.decode(Int.self) ?? 0 }
    }

    /// A new key, which counts once `confirm` has seen a code of it. One that counts already stays until it is removed.
    func begin() async throws -> OneTimePassword {
        let password = OneTimePassword.random()
        try await scope.database.transaction { transaction in
            let begun = try await transaction.execute(SecondFactorQueries.begin(userID, at: scope.now))
            guard begun == 1 else { throw Failure.conflict(detail: "A second factor is set up already: remove it first.") }
            try await scope.secrets.set(secretName, to: password.secret, in: transaction)
        }
        return password
    }

    /// The key that waits for its first code; nil where none was begun, or it counts already.
    func begun() async throws -> OneTimePassword? {
        if try await scope.database.read(SecondFactorQueries.begun(userID)).isEmpty { return nil }
        return try await password()
    }

    /// Makes the key count.
    /// - Returns: codes for the day on which the phone is lost; they are shown once.
    /// - Throws: `Failure.invalid` for a wrong code.
    func confirm(_ code: String) async throws -> [RecoveryCode] {
        guard let step = try await begun()?.step(of: code, at: scope.now) else {
            throw Failure.invalid("code", "invalid", "This code is not right. Codes change every half minute: try the next one.")
        }
        let codes = RecoveryCode.ten()
        try await scope.database.transaction { transaction in
            let confirmed = try await transaction.execute(SecondFactorQueries.confirm(userID, step: step, at: scope.now))
            guard confirmed == 1 else { throw Failure.conflict(detail: "A second factor is set up already: remove it first.") }
            try await transaction.execute(SecondFactorQueries.insert(codes, of: userID))
            try await transaction.execute(SecondFactorQueries.accessChanged(userID))
            try await transaction.record(Event("user.second_factor_added", recordType: "user", recordID: userID))
        }
        return codes
    }

    /// Whether `code` is one that the app shows now or one from paper. Each works once.
    func accepts(_ code: String) async throws -> Bool {
        if let step = try await password()?.step(of: code, at: scope.now) {
            return try await scope.database.write(SecondFactorQueries.use(userID, step: step)).affected == 1
        }
        guard let recovery = RecoveryCode(code) else { return false }
        return try await scope.database.transaction { transaction in
            let used = try await transaction.execute(SecondFactorQueries.use(recovery, of: userID, at: scope.now))
            guard used == 1 else { return false }
            try await transaction.record(Event("user.recovery_code_used", recordType: "user", recordID: userID))
            return true
        }
    }

    /// New codes on paper; the old ones stop working.
    func renewCodes() async throws -> [RecoveryCode] {
        guard try await isActive else { throw Failure.notFound }
        let codes = RecoveryCode.ten()
        try await scope.database.transaction { transaction in
            _ = try await transaction.pipeline([
                SecondFactorQueries.deleteCodes(of: userID), SecondFactorQueries.insert(codes, of: userID),
            ])
            try await transaction.record(Event("user.recovery_codes_renewed", recordType: "user", recordID: userID))
        }
        return codes
    }

    /// - Parameter notice: tells the person, who may not be the one who does it.
    func remove(telling notice: SendMail) async throws {
        try await scope.database.transaction { transaction in
            guard try await transaction.execute(SecondFactorQueries.remove(userID)) == 1 else { throw Failure.notFound }
            try await transaction.execute(SecondFactorQueries.deleteCodes(of: userID))
            try await transaction.execute(SecondFactorQueries.accessChanged(userID))
            try await scope.secrets.set(secretName, to: nil, in: transaction)
            try await transaction.record(Event("user.second_factor_removed", recordType: "user", recordID: userID))
            try await transaction.enqueue(notice)
        }
    }

    private func password() async throws -> OneTimePassword? {
        try await scope.secrets.value(secretName).flatMap { OneTimePassword($0) }
    }
}

/// A code on paper: 79 random bits, of which the database keeps a hash.
struct RecoveryCode: Sendable {
    /// Without what is mistaken for something else on paper: i, l, o, 0 and 1.
    private static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789")

    /// Four groups of four.
    let text: String

    static func ten() -> [RecoveryCode] {
        var generator = SystemRandomNumberGenerator()
        return (0..<10).map { _ in
            let letters = (0..<16).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
            return RecoveryCode(letters: letters)
        }
    }

    /// As typed, with or without the lines between; nil for what has not the shape of one.
    init?(_ typed: String) {
        let letters = typed.lowercased().filter { $0 != "-" && !$0.isWhitespace }
        guard letters.count == 16, letters.allSatisfy({ Self.alphabet.contains($0) }) else { return nil }
        self.init(letters: Array(letters))
    }

    private init(letters: [Character]) {
        text = stride(from: 0, to: 16, by: 4).map { String(letters[$0..<$0 + 4]) }.joined(separator: "-")
    }

    var hash: [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }
}
