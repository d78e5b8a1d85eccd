import Platform
import Testing

struct ConfigurationTests {
    private static let least = ["DATABASE_URL": "postgresql://u:hush@db.example/crm", "SECRET_KEY": "0123456789abcdef0123456789abcdef"]

    @Test func twoVariablesAreEnough() throws {
        let configuration = try Configuration(environment: Self.least)
        #expect(configuration.isProduction && configuration.port == 8080 && configuration.baseDomain == "localhost")
        #expect(configuration.preparesStatements && !configuration.seedsOnStartup && configuration.databaseOwnerURL == nil)
        #expect(configuration.emailFrom == "no-reply@localhost.test" && configuration.metricsToken == nil)
    }

    @Test func oneStartNamesEveryProblem() throws {
        let error = try #require(throws: ConfigurationError.self) {
            try Configuration(environment: [
                "SECRET_KEY": "short", "PORT": "eighty", "APP_ENV": "staging", "SEED_ON_STARTUP": "perhaps", "DATABASE_CONNECTIONS": "0",
                "DATABASE_PREPARE": "sometimes", "TRUSTED_PROXIES": "the front", "SMTP_URL": "mail.example.org", "LOG_LEVEL": "chatty",
            ])
        }
        for name in [
            "DATABASE_URL", "SECRET_KEY", "PORT", "APP_ENV", "SEED_ON_STARTUP", "DATABASE_CONNECTIONS", "DATABASE_PREPARE",
            "TRUSTED_PROXIES",
            "SMTP_URL", "LOG_LEVEL",
        ] { #expect(error.problems.contains { $0.hasPrefix(name) }, "\(name)") }
        #expect(error.problems.count == 10)
    }

    @Test(arguments: [
        ("DATABASE_URL", "postgresql://u:hush@[broken"), ("DATABASE_OWNER_URL", "postgresql://u:hush@[broken"),
        ("SMTP_URL", "http://u:hush@mail"),
        ("TRUSTED_PROXIES", "10.0.0.0/8, 300.1.1.1"), ("PORT", "70000"), ("EMAIL_FROM", "us"), ("PORT", "-1"), ("SECRET_KEY", " , "),
        ("SECRET_KEY", "0123456789abcdef0123456789abcdef,short"), ("DATABASE_CONNECTIONS", "201"), ("LOG_LEVEL", "loud"),
    ])
    func malformedVariableIsNamedAndItsSecretIsNot(name: String, value: String) throws {
        let error = try #require(throws: ConfigurationError.self) {
            try Configuration(environment: Self.least.merging([name: value]) { $1 })
        }
        #expect(error.problems.count == 1 && error.description.hasPrefix(name))
        #expect(!error.description.contains("hush"))
    }

    @Test func demoLoginsHaveNoPlaceInProduction() throws {
        #expect(throws: ConfigurationError.self) { try Configuration(environment: Self.least.merging(["SEED_ON_STARTUP": "true"]) { $1 }) }
        let development = ["SEED_ON_STARTUP": "on", "APP_ENV": "development"]
        #expect(try Configuration(environment: Self.least.merging(development) { $1 }).seedsOnStartup)
    }

    @Test func keysRotateAndSecretsStaySecret() throws {
        let keys = "0123456789abcdef0123456789abcdef, fedcba9876543210fedcba9876543210"
        let configuration = try Configuration(environment: Self.least.merging(["SECRET_KEY": keys, "METRICS_TOKEN": "hush-hush"]) { $1 })
        #expect(configuration.secretKeys.map(\.revealed) == keys.split(separator: ", ").map(String.init))
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", dumped] { #expect(!text.contains("hush") && !text.contains("0123456789abcdef")) }
    }

    @Test func emptyVariableIsOneThatIsNotSet() throws {
        let configuration = try Configuration(environment: Self.least.merging(["PORT": "", "SMTP_URL": "", "BASE_DOMAIN": ""]) { $1 })
        #expect(configuration.port == 8080 && configuration.smtpURL == nil && configuration.baseDomain == "localhost")
    }
}
