/// Findings are part of the library's reports: a program that imports the library can name their type.
@_exported public import struct Findings.Finding
