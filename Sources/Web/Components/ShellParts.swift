/// Whose product this is: the tenant, or the reseller behind it.
public struct Brand: Sendable, Hashable {
    public var name: String
    /// Address of a square logo; the first letter on the brand's colour without one.
    public var logoURL: String?
    /// Address of the sheet made by `brandStylesheet(color:)`; the product's own colours without one.
    public var stylesheetURL: String?
    public var faviconURL: String?

    public init(name: String, logoURL: String? = nil, stylesheetURL: String? = nil, faviconURL: String? = nil) {
        (self.name, self.logoURL, self.stylesheetURL, self.faviconURL) = (name, logoURL, stylesheetURL, faviconURL)
    }

    /// Logo or letter, as it stands beside the name.
    var mark: HTML {
        if let logoURL { return "<img class=\"brand-mark\" src=\"\(url: logoURL)\" alt=\"\" width=\"24\" height=\"24\">" }
        return "<span class=\"brand-mark\" aria-hidden=\"true\">\(Avatar.initials(of: name).prefix(1))</span>"
    }
}

/// Who is looking.
public struct Person: Sendable, Hashable {
    public var name: String
    public var email: String
    /// The role in words, such as `Administrator`.
    public var role: String
    public var imageURL: String?

    public init(name: String, email: String, role: String, imageURL: String? = nil) {
        (self.name, self.email, self.role, self.imageURL) = (name, email, role, imageURL)
    }
}

/// Light, dark, or whatever the device prefers.
public enum Theme: String, Sendable, CaseIterable, Codable { case system, light, dark }

/// An entry of the rail.
public struct NavItem: Sendable {
    public var label: String
    public var href: String
    public var icon: Icon
    /// How many wait there; nil shows nothing.
    public var count: Int?
    /// The letter after `g` that leads here.
    public var shortcut: Character?
    /// Also in the bottom bar of a phone, which holds four.
    public var isPinned: Bool
    /// Addresses elsewhere that belong to this place, too.
    public var others: [String]

    public init(
        _ label: String, href: String, icon: Icon, count: Int? = nil, shortcut: Character? = nil, pinned: Bool = false,
        others: [String] = []
    ) {
        (self.label, self.href, self.icon, self.count) = (label, href, icon, count)
        (self.shortcut, isPinned, self.others) = (shortcut, pinned, others)
    }
}

/// Entries of the rail under a title; the first group usually has none.
public struct NavGroup: Sendable {
    public var title: String?
    public var items: [NavItem]

    public init(_ title: String? = nil, _ items: [NavItem]) {
        (self.title, self.items) = (title, items)
    }
}

/// A page above this one.
public struct Crumb: Sendable, Hashable {
    public var label: String
    public var href: String

    public init(_ label: String, href: String) {
        (self.label, self.href) = (label, href)
    }
}
