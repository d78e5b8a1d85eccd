import Platform
import Testing

/// The variables for outside services.
struct ServiceConfigurationTests {
    private static let least = [
        "DATABASE_URL": "postgresql://u@db.example/crm", "SECRET_KEY": "0123456789abcdef0123456789abcdef", "S3_BUCKET": "files",
        "S3_ACCESS_KEY_ID": "AK", "S3_SECRET_ACCESS_KEY": "hush", "RESEND_API_KEY": "re_hush",
    ]

    private func configuration(_ variables: [String: String?]) throws -> Configuration {
        try Configuration(environment: Self.least.merging(variables.mapValues { $0 ?? "" }) { $1 })
    }

    @Test func addressesOfVendorsAreTheirOwnUnlessSaidOtherwise() throws {
        let configuration = try configuration(["S3_REGION": "eu-central-1"])
        #expect(configuration.resendBase == "https://api.resend.com" && configuration.sendsMail)
        #expect(configuration.s3?.endpoint == "https://s3.eu-central-1.amazonaws.com" && configuration.s3?.bucket == "files")
        #expect(configuration.tenantConcurrency == 32)
    }

    @Test func withoutABucketFilesStayInTheFolder() throws {
        let configuration = try configuration(["S3_BUCKET": nil, "S3_ACCESS_KEY_ID": nil, "RESEND_API_KEY": nil])
        #expect(configuration.s3 == nil && configuration.fileStore is FileFolder && !configuration.sendsMail)
    }

    @Test(arguments: [
        ("S3_ACCESS_KEY_ID", ""), ("S3_SECRET_ACCESS_KEY", ""), ("S3_ENDPOINT", "s3.example.com"), ("S3_ENDPOINT", "http://s3.example.com"),
        ("S3_ENDPOINT", "https://user:hush@s3.example.com"), ("RESEND_API_BASE", "http://mail.example"), ("RESEND_API_BASE", "mailto:x"),
        ("OUTBOUND_ALLOW", "10.0.0.0/8, intranet"), ("TENANT_CONCURRENCY", "0"), ("QUERY_COST_LIMIT", "0"),
    ])
    func malformedVariableIsNamed(name: String, value: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try configuration([name: value]) }
        #expect(error.problems.count == 1 && error.description.hasPrefix(name))
    }

    @Test func keysTravelUnencryptedOnlyOnThisMachineOrInDevelopment() throws {
        #expect(try configuration(["RESEND_API_BASE": "http://127.0.0.1:8090/resend"]).resendBase == "http://127.0.0.1:8090/resend")
        let development = try configuration(["APP_ENV": "development", "RESEND_API_BASE": "http://simulators:8090/resend"])
        #expect(development.resendBase == "http://simulators:8090/resend")
    }

    @Test func operatorsOwnNetworkOpensOnlyWhenSaid() throws {
        #expect(!(try configuration([:]).outboundRules.allow("10.1.2.3", port: 443)))
        #expect(try configuration(["OUTBOUND_ALLOW": "10.1.0.0/16, 192.168.7.7"]).outboundRules.allow("192.168.7.7", port: 9_000))
    }

    @Test func keysStaySecret() throws {
        var dumped = ""
        dump(try configuration([:]), to: &dumped)
        #expect(!dumped.contains("hush"))
    }
}
