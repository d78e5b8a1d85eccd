extension String: PostgresEncodable, PostgresDecodable {
    public static var postgresType: UInt32 { PostgresOID.text }

    public func encode(into bytes: inout [UInt8]) {
        bytes += utf8
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws {
        switch type {
        case PostgresOID.text, PostgresOID.varchar, PostgresOID.bpchar, PostgresOID.name, PostgresOID.char,
            PostgresOID.json, PostgresOID.xml, PostgresOID.unknown:
            self.init(decoding: bytes, as: UTF8.self)
        case PostgresOID.jsonb:
            self = try JSON(postgres: bytes, type: type).text
        case PostgresOID.firstUserDefined...:
            // Enums and citext are text; other types of extensions hardly ever are valid UTF-8.
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw PostgresError.mismatch(Self.self, type)
            }
            self = text
        default:
            throw PostgresError.mismatch(Self.self, type)
        }
    }
}

/// A JSON document as text, bound and read as `jsonb`.
public struct JSON: Sendable, Hashable {
    /// The document; the server checks it.
    public var text: String

    public init(text: String) {
        self.text = text
    }
}

extension JSON: PostgresEncodable, PostgresDecodable {
    public static var postgresType: UInt32 { PostgresOID.jsonb }

    /// The only version of jsonb's binary form so far.
    private static let version: UInt8 = 1

    public func encode(into bytes: inout [UInt8]) {
        bytes.append(Self.version)
        bytes += text.utf8
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws {
        switch type {
        case PostgresOID.json:
            text = String(decoding: bytes, as: UTF8.self)
        case PostgresOID.jsonb where bytes.first == Self.version:
            text = String(decoding: bytes.dropFirst(), as: UTF8.self)
        default:
            throw PostgresError.mismatch(Self.self, type)
        }
    }
}
