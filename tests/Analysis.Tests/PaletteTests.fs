module QImpact.Analysis.Tests.PaletteTests

open System
open System.Globalization
open Xunit
open QImpact.Analysis.Document

/// Red, green and blue as light, each in [0, 1].
let private light (colour: string) =
    [|
        for place in [ 1; 3; 5 ] do
            let part =
                float (Int32.Parse(colour.AsSpan(place, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture))
                / 255.0

            if part <= 0.04045 then
                part / 12.92
            else
                Math.Pow((part + 0.055) / 1.055, 2.4)
    |]

let private times (matrix: float[][]) (vector: float[]) =
    matrix |> Array.map (Array.map2 (*) vector >> Array.sum)

/// CIE 1976 L*a*b*, white D65.
let private lab (rgb: float[]) =
    let root t =
        if t > 216.0 / 24389.0 then
            Math.Cbrt t
        else
            (24389.0 / 27.0 * t + 16.0) / 116.0

    let xyz =
        rgb
        |> Array.map (fun part -> Math.Clamp(part, 0.0, 1.0))
        |> times
            [|
                [| 0.4124564; 0.3575761; 0.1804375 |]
                [| 0.2126729; 0.7151522; 0.0721750 |]
                [| 0.0193339; 0.1191920; 0.9503041 |]
            |]

    let x, y, z = root (xyz[0] / 0.95047), root xyz[1], root (xyz[2] / 1.08883)
    [| 116.0 * y - 16.0; 500.0 * (x - y); 200.0 * (y - z) |]

/// Machado, Oliveira and Fernandes (2009), "A physiologically-based model for simulation of color vision deficiency", severity 1.
let private visions =
    [
        "normal", [| [| 1.0; 0.0; 0.0 |]; [| 0.0; 1.0; 0.0 |]; [| 0.0; 0.0; 1.0 |] |]
        "protanopia",
        [|
            [| 0.152286; 1.052583; -0.204868 |]
            [| 0.114503; 0.786281; 0.099216 |]
            [| -0.003882; -0.048116; 1.051998 |]
        |]
        "deuteranopia",
        [|
            [| 0.367322; 0.860646; -0.227968 |]
            [| 0.280085; 0.672501; 0.047413 |]
            [| -0.011820; 0.042940; 0.968881 |]
        |]
        "tritanopia",
        [|
            [| 1.255528; -0.076749; -0.178779 |]
            [| -0.078411; 0.930809; 0.147602 |]
            [| 0.004733; 0.691367; 0.303900 |]
        |]
    ]

/// Contrast of WCAG 2.
let private contrast first second =
    let luminance = light >> Array.map2 (*) [| 0.2126; 0.7152; 0.0722 |] >> Array.sum
    let a, b = luminance first, luminance second
    (max a b + 0.05) / (min a b + 0.05)

[<Fact>]
let ``every two colours of models stay apart for colour-blind readers`` () =
    for vision, matrix in visions do
        let seen = Palette.colours |> Array.map (light >> times matrix >> lab)

        for i in 0 .. seen.Length - 1 do
            for j in 0 .. i - 1 do
                let distance =
                    Math.Sqrt(Array.sum (Array.map2 (fun a b -> (a - b) ** 2.0) seen[i] seen[j]))

                Assert.True(distance >= 13.0, $"{Palette.colours[i]} and {Palette.colours[j]}, {vision}: {distance}")

[<Fact>]
let ``text is readable and models are visible, on light and on dark paper`` () =
    let neutral name =
        Palette.neutrals
        |> List.pick (fun (its, light, dark) -> if its = name then Some(light, dark) else None)

    for name in [ "ink"; "muted" ] do
        Assert.True(contrast (fst (neutral name)) (fst (neutral "paper")) >= 4.5)
        Assert.True(contrast (snd (neutral name)) (snd (neutral "paper")) >= 4.5)

    for colour in Palette.colours do
        Assert.True(contrast colour (fst (neutral "paper")) >= 2.2, $"{colour} on light paper")
        Assert.True(contrast colour (snd (neutral "paper")) >= 3.0, $"{colour} on dark paper")
