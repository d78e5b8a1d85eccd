import Foundation
import Hummingbird
import Platform
import Web

/// Links to files of exports: signed, good for one person and a quarter of an hour.
struct ExportLinks: Sendable {
    static let lifetime: TimeInterval = 900

    private let signer: SignedValue

    init(_ crm: CRM) {
        signer = SignedValue(crm.platform.keys, purpose: "export")
    }

    /// Nil as long as there is no file.
    func link(to export: Export, at now: Date) -> String? {
        guard export.state == .done else { return nil }
        let text = "\(export.id.uuidString) \(export.createdBy.uuidString)"
        return "/exports/files/\(signer.sign(text, expiry: now.addingTimeInterval(Self.lifetime)))"
    }

    func open(_ token: String, at now: Date) -> (export: UUID, user: UUID)? {
        let ids = signer.open(token, now: now)?.split(separator: " ").compactMap { UUID(uuidString: String($0)) } ?? []
        return ids.count == 2 ? (ids[0], ids[1]) : nil
    }
}

extension Exports {
    /// The file of a finished export, for whoever may still export such records.
    func file(_ id: UUID) async throws -> Response {
        let export = try await find(id)
        guard scope.viewer.may(.export, export.type.name), let digest = export.digest else { throw Failure.notFound }
        if let link = scope.files.link(to: digest, downloadedAs: export.fileName) { return .redirect(to: link, type: .normal) }
        return .download(export.fileName, export.format.mediaType, try await scope.files.lend(digest).pieces())
    }
}
