extension Texts {
    /// What is wrong with a field, in this language; nil where nothing is.
    public func error(_ field: String, in errors: [FieldError]) -> String? {
        self(ifAny: errors.first { $0.field == field }?.message)
    }
}
