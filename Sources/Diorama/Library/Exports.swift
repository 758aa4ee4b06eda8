/// Findings are part of what the library reports: whoever imports it can name their type.
@_exported public import struct Findings.Finding
