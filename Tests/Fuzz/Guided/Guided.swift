import Foundation

/// Fuzzing in one process, guided by the code that an input reaches: for doors that are our own code as a whole.
///
/// Built on request alone, since it wants the whole library instrumented: see `Tests/Fuzz/run`. libFuzzer
/// (https://llvm.org/docs/LibFuzzer.html) brings the main function and calls these two. The environment names
/// the target, since libFuzzer makes up the arguments of its children.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> Int32 {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = Target(rawValue: name) else {
        let names = Target.allCases.map(\.rawValue).joined(separator: ", ")
        FileHandle.standardError.write(Data("FUZZ_TARGET is one of \(names)\n".utf8))
        exit(2)
    }
    chosen = target
    return 0
}

/// Tries one input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    chosen.attempt(Data(UnsafeRawBufferPointer(start: data, count: size)))
    return 0
}

/// Set once before the first input; libFuzzer calls from one thread.
nonisolated(unsafe) private var chosen = Target.yaml
