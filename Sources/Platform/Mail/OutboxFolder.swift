import Foundation
import Web

/// The messages that an ``OutboxTransport`` has kept.
public struct OutboxFolder: Sendable {
    private let folder: URL

    public init(_ folder: String) {
        self.folder = URL(fileURLWithPath: folder, isDirectory: true)
    }

    /// The newest messages first; none if there is no folder yet.
    public func messages(limit: Int = 100) throws -> [OutboxMessage] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let ids = names.filter { $0.hasSuffix(".eml") }.compactMap { UUID(uuidString: String($0.dropLast(4))) }
        // Version 7 ids sort by time.
        let newest = ids.sorted { $0.uuidString > $1.uuidString }.prefix(limit)
        return try newest.compactMap { try message($0) }
    }

    /// `nil` if there is no such message.
    public func message(_ id: UUID) throws -> OutboxMessage? {
        let file = folder.appending(path: "\(id.text).eml")
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        return OutboxMessage(id: id, source: String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }
}

/// A message as it would have arrived.
public struct OutboxMessage: Sendable, Identifiable {
    public let id: UUID
    /// When it was put into the outbox.
    public let date: Date?
    public let from: String
    public let to: String
    public let subject: String
    public let text: String
    public let html: String?
    /// All headers in order, decoded.
    public let headers: [(name: String, value: String)]
    /// The file's text.
    public let source: String

    init(id: UUID, source: String) {
        let mail = ParsedMail(source)
        self.id = id
        self.source = source
        date = id.timestamp
        headers = mail.headers
        from = mail["From"] ?? ""
        to = mail["To"] ?? ""
        subject = mail["Subject"] ?? ""
        text = mail.parts.first { $0.type == "text/plain" }?.body ?? ""
        html = mail.parts.first { $0.type == "text/html" }?.body
    }
}
