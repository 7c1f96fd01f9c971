import HTTPTypes
import Hummingbird
import Projections

extension HTTPField.Name {
    /// The last event that an answer counts, where something has stopped at the next one.
    static let asOfVersion = HTTPField.Name("Parklog-As-Of-Version")!
}

extension Response {
    /// The response, which says where its answer ends: a file of rows has no other place for that.
    func marked(_ answer: Answer) -> Response {
        guard let stop = answer.stop else { return self }
        var response = self
        response.headers[.asOfVersion] = "\(stop.asOfVersion)"
        return response
    }
}
