import Foundation

/// What can be seen without a database.
struct StorageChecks {
    private let configuration: Configuration

    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    func findings() -> [Finding] { [storage, mail] }

    private var storage: Finding {
        let folder = URL(fileURLWithPath: configuration.storageDirectory, isDirectory: true)
        let trial = folder.appendingPathComponent(".doctor-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data("trial".utf8).write(to: trial)
            try FileManager.default.removeItem(at: trial)
            return .ok("storage", folder.path)
        } catch {
            return .fail("storage", "\(folder.path) cannot be written", mend: "make the folder writable for this user, or set STORAGE_DIR")
        }
    }

    private var mail: Finding {
        if configuration.smtpURL != nil { return .ok("mail", "sent through SMTP_URL from \(configuration.emailFrom)") }
        return .warn("mail", "kept in \(configuration.outboxDirectory), not sent", mend: "set SMTP_URL")
    }
}
