/// <summary>The confusion matrices and the conventions that agree best with a whole table.</summary>
module QImpact.Analysis.Audit.Reconstruction

/// <summary>A printed cell beside what a matrix gives for it.</summary>
type CellCheck =
    {
        Metric: TableMetric
        Convention: Convention
        Printed: PrintedValue
        Value: ExactValue
    }

    /// <summary>Whether the value may have been printed so.</summary>
    member Agrees: bool

/// <summary>One model's matrices: those that agree with the most of its cells.</summary>
type ModelMatrices =
    {
        Model: string
        /// <summary>Printed cells, AUC left out.</summary>
        Cells: int
        /// <summary>Cells that the matrices agree with; less than Cells where no matrix agrees with all.</summary>
        Matched: int
        /// <summary>How many matrices agree with that many.</summary>
        Count: int64
        /// <summary>These matrices.</summary>
        Regions: MatrixSearch.Region list
        /// <summary>Up to ten of them, the closest to the printed numbers first, each with its cells.</summary>
        Nearest: (Right * CellCheck list) list
        /// <summary>Number of matrices by the number of cells that they agree with, from 0 to Cells, under the first of the best conventions.</summary>
        Histogram: int64[]
    }

/// <summary>A convention for each column but AUC, in the order of the columns.</summary>
type Conventions = (TableMetric * Convention) list

/// <summary>What the search over matrices and conventions found.</summary>
type Reconstruction =
    {
        /// <summary>(n0 + 1)(n1 + 1), for each model.</summary>
        MatricesExamined: int64
        /// <summary>Ways to choose a convention for each column of unknown class.</summary>
        ConventionsExamined: int
        /// <summary>Printed cells of all models, AUC left out.</summary>
        Cells: int
        /// <summary>The most cells that one choice of conventions, with the best matrix of each model, agrees with.</summary>
        Matched: int
        /// <summary>The choices that agree with so many, at least one.</summary>
        Best: Conventions list
        /// <summary>The most that any other choice agrees with; None where there is no other.</summary>
        RunnerUp: int option
        /// <summary>The most where one class is positive in every column that depends on it: class, cells. Empty where no column leaves the choice.</summary>
        OneClassThroughout: (int * int) list
        Models: ModelMatrices list
    }

/// <summary>Searches all matrices of every model under all choices of conventions, one choice for the whole table.</summary>
val ofTable: table: PublishedTable.PublishedTable -> Reconstruction
