package import JSON

extension JSONError: ReportableError {
    package var findings: [Finding] {
        [Finding(.error, Finding.Code("json.syntax"), line: line, column: column, problem)]
    }
}
