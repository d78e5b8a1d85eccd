import Foundation
import Web

/// Keeps messages as files instead of sending them, for development: nobody gets mail by accident.
public struct OutboxTransport: MailTransport {
    private let folder: URL

    /// - Parameter folder: is made if it is not there, readable by this user only, since messages hold sign-in links.
    public init(folder: String) throws {
        self.folder = URL(fileURLWithPath: folder, isDirectory: true)
        try FileManager.default.createDirectory(
            at: self.folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// Writes `<id>.eml`, whole or not at all.
    public func send(_ message: MailMessage) async throws {
        let file = folder.appending(path: "\(UUID.v7().text).eml")
        let source = try message.source()
        do {
            try Data(source).write(to: file, options: .atomic)
        } catch {
            throw MailError(.transient, reason: "the outbox cannot be written: \(error.localizedDescription)")
        }
    }
}
