import Foundation

/// What can be seen without a database.
struct StorageChecks {
    private let configuration: Configuration

    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    func findings() async -> [Finding] { [await storage(), fileTypes, mail] }

    private func storage() async -> Finding {
        do {
            try await configuration.fileStore.verify()
            return .ok("storage", place)
        } catch {
            let remedy =
                configuration.s3 == nil
                ? "make the folder writable for this user, or set STORAGE_DIR" : "correct S3_…, or what the key may do"
            return .fail("storage", "\(place) cannot be written: \(error)", mend: remedy)
        }
    }

    private var fileTypes: Finding {
        do {
            _ = try FileType.of(fileAt: "/dev/null")
            return .ok("file types", "told by what is in a file")
        } catch {
            return .fail("file types", "\(error), so no files are taken", mend: "install libmagic-mgc")
        }
    }

    private var place: String {
        configuration.s3.map { "\($0.endpoint)/\($0.bucket)" } ?? URL(fileURLWithPath: configuration.storageDirectory).path
    }

    private var mail: Finding {
        if configuration.resendKey != nil { return .ok("mail", "sent through \(configuration.resendBase) from \(configuration.emailFrom)") }
        if configuration.smtpURL != nil { return .ok("mail", "sent through SMTP_URL from \(configuration.emailFrom)") }
        return .warn("mail", "kept in \(configuration.outboxDirectory), not sent", mend: "set SMTP_URL or RESEND_API_KEY")
    }
}
