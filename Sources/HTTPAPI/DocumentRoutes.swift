import HTTPTypes
import Hummingbird
import NIOCore

/// `GET /openapi.yaml`
struct DocumentRoutes {
    func add(to router: some RouterMethods<some RequestContext>) {
        router.get("/openapi.yaml") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/yaml"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.openapi_yaml)))
        }
    }
}
