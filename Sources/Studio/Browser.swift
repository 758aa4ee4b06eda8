import Foundation

/// The person's browser.
enum Browser {
    /// Opens an address where there is a desktop to show it on; elsewhere a person opens it by hand.
    static func open(_ address: String) {
        let environment = ProcessInfo.processInfo.environment
        guard ["DISPLAY", "WAYLAND_DISPLAY"].contains(where: { !(environment[$0] ?? "").isEmpty }) else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/xdg-open")
        process.arguments = [address]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // A machine without it has no browser that we know of.
        try? process.run()
    }
}
