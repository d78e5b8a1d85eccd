import Foundation
import Platform
import Web

/// The tenant application: what its routes share.
public final class CRM: Sendable {
    public let platform: Platform
    let features: [CRMFeature]
    let sessions = Sessions()
    let hasher: PasswordHasher
    let accessTokens: AccessTokens
    let csrf: CSRF
    let flashes: FlashCookie
    let cursors: Cursor
    let staticFiles: StaticFiles
    let slots: TenantSlots
    let unread = UnreadCounts()
    let opened = OpenedRecords()

    /// - Parameter hasher: tests use a cheaper one.
    public init(platform: Platform, staticFiles: StaticFiles, hasher: PasswordHasher = PasswordHasher()) {
        self.platform = platform
        self.staticFiles = staticFiles
        self.hasher = hasher
        features = Features.all
        slots = TenantSlots(limit: platform.configuration.tenantConcurrency)
        accessTokens = AccessTokens(platform.keys)
        csrf = CSRF(platform.keys)
        flashes = FlashCookie(platform.keys)
        cursors = Cursor(platform.keys)
    }

    var assets: Assets {
        let files = staticFiles
        return Assets { files.url($0) }
    }
}
