import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What of a picture the tests look at.
final class Picture: NSObject, XMLParserDelegate {
    var root: String?
    var title = ""
    var path: String?
    private var isInTitle = false

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if root == nil { root = element }
        isInTitle = element == "title"
        if element == "path", attributes["class"] == "price" { path = attributes["d"] }
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) {
        if isInTitle { title += characters }
    }

    func parser(
        _ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?
    ) { isInTitle = false }
}
