// swift-tools-version: 6.1
import PackageDescription

let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioHPACK = Target.Dependency.product(name: "NIOHPACK", package: "swift-nio-http2")
let nioHTTP2Codec = Target.Dependency.product(name: "NIOHTTPTypesHTTP2", package: "swift-nio-extras")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPCodec = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(
    name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux]))
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let log = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "parklog",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.10.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.24.0"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.16.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.30.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.0"),
    ],
    targets: [
        // Pure: values and functions, the standard library only.
        .target(name: "Chronology", swiftSettings: house),
        .target(name: "Money", swiftSettings: house),
        .target(name: "JSON", swiftSettings: house),
        .target(name: "Tariffs", dependencies: ["Chronology", "Money", "JSON"], swiftSettings: house),
        .target(name: "Parking", dependencies: ["Chronology", "Money", "JSON", "Tariffs"], swiftSettings: house),
        // The log.
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "Threads", swiftSettings: house),
        .target(name: "Postgres", dependencies: ["CLibpq", "Threads", log], swiftSettings: house),
        .target(
            name: "Schema", dependencies: ["Postgres"], path: "schema",
            resources: [
                .embedInCode("migrations/V0001__roles.sql"), .embedInCode("migrations/V0002__event_log.sql"),
                .embedInCode("migrations/V0003__projections.sql"), .embedInCode("migrations/V0004__reporting.sql"),
                .embedInCode("migrations/V0005__access.sql"), .embedInCode("migrations/V0006__copy_keys.sql"),
                .embedInCode("migrations/V0007__signed_heads.sql"),
                .embedInCode("migrations/V0008__key_ages.sql"),
                .embedInCode("functions/log.append.sql"), .embedInCode("functions/log.append_together.sql"),
                .embedInCode("functions/log.archive.sql"), .embedInCode("functions/log.forget_keys.sql"),
                .embedInCode("functions/log.last_before.sql"), .embedInCode("functions/log.refuse_change.sql"),
                .embedInCode("functions/projection.differences.sql"),
                .embedInCode("functions/projection.drop_replaced.sql"),
                .embedInCode("functions/projection.grant_as_before.sql"),
                .embedInCode("functions/projection.keep.sql"),
                .embedInCode("functions/projection.known_garages.sql"),
                .embedInCode("functions/projection.prepare.sql"),
                .embedInCode("functions/projection.right_as_sold.sql"),
                .embedInCode("functions/projection.stays_by_right.sql"), .embedInCode("functions/projection.swap.sql"),
                .embedInCode("functions/reporting.first_version.sql"),
            ], swiftSettings: house),
        .target(
            name: "EventLog", dependencies: ["Chronology", "JSON", "Postgres", "Schema", crypto], swiftSettings: house),
        // What is read.
        .target(name: "Desks", dependencies: ["Threads"], swiftSettings: house),
        .target(
            name: "Projections",
            dependencies: [
                "Chronology", "Money", "JSON", "Tariffs", "Parking", "EventLog", "Postgres", "Desks", "Threads", crypto,
                lifecycle, log,
            ], path: "projections",
            resources: [
                .embedInCode("occupancy/occupancy.sql"), .embedInCode("occupancy/occupancy_views.sql"),
                .embedInCode("occupancy/gates_views.sql"),
                .embedInCode("occupancy/occupancy_openapi.yaml"),
                .embedInCode("allowlist/allowlist.sql"), .embedInCode("allowlist/allowlist_views.sql"),
                .embedInCode("allowlist/allowlist_openapi.yaml"),
                .embedInCode("overstays/overstays.sql"), .embedInCode("overstays/overstays_views.sql"),
                .embedInCode("overstays/overstays_openapi.yaml"),
                .embedInCode("exceptions/exceptions.sql"), .embedInCode("exceptions/exceptions_views.sql"),
                .embedInCode("exceptions/exceptions_openapi.yaml"),
                .embedInCode("payments/payments.sql"),
                .embedInCode("payments/payments_views.sql"), .embedInCode("payments/sales_views.sql"),
                .embedInCode("payments/payments_openapi.yaml"),
                .embedInCode("session_charges/session_charges.sql"),
                .embedInCode("session_charges/session_charges_views.sql"),
                .embedInCode("session_charges/stays_views.sql"),
                .embedInCode("session_charges/session_charges_openapi.yaml"),
            ], swiftSettings: house),
        // The service.
        .target(name: "Meters", swiftSettings: house),
        .target(name: "SystemTime", dependencies: ["Chronology"], swiftSettings: house),
        .target(
            name: "Hosting",
            dependencies: [
                "Chronology", "Meters", "Money", "JSON", "Parking", "EventLog", "Projections", "Postgres", "SystemTime",
                "Desks", "Threads", crypto, lifecycle, log,
            ], swiftSettings: house),
        .target(
            name: "Access",
            dependencies: [
                "Chronology", "JSON", "Parking", "Tariffs", "EventLog", "Postgres", crypto, lifecycle, log, nio,
                nioHTTP,
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ], swiftSettings: house),
        .target(
            name: "Settings",
            dependencies: [
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Yams", package: "Yams"),
            ], swiftSettings: house),
        .target(name: "CSV", swiftSettings: house),
        .target(
            name: "Importing",
            dependencies: ["Chronology", "Money", "Tariffs", "Parking", "EventLog", "CSV"], swiftSettings: house),
        .target(
            name: "Simulating",
            dependencies: ["Chronology", "Money", "Tariffs", "Parking", "EventLog"], swiftSettings: house),
        .target(
            name: "Quoting",
            dependencies: ["Chronology", "Money", "JSON", "Tariffs", "Parking", "Projections", "CSV"],
            swiftSettings: house),
        .target(
            name: "HTTPAPI",
            dependencies: [
                "Access", "Chronology", "JSON", "Tariffs", "Parking", "EventLog", "Hosting", "Projections", "Quoting",
                "Desks", "Threads", "Meters", "Postgres", hummingbird, hummingbirdCore, httpTypes, nio, nioPosix,
                nioTLS, nioSSL, nioHTTP,
                nioHTTP2,
                nioHTTPTypes, nioHTTPCodec, nioHTTP2Codec, lifecycle, log,
            ], resources: [.embedInCode("openapi.yaml")], swiftSettings: house),
        .target(name: "PrivateCluster", dependencies: [subprocess, system, log], swiftSettings: house),
        .executableTarget(
            name: "parklog",
            dependencies: [
                "Access", "Chronology", "Meters", "Money", "JSON", "Tariffs", "Parking", "EventLog", "Projections",
                "Settings", "SystemTime", "Desks",
                "Hosting", "Importing", "Quoting", "Simulating", "HTTPAPI", "Postgres", "PrivateCluster", "CSV",
                hummingbird, lifecycle, nio, log,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: house),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Access", "CAllocationCount", "Chronology", "Money", "Tariffs", "TariffOracle", "Parking", "JSON",
                crypto, "EventLog", "SystemTime", "Hosting", "Postgres", "PrivateCluster", "Projections", "Simulating",
                subprocess, system, log, nio,
                nioPosix, nioSSL,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Benchmarks",
            exclude: [
                "CAllocationCount", "Load/at_rest.py", "Peers/peers.py", "Peers/requirements.txt",
            ], swiftSettings: house),
        .target(name: "CAllocationCount", path: "Benchmarks/CAllocationCount"),
        .target(
            name: "TariffOracle", dependencies: ["Chronology", "Money", "Tariffs"], path: "Tests/TariffOracle",
            swiftSettings: house),
        // Tests.
        .target(
            name: "TestSupport",
            dependencies: [
                "Chronology", "EventLog", "Postgres", crypto, log, httpClient, nio, nioSSL, nioHTTP,
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ],
            path: "Tests/TestSupport", swiftSettings: house),
        .testTarget(name: "ChronologyTests", dependencies: ["Chronology", "TestSupport"], swiftSettings: house),
        .testTarget(name: "MoneyTests", dependencies: ["Money"], swiftSettings: house),
        .testTarget(name: "SettingsTests", dependencies: ["Settings"], swiftSettings: house),
        .testTarget(name: "MetersTests", dependencies: ["Meters"], swiftSettings: house),
        .testTarget(name: "DesksTests", dependencies: ["Desks", "Threads", "TestSupport"], swiftSettings: house),
        .testTarget(
            name: "TariffsTests", dependencies: ["Tariffs", "TariffOracle", "Chronology", "Money", "TestSupport"],
            swiftSettings: house),
        .testTarget(
            name: "ParkingTests", dependencies: ["Parking", "Chronology", "Money", "Tariffs", "TestSupport"],
            swiftSettings: house),
        .testTarget(
            name: "StoredFormTests",
            dependencies: [
                "JSON", "Parking", "Chronology", "Money", "Tariffs", "Projections", "Quoting", "TestSupport",
            ],
            swiftSettings: house),
        .testTarget(name: "HouseTests", swiftSettings: house),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", log, "TestSupport"], swiftSettings: house),
        .testTarget(
            name: "PrivateClusterTests", dependencies: ["PrivateCluster", subprocess, system, log],
            swiftSettings: house),
        .testTarget(
            name: "EventLogTests",
            dependencies: [
                "Chronology", "EventLog", "TestSupport", "Postgres", "Schema", log,
            ], swiftSettings: house),
        .testTarget(
            name: "ServiceTests",
            dependencies: [
                "Chronology", "CSV", "Money", "JSON", "Tariffs", "Parking", "EventLog", "TestSupport", "SystemTime",
                "Hosting", "Importing", "Quoting", "Simulating", "Projections", "Postgres", "Desks", lifecycle,
                log,
            ], swiftSettings: house),
        .testTarget(
            name: "ProjectionsTests",
            dependencies: [
                "Chronology", "Money", "JSON", "Tariffs", "Parking", "EventLog", "TestSupport", "SystemTime", "Hosting",
                "Projections", "Postgres", lifecycle, log,
            ], swiftSettings: house),
        .testTarget(
            name: "ProcessTests",
            dependencies: [
                "parklog", "Chronology", "EventLog", "TestSupport", "Postgres", "SystemTime", subprocess,
                system, nioHTTP, log,
            ], swiftSettings: house),
        .testTarget(
            name: "AccessTests",
            dependencies: [
                "Access", "Chronology", "Parking", "Tariffs", "EventLog", "Postgres", "TestSupport", "Projections", log,
                crypto,
                nio,
                nioPosix,
                .product(name: "JWTKit", package: "jwt-kit"),
            ], swiftSettings: house),
        .testTarget(
            name: "HTTPAPITests",
            dependencies: [
                "Access", "Chronology", "HTTPAPI", "Money", "JSON", "Tariffs", "Parking", "EventLog", "Hosting",
                "Importing",
                "SystemTime", "Projections", "Postgres", "Quoting", "Desks", "Meters", "TestSupport", hummingbird,
                hummingbirdCore, httpTypes, nio,
                log,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                nioPosix, .product(name: "NIOEmbedded", package: "swift-nio"), nioSSL, nioTLS, nioHTTP2, nioHPACK,
                nioHTTPTypes, nioHTTP2Codec, httpClient, lifecycle,
                nioHTTP, .product(name: "Yams", package: "Yams"), .product(name: "JWTKit", package: "jwt-kit"),
            ], swiftSettings: house),
    ],
    swiftLanguageModes: [.v6]
)
