/// The figures of a data set's check, for programs.
module internal QImpact.Analysis.Data.CheckFacts

open QImpact.Data
open QImpact.Data.Duplicates
open QImpact.Analysis.Document
open QImpact.Analysis.Data.Check

let private ids (check: Check) images =
    Facts.words [ for image in images -> check.Images.Id image ]

let private pairColumns (check: Check) : (string * (DuplicatePair -> Facts)) list =
    let label image = Facts.count (check.Images.Label image)

    [
        "first", (fun pair -> Word(check.Images.Id pair.First))
        "second", (fun pair -> Word(check.Images.Id pair.Second))
        "first_split", (fun pair -> Word(check.SplitOf pair.First))
        "second_split", (fun pair -> Word(check.SplitOf pair.Second))
        "first_label", (fun pair -> label pair.First)
        "second_label", (fun pair -> label pair.Second)
        "correlation", (fun pair -> Real pair.Correlation)
        "turn", (fun pair -> Word(Turns.Text pair.Turn))
        "exact", (fun pair -> Flag pair.IsExact)
    ]

let private lightColumns (check: Check) : (string * (Brightness.Light -> Facts)) list =
    let figure value =
        if System.Double.IsNaN value then Nothing else Real value

    [
        "class", (fun light -> Word(check.ClassName light.Class))
        "split", (fun light -> Word light.Split)
        "images", (fun light -> Facts.count light.Images)
        "brightness", (fun light -> figure light.Brightness.Mean)
        "brightness_deviation", (fun light -> figure light.Brightness.Deviation)
        "contrast", (fun light -> figure light.Contrast.Mean)
        "contrast_deviation", (fun light -> figure light.Contrast.Deviation)
    ]

let private shortcutColumns (check: Check) : (string * (Brightness.Shortcut -> Facts)) list =
    [
        "class", (fun shortcut -> Word(check.ClassName shortcut.Class))
        "measure", (fun shortcut -> Word shortcut.Measure)
        "auc", (fun shortcut -> Real shortcut.Auc)
        "class_has_more", (fun shortcut -> Flag shortcut.IsLarger)
    ]

let ofCheck (check: Check) =
    let set, found = check.Dataset.Description, check.Duplicates

    Fields
        [
            "name", Word set.Name
            "source", Word set.Source
            "md5", Word set.Md5
            "phantom", Flag set.IsPhantom
            "size", Facts.count set.Size
            "channels", Facts.count set.Channels
            "class_names", Facts.words (List.ofSeq set.ClassNames)
            "images", Fields [ for split in Dataset.SplitNames -> split, Facts.counts (check.Counts split) ]
            "light", Table(Facts.table (lightColumns check) check.Lights)
            "shortcuts", Table(Facts.table (shortcutColumns check) check.Shortcuts)
            "correlation", Real found.Correlation
            "pairs", Table(Facts.table (pairColumns check) (List.ofSeq found.Pairs))
            "groups", Items [ for group in found.Groups -> ids check group ]
            "group_count", Facts.count found.GroupCount
            "label_conflicts", Facts.count (Seq.length found.Conflicts)
            "constant", ids check found.Constant
            "with_copy_in_train",
            Fields
                [
                    for split in [ "val"; "test" ] -> split, ids check (check.Contaminated split)
                ]
        ]
