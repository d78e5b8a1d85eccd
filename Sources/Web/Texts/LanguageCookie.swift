import Hummingbird

/// Remembers on the device which language its person chose, so that pages that cannot know the person speak it too: the
/// log-in, and what says that something went wrong.
public enum LanguageCookie {
    private static let name = "language"

    /// The cookie to set where the device remembers anything but `tag`; nil has it forget.
    public static func toSet(_ tag: String?, in request: Request, secure: Bool) -> SetCookie? {
        guard request.cookie(name) != tag else { return nil }
        return tag.map { SetCookie(name, $0, maxAge: 365 * 86_400, secure: secure) } ?? .removal(of: name, secure: secure)
    }

    static func tag(in request: Request) -> String? {
        request.cookie(name)
    }
}

/// What a request says about the language of its answer.
public struct AskedLanguage: Sendable {
    /// What the device remembers of whoever used it last.
    let remembered: Texts?
    /// What the browser prefers.
    let preferred: Texts

    public init(_ request: Request, among languages: Languages) {
        remembered = languages.texts(LanguageCookie.tag(in: request))
        preferred = languages.texts(accepting: request.headers[.acceptLanguage])
    }

    /// For somebody who is not known.
    public var forGuests: Texts { remembered ?? preferred }
    /// For somebody who is known, and has chosen no language.
    public var forUndecided: Texts { preferred }
}
