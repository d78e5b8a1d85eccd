/// What an upload may hold. Whatever goes beyond ends it with 413, except for what is malformed, which is 400.
public struct MultipartLimits: Sendable {
    /// All bytes of the body.
    public var total = 64 << 20
    /// The value of one field that is not a file.
    public var field = 64 << 10
    /// Fields and files together.
    public var parts = 200
    public var files = 10
    /// The header lines of one part.
    public var partHeader = 8 << 10

    public init(total: Int = 64 << 20, files: Int = 10) {
        self.total = total
        self.files = files
    }
}

/// What a multipart body consists of, in order.
public enum MultipartEvent: Sendable, Equatable {
    /// A part begins.
    case part(MultipartPart)
    /// More of the part's content; pieces are cut anywhere.
    case content([UInt8])
    /// The part is complete.
    case end
}

/// How a part introduces itself.
public struct MultipartPart: Sendable, Hashable {
    /// The form field.
    public let name: String
    /// The name of the file on the sender's disk, without folders; nil for fields that are not files. It is only good
    /// for showing, never for a path.
    public let filename: String?
    /// What the sender believes the type to be.
    public let contentType: String?
}
