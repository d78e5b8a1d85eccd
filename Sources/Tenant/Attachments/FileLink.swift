import Foundation
import Platform
import Web

/// An address at which a file can be had without signing in, for a while. It is good for as long as whoever made it could
/// download the file themselves.
struct FileLink: Sendable {
    let attachmentID: UUID
    let makerID: UUID

    static let longest = 7 * 86_400
    static let usual = 86_400

    /// - Parameter expiry: from then on it leads nowhere.
    func path(of tenant: Tenant, signedBy signature: SignedValue, expiry: Date) -> String {
        "/files/\(signature.sign("\(tenant.id.text) \(attachmentID.text) \(makerID.text)", expiry: expiry))"
    }

    /// Nil for what was made up, has expired, or belongs to another tenant.
    init?(_ token: String, of tenant: Tenant, signedBy signature: SignedValue, now: Date) {
        let ids = signature.open(token, now: now)?.split(separator: " ").compactMap { UUID(uuidString: String($0)) } ?? []
        guard ids.count == 3, ids[0] == tenant.id else { return nil }
        (attachmentID, makerID) = (ids[1], ids[2])
    }

    init(to attachment: Attachment, by makerID: UUID) {
        (attachmentID, self.makerID) = (attachment.id, makerID)
    }
}

extension CRM {
    var fileLinks: SignedValue { SignedValue(platform.keys, purpose: "file link") }
    var fileLimits: FileLimits { platform.configuration.fileLimits }
}
