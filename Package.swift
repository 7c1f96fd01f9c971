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
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(
    name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux]))
let log = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "parklog",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.16.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    ],
    targets: [
        // Pure: values and functions, the standard library only.
        .target(name: "Chronology", swiftSettings: house),
        .target(name: "Money", swiftSettings: house),
        .target(name: "Tariffs", dependencies: ["Chronology", "Money"], swiftSettings: house),
        .target(name: "Parking", dependencies: ["Chronology", "Money", "Tariffs"], swiftSettings: house),
        .target(
            name: "ParkingJSON", dependencies: ["Chronology", "Money", "Tariffs", "Parking"], swiftSettings: house),
        // The log.
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "Postgres", dependencies: ["CLibpq", log], swiftSettings: house),
        .target(
            name: "Schema", dependencies: ["Postgres"], path: "schema",
            resources: [
                .embedInCode("V0001__event_log.sql"), .embedInCode("V0002__append.sql"),
                .embedInCode("V0003__append_only.sql"), .embedInCode("V0004__roles.sql"),
                .embedInCode("V0005__projections.sql"),
            ], swiftSettings: house),
        .target(name: "EventLog", dependencies: ["Chronology", "Postgres", "Schema", crypto], swiftSettings: house),
        // The service.
        .target(
            name: "ParkingService",
            dependencies: [
                "Chronology", "Money", "Tariffs", "Parking", "ParkingJSON", "EventLog", "Postgres", crypto, lifecycle,
                log,
            ], swiftSettings: house),
        .target(
            name: "Projections",
            dependencies: [
                "Chronology", "Money", "Tariffs", "Parking", "ParkingJSON", "EventLog", "Postgres", crypto, lifecycle,
                log,
            ], path: "projections",
            resources: [
                .embedInCode("occupancy/occupancy.sql"), .embedInCode("occupancy/occupancy_views.sql"),
                .embedInCode("allowlist/allowlist.sql"), .embedInCode("allowlist/allowlist_views.sql"),
                .embedInCode("overstays/overstays.sql"), .embedInCode("overstays/overstays_views.sql"),
                .embedInCode("session_charges/session_charges.sql"),
                .embedInCode("session_charges/session_charges_views.sql"),
            ], swiftSettings: house),
        .target(
            name: "HTTPAPI",
            dependencies: [
                "Chronology", "Tariffs", "Parking", "ParkingJSON", "EventLog", "ParkingService", "Postgres",
                hummingbird, httpTypes, nio, log,
            ], resources: [.embedInCode("openapi.yaml")], swiftSettings: house),
        .target(name: "PrivateCluster", dependencies: [subprocess, system, log], swiftSettings: house),
        .executableTarget(
            name: "parklog",
            dependencies: [
                "Chronology", "Money", "Tariffs", "Parking", "ParkingJSON", "EventLog", "ParkingService", "Projections",
                "HTTPAPI", "Postgres", "PrivateCluster", hummingbird, lifecycle, log,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: house),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "CAllocationCount", "Chronology", "Money", "Tariffs", "TariffOracle", "Parking", "ParkingJSON",
                "EventLog", "ParkingService", "Postgres", "PrivateCluster", subprocess, system, log,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Benchmarks", exclude: ["CAllocationCount"], swiftSettings: house),
        .target(name: "CAllocationCount", path: "Benchmarks/CAllocationCount"),
        .target(
            name: "TariffOracle", dependencies: ["Chronology", "Money", "Tariffs"], path: "Tests/TariffOracle",
            swiftSettings: house),
        // Tests.
        .target(
            name: "DatabaseTesting", dependencies: ["EventLog", "Postgres", log], path: "Tests/DatabaseTesting",
            swiftSettings: house),
        .target(
            name: "EventLogConformance", dependencies: ["Chronology", "EventLog", crypto],
            path: "Tests/EventLogConformance", swiftSettings: house),
        .testTarget(name: "ChronologyTests", dependencies: ["Chronology"], swiftSettings: house),
        .testTarget(name: "MoneyTests", dependencies: ["Money"], swiftSettings: house),
        .testTarget(
            name: "TariffsTests", dependencies: ["Tariffs", "TariffOracle", "Chronology", "Money"],
            swiftSettings: house),
        .testTarget(
            name: "ParkingTests", dependencies: ["Parking", "Chronology", "Money", "Tariffs"], swiftSettings: house),
        .testTarget(
            name: "ParkingJSONTests", dependencies: ["ParkingJSON", "Parking", "Chronology", "Money", "Tariffs"],
            swiftSettings: house),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", log], swiftSettings: house),
        .testTarget(
            name: "PrivateClusterTests", dependencies: ["PrivateCluster", subprocess, system, log],
            swiftSettings: house),
        .testTarget(
            name: "EventLogTests",
            dependencies: [
                "Chronology", "DatabaseTesting", "EventLog", "EventLogConformance", "Postgres", "Schema", log,
            ], swiftSettings: house),
        .testTarget(
            name: "ParkingServiceTests",
            dependencies: [
                "Chronology", "Money", "Tariffs", "Parking", "ParkingJSON", "EventLog", "EventLogConformance",
                "DatabaseTesting", "ParkingService", "Projections", "Postgres", lifecycle, log,
            ], swiftSettings: house),
        .testTarget(
            name: "ProjectionsTests",
            dependencies: [
                "Chronology", "Money", "Tariffs", "Parking", "ParkingJSON", "EventLog", "EventLogConformance",
                "DatabaseTesting", "ParkingService", "Projections", "Postgres", lifecycle, log,
            ], swiftSettings: house),
        .testTarget(
            name: "ProcessTests",
            dependencies: [
                "parklog", "Chronology", "DatabaseTesting", "EventLog", "EventLogConformance", "Postgres", subprocess,
                system, log,
            ], swiftSettings: house),
        .testTarget(
            name: "HTTPAPITests",
            dependencies: [
                "Chronology", "HTTPAPI", "Money", "Parking", "ParkingJSON", "EventLog", "ParkingService", "Projections",
                "Postgres", "DatabaseTesting", hummingbird, httpTypes, nio, log,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "Yams", package: "Yams"),
            ], swiftSettings: house),
    ],
    swiftLanguageModes: [.v6]
)
