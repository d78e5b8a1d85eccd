import Foundation
import Platform

/// What a newcomer reads once everything runs: where to go, and how to get in.
struct Welcome {
    private let configuration: Configuration
    private let port: Int

    init(_ configuration: Configuration, port: Int) {
        self.configuration = configuration
        self.port = port
    }

    func say() {
        var lines = ["", "Tessera is running on port \(port)."]
        if configuration.seedsOnStartup {
            lines += DemoTenants.requests.map {
                "  \($0.name.padding(toLength: 8, withPad: " ", startingAt: 0)) http://\($0.slug).\(configuration.baseDomain):\(port)"
            }
            lines += [
                "", "  Log in as admin@SLUG.test, manager@SLUG.test, rep@SLUG.test or viewer@SLUG.test",
                "  with the password demo-password.",
            ]
        }
        if !configuration.sendsMail { lines += ["", "  Mail that would be sent: http://\(configuration.baseDomain):\(port)/outbox"] }
        FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }
}
