import Crypto
import Foundation
import Hummingbird
import Platform
import Synchronization
import Web

/// Style sheets, scripts and icons, and the sheet made from the tenant's brand colour.
struct AssetRoutes {
    let crm: CRM

    func register(on endpoints: Endpoints<TenantContext>) {
        endpoints.serve(crm.staticFiles)
        endpoints.plumbing(.get, "/brand/{sheet}") { _, context in
            guard context.parameters.get("sheet") == BrandSheet.of(context.tenant.brand).name else { throw Failure.notFound }
            return BrandSheet.of(context.tenant.brand).response
        }
    }
}

/// The colours of one brand as a style sheet, at an address that changes with its content.
struct BrandSheet: Sendable {
    let name: String
    private let css: String

    private static let made = Mutex<[String: BrandSheet]>([:])

    /// Made once for each colour.
    static func of(_ brand: BrandProfile) -> BrandSheet {
        if let known = made.withLock({ $0[brand.color] }) { return known }
        let color =
            BrandColor(hex: brand.color) ?? BrandColor(hex: BrandProfile.fallback.color) ?? BrandColor(red: 0.2, green: 0.3, blue: 0.8)
        let css = brandStylesheet(color: color)
        let digest = SHA256.hash(data: Data(css.utf8)).prefix(8).map { String(format: "%02x", $0) }.joined()
        let sheet = BrandSheet(name: "\(digest).css", css: css)
        made.withLock { sheets in
            if sheets.count > 10_000 { sheets.removeAll() }
            sheets[brand.color] = sheet
        }
        return sheet
    }

    var response: Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/css; charset=utf-8", .cacheControl: "public, max-age=31536000, immutable"],
            body: .init(byteBuffer: ByteBuffer(string: css)))
    }
}

extension BrandProfile {
    /// As the components show it.
    var shown: Brand {
        Brand(name: name, logoURL: logoURL, stylesheetURL: "/brand/\(BrandSheet.of(self).name)")
    }
}
