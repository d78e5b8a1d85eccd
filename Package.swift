// swift-tools-version:6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .unsafeFlags(["-warnings-as-errors"]),
    .enableUpcomingFeature("ExistentialAny"),
]

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")

let package = Package(
    name: "tessera",
    products: [
        .executable(name: "server", targets: ["Server"]),
        .executable(name: "console", targets: ["Console"]),
        .executable(name: "bench", targets: ["Bench"]),
        .executable(name: "simulators", targets: ["Simulators"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CUchardet", pkgConfig: "uchardet", providers: [.apt(["libuchardet-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CCmark", pkgConfig: "libcmark-gfm", providers: [.apt(["libcmark-gfm-extensions-dev"])]),
        .systemLibrary(name: "CMagic", pkgConfig: "libmagic", providers: [.apt(["libmagic-dev"])]),

        .target(name: "Postgres", dependencies: ["CPostgres", logging], swiftSettings: strict),
        .target(
            name: "Web",
            dependencies: ["CZlib", "CUchardet", "CXlsxWriter", "CQREncode", "CCmark", hummingbird, logging, crypto],
            swiftSettings: strict),
        .target(
            name: "Platform",
            dependencies: ["Postgres", "Web", "CSodium", "CCurl", "CMagic", hummingbird, logging, crypto, lifecycle, httpClient],
            swiftSettings: strict),
        .target(
            name: "Tenant",
            dependencies: ["Platform", .product(name: "JWTKit", package: "jwt-kit")],
            swiftSettings: strict),
        .executableTarget(name: "Server", dependencies: ["Tenant"], swiftSettings: strict),
        .executableTarget(name: "Console", dependencies: ["Tenant", arguments], swiftSettings: strict),
        .executableTarget(name: "Simulators", dependencies: ["Web", hummingbird, logging], swiftSettings: strict),
        .executableTarget(name: "Bench", dependencies: ["Tenant", arguments, httpClient], swiftSettings: strict),

        .target(
            name: "Support", dependencies: ["Tenant", httpClient], path: "Tests/Support", swiftSettings: strict),
        .testTarget(name: "PostgresTests", dependencies: ["Support"], swiftSettings: strict),
        .testTarget(name: "WebTests", dependencies: ["Support"], exclude: ["CSV/Fixtures"], swiftSettings: strict),
        .testTarget(
            name: "PlatformTests", dependencies: ["Support", "Simulators"], exclude: ["Files/s3_server.py", "Mail/smtp_sink.py"],
            swiftSettings: strict),
        .testTarget(name: "TenantTests", dependencies: ["Support"], swiftSettings: strict),
        .testTarget(name: "ConsoleTests", dependencies: ["Support", "Console"], swiftSettings: strict),
    ]
)
