import HTTPTypes
import Hummingbird
import NIOCore
import Projections

/// `GET /openapi.yaml`: the whole document, with the part of every read model in its place.
struct DocumentRoutes {
    func add(to router: some RouterMethods<HTTPContext>) {
        router.get("/openapi.yaml") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/yaml"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: DocumentRoutes.document)))
        }
    }

    /// What stands in `openapi.yaml` where the parts of read models belong, to the end of its line.
    private static let place = "  # The questions of each read model stand in its folder"

    static let document: String = {
        var document = ""
        for line in String(decoding: PackageResources.openapi_yaml, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        {
            guard line.hasPrefix(place) else {
                document += "\(line)\n"
                continue
            }
            for model in readModels { document += String(decoding: model.document, as: UTF8.self) }
        }
        return document
    }()
}
