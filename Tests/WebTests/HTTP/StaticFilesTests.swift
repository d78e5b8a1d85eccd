import Foundation
import Testing

@testable import Web

struct StaticFilesTests {
    /// A directory of its own with these files.
    private func directory(_ files: [String: String]) throws -> String {
        let directory = NSTemporaryDirectory() + "static-" + randomToken()
        for (path, content) in files {
            let file = URL(fileURLWithPath: "\(directory)/\(path)")
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(content.utf8).write(to: file)
        }
        return directory
    }

    private static let files = [
        "app.css": "@import \"base.css\"; a { background: url('img/x.svg') } b { background: url(data:,x) }",
        "base.css": "body {}" + String(repeating: " ", count: 3_000),
        "img/x.svg": "<svg/>",
        "app.js": "import x from \"./lib/x.js\"; import(\"./lib/y.js\"); import(`./behaviours/${name}.js`); import \"./app.js\";",
        "lib/x.js": "import '../shared.js'; export * from './y.js'", "lib/y.js": "1", "shared.js": "2",
        "behaviours/menu.js": "3", "behaviours/dialog.js": "4", ".hidden": "no",
    ]

    @Test func fingerprintedFilesAreKeptForGood() async throws {
        let files = try StaticFiles(directory: try directory(Self.files))
        let url = files.url("base.css")
        #expect(url.wholeMatch(of: /\/static\/base\.[0-9a-f]{16}\.css/) != nil)
        try await serving { $0.serve(files) }.talk { client in
            let reply = try await client.get(url, headers: ["accept-encoding": "gzip"])
            #expect(reply.status == 200)
            #expect(reply.header("cache-control") == "public, max-age=31536000, immutable")
            #expect(reply.header("content-type") == "text/css; charset=utf-8")
            #expect(reply.header("content-encoding") == "gzip")
            #expect(reply.headers["vary"] == ["Accept-Encoding"])
            #expect(reply.header("x-content-type-options") == "nosniff")
            #expect(try gunzip(reply.bytes) == Array(try #require(Self.files["base.css"]).utf8))
        }
    }

    @Test func plainNamesAreAskedForAgain() async throws {
        let files = try StaticFiles(directory: try directory(Self.files))
        try await serving { $0.serve(files) }.talk { client in
            let reply = try await client.get("/static/img/x.svg")
            #expect(reply.header("cache-control") == "public, no-cache")
            #expect(reply.header("content-type") == "image/svg+xml")
            let tag = try #require(reply.header("etag"))
            let again = try await client.get("/static/img/x.svg", headers: ["if-none-match": tag])
            #expect(again.status == 304 && again.bytes.isEmpty)
            let head = try await client.send(.HEAD, "/static/img/x.svg")
            #expect(head.header("content-length") == "6")
        }
    }

    @Test func referencesNameFingerprintedFiles() async throws {
        let files = try StaticFiles(directory: try directory(Self.files))
        try await serving { $0.serve(files) }.talk { client in
            let css = try await client.get(files.url("app.css"))
            #expect(css.text.contains("@import \"\(files.url("base.css"))\""))
            #expect(css.text.contains("url('\(files.url("img/x.svg"))')"))
            #expect(css.text.contains("url(data:,x)"))
            let script = try await client.get(files.url("app.js"))
            #expect(script.text.contains("from \"\(files.url("lib/x.js"))\""))
            #expect(script.text.contains("import(\"\(files.url("lib/y.js"))\")"))
            #expect(
                script.text.contains(
                    "{\"dialog\":\"\(files.url("behaviours/dialog.js"))\",\"menu\":\"\(files.url("behaviours/menu.js"))\"}[name]"))
            #expect(script.text.contains("import \"./app.js\""))
            let inner = try await client.get(files.url("lib/x.js"))
            #expect(inner.text.contains("'\(files.url("shared.js"))'") && inner.text.contains("'\(files.url("lib/y.js"))'"))
        }
    }

    @Test func aChangeDeepDownChangesTheNamesAbove() throws {
        var changed = Self.files
        changed["shared.js"] = "other"
        let before = try StaticFiles(directory: try directory(Self.files))
        let after = try StaticFiles(directory: try directory(changed))
        #expect(before.url("app.js") != after.url("app.js"))
        #expect(before.url("app.css") == after.url("app.css"))
    }

    @Test(arguments: [
        "/static/../Package.swift", "/static/%2e%2e/Package.swift", "/static/..%2fPackage.swift", "/static//etc/passwd", "/static/.hidden",
        "/static/", "/static/img", "/static/app.0000000000000000.css", "/static/app.css%00",
    ])
    func whatIsNotThereIsNotFound(path: String) async throws {
        let files = try StaticFiles(directory: try directory(Self.files))
        try await serving { $0.serve(files) }.talk { client in
            let connection = RawConnection(port: client.port)
            connection.write("GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let (text, _) = try await connection.readToEnd()
            #expect(text.hasPrefix("HTTP/1.1 404"))
        }
    }

    @Test func changedFilesAreReadAgainInDevelopment() async throws {
        let directory = try directory(Self.files)
        let files = try StaticFiles(directory: directory, reloads: true)
        let before = files.url("shared.js")
        try Data("changed".utf8).write(to: URL(fileURLWithPath: "\(directory)/shared.js"))
        try await Task.sleep(for: .milliseconds(600))
        #expect(files.url("shared.js") != before)
    }

    @Test func aBrandIsServedUnderItsContent() async throws {
        let brand = PlainAsset(stylesheet: ":root { --brand: red }".utf8, prefix: "/brand/")
        try await serving { $0.plumbing("/brand/{name}") { request, _ in brand.response(to: request) } }.talk { client in
            let current = try await client.get(brand.path)
            #expect(current.header("cache-control")?.contains("immutable") == true)
            #expect(current.header("content-type") == "text/css; charset=utf-8")
            let old = try await client.get("/brand/0000000000000000.css")
            #expect(old.header("cache-control") == "public, no-cache")
        }
    }
}
