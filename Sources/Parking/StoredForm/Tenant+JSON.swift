public import JSON

extension JSONReader {
    /// Reads tenants. They may still make no sense; ``GarageSettings/validate()`` says so.
    mutating func tenants() throws(JSONError) -> [Tenant] {
        try list(most: 1_000) { (reader: inout JSONReader) throws(JSONError) in
            try reader.fields(["id", "name", "spots", "above"]) { (fields: inout JSONFields) throws(JSONError) in
                Tenant(
                    id: try fields.required("id"), name: try fields.required("name"),
                    spots: try fields.required("spots"), above: try fields.optional("above") ?? .pays)
            }
        }
    }
}

extension JSONWriter {
    /// Tenants.
    mutating func tenants(_ tenants: [Tenant]) {
        array(tenants) { json, tenant in
            json.object {
                $0.field("id", tenant.id)
                $0.field("name", tenant.name)
                $0.field("spots", number: tenant.spots)
                $0.field("above", tenant.above.rawValue)
            }
        }
    }
}

extension TenantID: JSONReadable {}
extension AboveQuota: JSONReadable {}
