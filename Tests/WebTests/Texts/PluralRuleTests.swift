import Testing
import Web

@Suite struct PluralRuleTests {
    private static let forms = #"""
        "{1} rows": {"zero": "zero", "one": "one", "two": "two", "few": "few", "many": "many", "other": "other"}
        """#
    private static let polish = #"""
        "one": "i = 1 and v = 0", "few": "v = 0 and i % 10 = 2..4 and i % 100 != 12..14",
        "many": "v = 0 and i != 1 and i % 10 = 0..1 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 12..14"
        """#
    private static let arabic = #"""
        "zero": "n = 0", "one": "n = 1", "two": "n = 2", "few": "n % 100 = 3..10", "many": "n % 100 = 11..99"
        """#

    private func form(of count: Int, _ plurals: String) throws -> String {
        try SampleLanguages.texts(Self.forms, tag: "xx", plurals: plurals)(count, one: "\(count) row", other: "\(count) rows")
    }

    @Test(arguments: [(1, "one"), (2, "few"), (4, "few"), (5, "many"), (12, "many"), (22, "few"), (111, "many"), (0, "many")])
    func polish(count: Int, form expected: String) throws {
        #expect(try form(of: count, Self.polish) == expected)
    }

    @Test(arguments: [(0, "zero"), (1, "one"), (2, "two"), (7, "few"), (11, "many"), (100, "other"), (103, "few")])
    func arabic(count: Int, form expected: String) throws {
        #expect(try form(of: count, Self.arabic) == expected)
    }

    @Test func aLanguageMayNotCountAtAll() throws {
        #expect(try form(of: 1, "") == "other")
    }

    @Test(arguments: [
        #""one": "n is 1""#, #""one": "x = 1""#, #""one": """#, #""single": "n = 1""#, #""one": "n % 0 = 1""#, #""one": "n = a""#,
    ])
    func whatIsNoRuleIsRefused(plurals: String) {
        #expect(throws: LanguageFileError.self) { try form(of: 1, plurals) }
    }
}
