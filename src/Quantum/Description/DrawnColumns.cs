namespace QImpact.Quantum.Description;

/// <summary>Items in columns: each stands as far to the left as it can, after whatever shares or crosses one of its wires.</summary>
internal sealed class DrawnColumns
{
    private readonly int _wires;
    private readonly char _fill;
    private readonly List<List<DrawnItem>> _columns = [];

    /// <summary>Places the items in their order; a wire is drawn as <paramref name="fill"/> where nothing stands on it.</summary>
    public DrawnColumns(int wires, char fill, IEnumerable<DrawnItem> items)
    {
        (_wires, _fill) = (wires, fill);
        var occupied = new int[wires];
        foreach (DrawnItem item in items)
        {
            int column = occupied[item.First..(item.Last + 1)].Max();
            if (column == _columns.Count)
                _columns.Add([]);
            _columns[column].Add(item);
            Array.Fill(occupied, column + 1, item.First, item.Last + 1 - item.First);
        }
    }

    public int Count => _columns.Count;

    /// <summary>A column's text on every wire, all of the same length.</summary>
    public string[] Texts(int column)
    {
        var texts = new string[_wires];
        Array.Fill(texts, "");
        bool linked = _columns[column].Any(item => item.Wires.Length > 1);
        foreach (DrawnItem item in _columns[column])
        {
            for (int wire = item.First; wire <= item.Last; wire++)
                texts[wire] = (linked && item.Wires.Length == 1 ? $"{_fill}" : "") + item.TextOn(wire);
        }
        int width = texts.Max(text => text.Length);
        return [.. texts.Select(text => text.PadRight(width, _fill))];
    }
}
