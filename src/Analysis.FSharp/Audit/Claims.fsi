/// <summary>What a paper states of its data and quotes from others, checked against the published figures.</summary>
module QImpact.Analysis.Audit.Claims

open QImpact.Analysis.Audit.PublishedTable

/// <summary>A stated number of cases, and the published splits that it fits.</summary>
type CountCheck =
    {
        Stated: StatedCount
        /// <summary>The published size of what the statement names: of the split whose name occurs in it, else of all splits.</summary>
        Published: ClassCounts
        /// <summary>That split's name; None for all splits.</summary>
        Split: string option
        /// <summary>Every set of published splits whose cases together are as many.</summary>
        SameAs: string list list
    }

    /// <summary>Whether the statement is right.</summary>
    member Agrees: bool

/// <summary>A quoted figure beside the work's own, and the metrics of that work that have the quoted figure.</summary>
type QuotedFigure =
    {
        Metric: TableMetric
        Quoted: PrintedValue
        Own: PrintedValue
        FoundAt: TableMetric list
    }

    /// <summary>Whether the quoted figure is the work's own, to as many digits as both have.</summary>
    member Agrees: bool

/// <summary>The checked figures of one quotation.</summary>
type QuoteCheck =
    {
        What: string
        Figures: QuotedFigure list
    }

    /// <summary>Whether it has figures that are not the work's own, and each of them is the work's own figure of another metric.</summary>
    member IsSwapped: bool

/// <summary>Every stated number of cases, checked.</summary>
val counts: data: DataClaims -> CountCheck list

/// <summary>Every quotation, checked.</summary>
val quotes: table: PublishedTable -> QuoteCheck list
