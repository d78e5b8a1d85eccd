import Testing

@testable import Web

struct SchemaSampleTests {
    private let sample = SchemaSample(components: [
        ("Person", .object([.required("id", .uuid), .optional("name", Schema.string.example("Ada")), .optional("note", .string)])),
        ("Tree", Schema(["anyOf": [["type": "integer", "minimum": 3], ["$ref": "#/components/schemas/Tree"]]])),
    ])

    @Test func membersThatMustBeThereOrHaveSomethingToShowAreShown() {
        let person = sample.value(of: .ref("Person"))
        #expect(person.object?.names == ["id", "name"])
        #expect(person["name"] == "Ada")
        #expect(sample.value(of: .array(of: .ref("Person"))) == [person])
    }

    @Test(
        arguments: [
            (Schema.boolean, false), (.integer.range(5...9), 5), (.date, "2026-03-31"), (.oneOf(["a", "b"]), "a"),
            (.string.nullable(), "text"),
            (.oneOf(["a"]).nullable(), "a"), (.any, [:]), (.ref("Tree"), 3), (.integer.with("default", 25), 25), (.map(of: .string), [:]),
        ] as [(Schema, JSONValue)])
    func valueIsOneThatTheSchemaAllows(schema: Schema, value: JSONValue) {
        #expect(sample.value(of: schema) == value)
    }

    @Test func nullIsOneOfTheChoicesWhereItIsAllowed() {
        #expect(Schema.oneOf(["a"]).nullable().json == ["type": ["string", "null"], "enum": ["a", .null]])
        #expect(Schema.ref("Person").nullable().json["anyOf"]?[1] == ["type": "null"])
    }
}
