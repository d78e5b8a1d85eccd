/// What people may attach to records.
public struct FileLimits: Sendable {
    /// Bytes of one file.
    public var file: Int
    /// Bytes of all files of a tenant, those of imports and exports among them; what is there several times counts once.
    public var tenant: Int
    /// Media types that are not taken, whatever the file is called.
    public var refusedTypes: Set<String>

    public init(file: Int = 25 << 20, tenant: Int = 1 << 30, refusedTypes: Set<String> = Self.programs) {
        (self.file, self.tenant, self.refusedTypes) = (file, tenant, refusedTypes)
    }

    /// What computers run.
    public static let programs: Set<String> = [
        "application/x-dosexec", "application/vnd.microsoft.portable-executable", "application/x-msdownload", "application/x-executable",
        "application/x-pie-executable", "application/x-sharedlib", "application/x-mach-binary", "application/x-msi",
        "application/java-archive",
        "application/x-java-applet", "application/vnd.android.package-archive", "application/x-ms-shortcut", "text/x-shellscript",
        "text/x-msdos-batch",
    ]
}
