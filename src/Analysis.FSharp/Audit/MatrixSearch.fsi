/// <summary>The confusion matrices that a row of printed metrics allows, out of all that there are.</summary>
/// <remarks>
/// A matrix is (r0, r1): how many of the n0 cases of class 0 and of the n1 of class 1 were decided rightly. Every metric, under
/// every convention, is non-decreasing in r0 and in r1, so the matrices that a printed cell admits lie between two descending
/// staircases, which are walked in O(n0 + n1) exact comparisons. For each r1 the cells' intervals of r0 are then swept. In
/// all O(k (n0 + n1) + k^2 n1) for k pairs of a cell and a convention, and every one of the (n0 + 1)(n1 + 1) matrices is
/// accounted for.
/// </remarks>
module QImpact.Analysis.Audit.MatrixSearch

/// <summary>A printed cell read under one convention.</summary>
type Reading =
    {
        Metric: TableMetric
        Convention: Convention
        Printed: PrintedValue
    }

/// <summary>Matrices with the same r1 and neighbouring r0.</summary>
[<Struct>]
type Region =
    {
        Right1: int
        LowestRight0: int
        HighestRight0: int
    }

    /// <summary>The number of matrices.</summary>
    member Count: int64

    /// <summary>The matrices.</summary>
    member Matrices: Right seq

/// <summary>The matrices that match exactly the same readings.</summary>
type Group =
    {
        /// <summary>Bit i is set where reading i is matched; not 0.</summary>
        Matched: uint64
        Regions: Region list
        /// <summary>The number of matrices.</summary>
        Count: int64
    }

/// <summary>
/// All matrices, in groups by the readings that they match; what no group holds, of (n0 + 1)(n1 + 1), matches none.
/// </summary>
/// <param name="counts">n0 and n1.</param>
/// <param name="readings">At most 64.</param>
val search: counts: ClassCounts -> readings: Reading[] -> Group list
