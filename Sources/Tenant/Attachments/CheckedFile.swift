import Foundation
import Platform
import Web

/// An uploaded file that may be kept: small enough, of a type that is taken.
struct CheckedFile: Sendable {
    let source: UploadedFile
    let name: String
    let mediaType: String
    let digest: FileDigest

    var size: Int { source.size }

    /// - Throws: `Failure.invalid` for what is refused.
    init(_ file: UploadedFile, limits: FileLimits, files: TenantFiles) throws {
        source = file
        name = Self.cleanName(file.filename)
        guard file.size > 0 else { throw Failure.invalid("file", "empty", "\(name) is empty.") }
        guard file.size <= limits.file else {
            throw Failure.invalid("file", "too_large", "\(name) is too large: a file may have \(limits.file >> 20) MB.")
        }
        mediaType = try FileType.of(fileAt: file.path)
        guard !limits.refusedTypes.contains(mediaType) else {
            throw Failure.invalid("file", "refused_type", "\(name) is a program (\(mediaType)). Files of this type are not taken.")
        }
        digest = try files.digest(ofFileAt: file.path)
    }

    private static func cleanName(_ name: String) -> String {
        let plain = withoutDirections(name).trimmingCharacters(in: .whitespacesAndNewlines)
        return plain.isEmpty || plain == "." || plain == ".." ? "file" : plain
    }
}
