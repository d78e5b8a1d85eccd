import Foundation
import Postgres
import Support
import Testing
import Web

@testable import Platform

@Suite struct TenantSecretTests {
    private static let oldKey = "the key of last year that is long enough"
    private static let newKey = "the key of this year that is long enough"

    /// A platform that has these keys, newest first.
    private func keys(_ keys: String...) -> KeyRing { KeyRing(secrets: keys) }

    private func tenant() async throws -> (scope: TenantScope, database: TenantDatabase) {
        let site = try await Fleet.shared()
        let scope = site.platform.scope(for: try await site.makeTenant(), cause: .console)
        return (scope, scope.database)
    }

    @Test func secretComesBackAndIsNowhereInTheOpen() async throws {
        let (scope, database) = try await tenant()
        #expect(try await scope.secrets.value("smtp") == nil)
        try await scope.secrets.set("smtp", to: "hunter2 für alle")
        try await scope.secrets.set("stripe", to: "sk_live_1")
        #expect(try await scope.secrets.value("smtp")?.revealed == "hunter2 für alle")
        #expect(try await scope.secrets.names() == ["smtp", "stripe"])
        let sealed = try await database.read("select sealed from secrets where name = 'smtp'").first?.decode([UInt8].self)
        #expect(!String(decoding: try #require(sealed), as: UTF8.self).contains("hunter2"))
    }

    @Test func secretCanBeReplacedAndRemoved() async throws {
        let (scope, _) = try await tenant()
        try await scope.secrets.set("smtp", to: "one")
        try await scope.secrets.set("smtp", to: "two")
        #expect(try await scope.secrets.value("smtp")?.revealed == "two")
        try await scope.secrets.set("smtp", to: nil)
        #expect(try await scope.secrets.value("smtp") == nil)
    }

    @Test func changeThatFailsLeavesTheSecretAsItWas() async throws {
        let (scope, database) = try await tenant()
        try await scope.secrets.set("smtp", to: "one")
        await #expect(throws: CancellationError.self) {
            try await database.transaction { transaction in
                try await scope.secrets.set("smtp", to: "two", in: transaction)
                throw CancellationError()
            }
        }
        #expect(try await scope.secrets.value("smtp")?.revealed == "one")
    }

    @Test func anotherTenantsSecretOpensNothing() async throws {
        let (mine, yours) = (try await tenant(), try await tenant())
        try await mine.scope.secrets.set("smtp", to: "mine")
        let sealed = try #require(try await mine.database.read("select sealed from secrets").first?.decode([UInt8].self))
        try await yours.database.write("insert into secrets (name, sealed) values ('smtp', \(sealed))")
        await #expect(throws: SecretUnreadable.self) { try await yours.scope.secrets.value("smtp") }
    }

    @Test func secretUnderAnotherNameOpensNothing() async throws {
        let (scope, database) = try await tenant()
        try await scope.secrets.set("smtp", to: "one")
        try await database.write("update secrets set name = 'stripe'")
        await #expect(throws: SecretUnreadable.self) { try await scope.secrets.value("stripe") }
    }

    @Test func changedBytesOpenNothing() async throws {
        let (scope, database) = try await tenant()
        try await scope.secrets.set("smtp", to: "one")
        let sealed = try #require(try await database.read("select sealed from secrets").first?.decode([UInt8].self))
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            try await database.write("update secrets set sealed = \(changed)")
            await #expect(throws: SecretUnreadable.self, "byte \(index)") { try await scope.secrets.value("smtp") }
        }
        for length in [0, 1, 5, 16, sealed.count - 1] {
            try await database.write("update secrets set sealed = \(Array(sealed.prefix(length)))")
            await #expect(throws: SecretUnreadable.self, "\(length) bytes") { try await scope.secrets.value("smtp") }
        }
    }

    @Test func rotationMovesEverythingToTheNewestKey() async throws {
        let (scope, _) = try await tenant()
        let old = TenantSecrets(scope: scope, keys: keys(Self.oldKey))
        for number in 1...3 { try await old.set("key \(number)", to: Secret("value \(number)")) }
        let both = TenantSecrets(scope: scope, keys: keys(Self.newKey, Self.oldKey))
        try await both.set("key 3", to: "changed")
        #expect(try await both.value("key 1")?.revealed == "value 1", "both open")
        #expect(try await both.condition() == .init(current: 1, outdated: 2))

        let new = TenantSecrets(scope: scope, keys: keys(Self.newKey))
        #expect(try await new.condition() == .init(current: 1, unreadable: ["key 1", "key 2"]))
        #expect(try await both.rotate() == 2)
        #expect(try await both.rotate() == 0)
        for (name, value) in [("key 1", "value 1"), ("key 2", "value 2"), ("key 3", "changed")] {
            #expect(try await new.value(name)?.revealed == value)
        }
        await #expect(throws: SecretUnreadable.self) { try await old.value("key 1") }
    }

    @Test func sameSecretIsNeverSealedTheSameWay() throws {
        let keys = keys(Self.newKey).encryptionKeys(for: "test")
        let bytes = Array("one".utf8)
        let (first, second) = (try keys.seal(bytes, for: "a"), try keys.seal(bytes, for: "a"))
        #expect(first != second)
        #expect(keys.open(first, for: "a") == bytes && keys.open(second, for: "a") == bytes)
        #expect(keys.open(first, for: "b") == nil)
        #expect(self.keys(Self.newKey).encryptionKeys(for: "other").open(first, for: "a") == nil)
    }
}
