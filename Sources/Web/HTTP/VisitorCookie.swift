import Hummingbird

/// Names a browser before anybody has signed in, so that the sign-in form can carry a CSRF token too.
public struct VisitorCookie: Sendable, Hashable {
    /// What `CSRF` binds tokens to.
    public let binding: String
    /// Set when the browser had none yet: the answer must set this cookie.
    public let toSet: SetCookie?

    /// Reads the browser's cookie, or makes up a new one.
    public init(_ request: Request, secure: Bool) {
        let name = CookieName.visitor(secure: secure)
        if let value = request.cookie(name), value.utf8.count == 32 {
            binding = value
            toSet = nil
        } else {
            binding = randomToken()
            toSet = SetCookie(name, binding, maxAge: 86_400, secure: secure)
        }
    }
}
