extension CRMFeature {
    static var imports: CRMFeature {
        CRMFeature("imports")
    }
}
