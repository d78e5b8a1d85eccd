import Foundation
import Support
import Synchronization
import Testing
import Web

/// A world and everybody in it, made once for all tests that do no more than look.
struct AccessGround: Sendable {
    let world: AccessWorld
    let witnesses: [AccessWitness]

    /// `ACCESS_SEEDS=31,32` asks more of them.
    static let seeds: [UInt64] = {
        let asked = ProcessInfo.processInfo.environment["ACCESS_SEEDS"] ?? ""
        return [21] + asked.split(separator: ",").compactMap { UInt64($0) }
    }()

    private static let grounds = Mutex<[UInt64: Task<AccessGround, any Error>]>([:])

    static func shared(_ seed: UInt64) async throws -> AccessGround {
        let making = grounds.withLock { grounds in
            let making = grounds[seed] ?? Task { try await AccessGround(seed) }
            grounds[seed] = making
            return making
        }
        return try await making.value
    }

    /// One that a test has for itself, to change it.
    init(_ seed: UInt64) async throws {
        world = try await AccessWorld(seed: seed)
        var witnesses: [AccessWitness] = []
        for person in world.people.indices { witnesses.append(try await AccessWitness(person, of: world, seed: seed)) }
        self.witnesses = witnesses
    }
}

/// One person of a world, signed in, and what they ought to see.
struct AccessWitness: Sendable {
    let world: AccessWorld
    let person: Int
    let api: TestClient
    let browser: TestBrowser
    let oracle: AccessOracle
    /// The contacts that they see, in the order of their numbers.
    let seen: [Int]
    private let seed: UInt64

    init(_ person: Int, of world: AccessWorld, seed: UInt64) async throws {
        (self.world, self.person, self.seed) = (world, person, seed)
        let oracle = AccessOracle(world: world)
        self.oracle = oracle
        seen = world.contacts.indices.filter { oracle.sees(person, $0) }
        api = try await world.tenant.api(email: world.people[person].email)
        browser = TestBrowser(client: world.tenant.guest)
        _ = try await browser.logIn(world.people[person].email)
    }

    var seenIDs: Set<String> { Set(seen.map { world.contacts[$0].id }) }
    var mayOpen: Bool { oracle.reach(person, "view") > 0 }

    /// Some that they see and some that they do not: enough where each is asked a lot.
    var some: [Int] { Array(seen.prefix(3)) + world.contacts.indices.filter { !sees($0) }.prefix(3) }

    func sees(_ contact: Int) -> Bool { seen.contains(contact) }

    func may(_ action: String, _ contact: Int) -> Bool { oracle.may(person, action, contact) }

    func hides(_ field: String) -> Bool { oracle.openness(person, field) == 0 }

    /// The contacts whose names stand in a text.
    func named(in text: String) -> [Int] {
        world.contacts.indices.filter { text.contains(world.contacts[$0].name) }
    }

    var seenCompanies: [Int] { world.companies.indices.filter { oracle.seesCompany(person, $0) } }

    /// That a text names nothing that they do not see.
    func expectNothingUnseen(in text: String, _ detail: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let companies = world.companies.indices.filter { text.contains(world.companies[$0].name) }
        #expect(named(in: text).allSatisfy(sees), place(detail), sourceLocation: sourceLocation)
        #expect(Set(companies).isSubset(of: seenCompanies), place(detail), sourceLocation: sourceLocation)
    }

    /// For the message of an expectation.
    func place(_ detail: String = "") -> Comment { "seed \(seed), person \(person) \(detail)" }

    /// That an answer is there for whoever sees the contact and for nobody else, and names nothing else.
    func expectAccess(
        _ answer: TestAnswer, _ contact: Int, _ detail: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(answer.status == (sees(contact) ? 200 : 404), place("\(detail) of \(contact)"), sourceLocation: sourceLocation)
        expectNothingUnseen(in: answer.text, "\(detail) of \(contact)", sourceLocation: sourceLocation)
    }
}
