import HTTPTypes
import Hummingbird

/// A cookie that an answer sets. The defaults are the safe ones.
public struct SetCookie: Sendable, Hashable {
    /// When other sites may make the browser send it.
    public enum SameSite: String, Sendable {
        case strict = "Strict"
        case lax = "Lax"
    }

    public var name: String
    /// Letters, digits and `!#$%&'()*+-./:<=>?@[]^_{|}~`; nothing else survives in a cookie.
    public var value: String
    /// Seconds to keep it; nil until the browser closes, 0 removes it.
    public var maxAge: Int?
    public var path = "/"
    /// Out of reach of scripts.
    public var httpOnly = true
    /// Sent over https only.
    public var secure: Bool
    public var sameSite = SameSite.lax

    public init(
        _ name: String, _ value: String, maxAge: Int? = nil, path: String = "/", httpOnly: Bool = true, secure: Bool,
        sameSite: SameSite = .lax
    ) {
        precondition(value.utf8.allSatisfy(Self.isAllowed), "a cookie's value holds plain characters only")
        self.name = name
        self.value = value
        self.maxAge = maxAge
        self.path = path
        self.httpOnly = httpOnly
        self.secure = secure
        self.sameSite = sameSite
    }

    /// An answer with this removes the cookie.
    public static func removal(of name: String, secure: Bool) -> SetCookie {
        SetCookie(name, "", maxAge: 0, secure: secure)
    }

    /// As the `Set-Cookie` header says it.
    public var header: String {
        var text = "\(name)=\(value); Path=\(path)"
        if let maxAge { text += "; Max-Age=\(maxAge)" }
        if httpOnly { text += "; HttpOnly" }
        if secure { text += "; Secure" }
        return text + "; SameSite=\(sameSite.rawValue)"
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x21..<0x7F).contains(byte) && ![0x22, 0x2C, 0x3B, 0x5C].contains(byte)
    }
}

/// The names of the cookies that say who the browser is.
public enum CookieName {
    /// `__Host-session` over https: a browser takes it only with `Secure`, `Path=/` and without a domain, so that no
    /// other host of the domain can plant one. The prefix needs https; plain `session` is for development.
    public static func session(secure: Bool) -> String { secure ? "__Host-session" : "session" }
    /// What CSRF tokens are bound to before there is a session.
    public static func visitor(secure: Bool) -> String { secure ? "__Host-visitor" : "visitor" }
    /// The message for the next page.
    public static func flash(secure: Bool) -> String { secure ? "__Host-flash" : "flash" }
}

extension Response {
    /// Adds a `Set-Cookie`. An answer that sets a cookie is for one browser, so no cache may keep it.
    public mutating func set(_ cookie: SetCookie) {
        headers.append(HTTPField(name: .setCookie, value: cookie.header))
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    }

    /// The same answer with a cookie.
    public func setting(_ cookie: SetCookie) -> Response {
        var response = self
        response.set(cookie)
        return response
    }
}

extension Request {
    /// The value of the cookie `name`; the first one if the browser sends several.
    public func cookie(_ name: String) -> String? {
        for header in headers[values: .cookie] {
            for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
                let pair = Substring(pair.drop { $0 == 0x20 || $0 == 0x09 })
                if pair.hasPrefix(name), pair.utf8.dropFirst(name.utf8.count).first == UInt8(ascii: "=") {
                    return String(pair.utf8.dropFirst(name.utf8.count + 1)) ?? ""
                }
            }
        }
        return nil
    }
}
