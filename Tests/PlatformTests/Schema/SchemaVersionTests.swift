import Testing

@testable import Platform

struct SchemaVersionTests {
    private static let first = Migration("a/001", ["create table a (id uuid primary key)"])
    private static let second = Migration("a/002", ["alter table a add column b text"])
    private static let index = Migration.index("a/003", ConcurrentIndex("a_b", on: "a", "(b)"))
    private static let drop = Migration.contraction("a/004", outgrown: "0.9", ["alter table a drop column b"])

    @Test(arguments: [[first], [first, second], [first, second, index], [first, second, index, drop]])
    func versionIsReadAsItWasWritten(migrations: [Migration]) {
        let version = SchemaVersion(migrations)
        #expect(SchemaVersion(version.description) == version)
    }

    @Test(arguments: ["", "of tomorrow", "12", "12-xyz", "12-9f8a7b6c5d4e3f2a+", "12-9f8a7b6c5d4e3f2a~x", "-1-9f8a7b6c5d4e3f2a"])
    func otherTextIsNoVersion(text: String) {
        #expect(SchemaVersion(text) == nil)
    }

    @Test func buildAcceptsItsOwnSchemaAndNewerOnesUpToTheFirstContractionThatItDoesNotSurvive() {
        let build = SchemaPlan([Self.first, Self.second], build: "0.9")
        let newer = SchemaPlan([Self.first, Self.second, Migration("a/005", ["create table c (id uuid primary key)"])])
        let contracted = SchemaPlan([Self.first, Self.second, Self.drop])
        #expect(build.acceptance(of: build.version) == .accepted)
        #expect(build.acceptance(of: newer.version) == .accepted)
        #expect(build.acceptance(of: contracted.version) == .tooNew)
        #expect(SchemaPlan([Self.first, Self.second], build: "0.10").acceptance(of: contracted.version) == .accepted)
    }

    @Test func buildWaitsForWhatItReliesOnButNotForIndexes() {
        let build = SchemaPlan([Self.first, Self.second, Self.index])
        #expect(build.acceptance(of: SchemaPlan([Self.first, Self.second]).version) == .accepted)
        #expect(build.acceptance(of: SchemaPlan([Self.first]).version) == .behind)
        #expect(build.acceptance(of: "") == .behind)
    }

    @Test func schemaOfAnotherLineOfBuildsIsNotTouched() {
        let other = SchemaPlan([Self.first, Migration("b/001", ["create table b (id uuid primary key)"])])
        #expect(SchemaPlan([Self.first, Self.second]).acceptance(of: other.version) == .tooNew)
    }

    @Test func buildNumbersAreOrderedByTheirParts() {
        let numbers: [BuildNumber] = ["0.9", "0.9.1", "0.10", "1"]
        #expect(numbers.sorted() == numbers && BuildNumber.none < numbers[0])
    }
}
