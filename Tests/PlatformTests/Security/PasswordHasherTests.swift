import Platform
import Testing

@Suite struct PasswordHasherTests {
    private let hasher = PasswordHasher(cost: .init(memory: 64 * 1024, passes: 1))

    @Test func defaultCostIsArgon2idWith19MiBAndTwoPasses() async throws {
        let hash = try await PasswordHasher().hash("correct horse")
        #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(hash.utf8.count <= 127)
    }

    @Test func rightPasswordVerifiesAndOthersDoNot() async throws {
        let hash = try await hasher.hash("correct horse")
        #expect(try await hasher.verify("correct horse", against: hash))
        #expect(try await !hasher.verify("correct horsf", against: hash))
        #expect(try await !hasher.verify("", against: hash))
    }

    @Test func samePasswordNeverHashesTheSame() async throws {
        #expect(try await hasher.hash("correct horse") != hasher.hash("correct horse"))
    }

    @Test func unicodeFormsAreOnePassword() async throws {
        let hash = try await hasher.hash("caf\u{E9} au lait")
        #expect(try await hasher.verify("cafe\u{301} au lait", against: hash))
    }

    @Test(arguments: ["", "x", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA"])
    func brokenHashMatchesNothing(hash: String) async throws {
        #expect(try await !hasher.verify("correct horse", against: hash))
        #expect(hasher.needsRehash(hash))
    }

    @Test func otherCostNeedsRehash() async throws {
        let hash = try await hasher.hash("correct horse")
        #expect(!hasher.needsRehash(hash))
        #expect(PasswordHasher().needsRehash(hash))
    }

    @Test func unknownUserCostsAsMuchAsAKnownOne() async throws {
        let hasher = PasswordHasher()
        let hash = try await hasher.hash("correct horse")
        let clock = ContinuousClock()
        var known = Duration.seconds(60)
        var unknown = known
        var areAlike: Bool { unknown > known / 3 && unknown < known * 3 }
        // The fastest of several in turn, and of many where other tests keep the processor busy: with time both come down to
        // what the work itself takes, and only then are they compared for good.
        for round in 0..<200 where round < 5 || !areAlike {
            known = min(known, try await clock.measure { _ = try await hasher.verify("wrong horse", against: hash) })
            unknown = min(unknown, try await clock.measure { try await hasher.verifyNothing("wrong horse") })
        }
        #expect(areAlike)
    }

    @Test func tooManyWaitingAreTurnedAway() async throws {
        let hasher = PasswordHasher(concurrent: 1, waitingLimit: 2)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 { group.addTask { (try? await hasher.hash("correct horse")) != nil } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.contains(true))
        #expect(outcomes.contains(false))
        _ = try await hasher.hash("there is room again")
    }
}
