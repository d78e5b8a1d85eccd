import Foundation
import Hummingbird

/// Carries one `Flash` to the next page in a signed cookie that lives for five minutes: set by the answer to a form,
/// shown once, then removed.
public struct FlashCookie: Sendable {
    private static let lifetime = 300
    /// Browsers drop cookies over 4 KB; a message that long would be a mistake, a cut one is still readable.
    private static let longestText = 400

    private let codec: SignedValue

    public init(_ ring: KeyRing) {
        codec = SignedValue(ring, purpose: "flash")
    }

    /// The cookie that makes the next page say `flash`.
    public func cookie(_ flash: Flash, secure: Bool, now: Date = Date()) -> SetCookie {
        let bytes = JSONWriter.bytes { json in
            json.array { json in
                json.value(flash.kind.rawValue)
                json.value(String(flash.text.prefix(Self.longestText)))
                if let undo = flash.undo {
                    json.value(undo.action)
                    json.value(undo.label)
                }
            }
        }
        let value = codec.sign(String(decoding: bytes, as: UTF8.self), expiry: now + Double(Self.lifetime))
        return SetCookie(CookieName.flash(secure: secure), value, maxAge: Self.lifetime, secure: secure)
    }

    /// What `request` brings along; whoever shows it answers with `removal`.
    public func flash(in request: Request, secure: Bool, now: Date = Date()) -> Flash? {
        guard let signed = request.cookie(CookieName.flash(secure: secure)), let text = codec.open(signed, now: now),
            let parts = try? JSONValue(parsing: text), let kind = parts[0]?.string.flatMap(Flash.Kind.init),
            let message = parts[1]?.string
        else { return nil }
        let undo = parts[2]?.string.map { Flash.Undo(action: $0, label: parts[3]?.string ?? "") }
        return Flash(kind, message, undo: undo)
    }

    /// The cookie that makes the page after say nothing.
    public func removal(secure: Bool) -> SetCookie {
        .removal(of: CookieName.flash(secure: secure), secure: secure)
    }
}
