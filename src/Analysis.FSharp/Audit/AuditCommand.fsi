/// <summary>Audits a table of results: the paper's, or that in a file.</summary>
module QImpact.Analysis.Audit.AuditCommand

open System.CommandLine

/// <summary>What is asked for.</summary>
type Request =
    {
        /// <summary>The file with the table; None for the paper's Table 1.</summary>
        Table: string option
        /// <summary>The folder to write to.</summary>
        Out: string
        Settings: Audit.Settings
    }

/// <summary>What came of it.</summary>
type Outcome =
    {
        Audit: Audit.Audit
        /// <summary>Full path of audit.html.</summary>
        Page: string
        /// <summary>Full path of audit.md.</summary>
        Markdown: string
        /// <summary>Full path of audit.json.</summary>
        Json: string
    }

/// <summary>The findings, one per line, without notation.</summary>
val findings: audit: Audit.Audit -> string list

/// <summary>The audit in Markdown; a chart is shown by the picture audit-ID.png that lies in the folder, if any.</summary>
val markdown: folder: string -> audit: Audit.Audit -> string

/// <summary>Audits and writes audit.html, audit.md and audit.json.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">The table can't be used or the folder not be written to; nothing is written then.</exception>
val execute: request: Request -> Outcome

/// <summary>The command with its options and examples.</summary>
val create: unit -> Command
