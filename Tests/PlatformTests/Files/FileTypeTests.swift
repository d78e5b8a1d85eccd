import Foundation
import Support
import Testing

@testable import Platform

struct FileTypeTests {
    private static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]

    @Test(arguments: [
        ([UInt8]("%PDF-1.4\n".utf8), "application/pdf"), (png, "image/png"),
        ([UInt8]("#!/bin/sh\nexit\n".utf8), "text/x-shellscript"), ([0x01, 0x02, 0xFE], "application/octet-stream"),
    ])
    func typeIsToldByWhatIsInAFile(bytes: [UInt8], type: String) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).txt").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(try FileType.of(fileAt: path) == type)
        #expect(try FileType.of(fileAt: path + ".gone") == "application/octet-stream")
    }

    @Test func withoutACatalogueNothingIsTold() {
        let catalogue = FileCatalogue(at: "/nowhere/magic.mgc")
        #expect(throws: NoFileCatalogue.self) { try catalogue.type(ofFileAt: "/dev/null") }
    }
}
