using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace QImpact.Exchange.Weights;

/// <summary>A storage that a pickle refers to: a type of torch, the name of the archive's member, and how many numbers it holds.</summary>
internal sealed record PickledStorage(string Type, string Key, long Count);

/// <summary>A tensor in a pickle: a view of a storage, strides and offset in numbers.</summary>
internal sealed record PickledTensor(
    PickledStorage Storage,
    long Offset,
    ImmutableArray<long> Shape,
    ImmutableArray<long> Strides
);

/// <summary>A dictionary in a pickle, ordered or not.</summary>
internal sealed record PickledDictionary(List<(object? Key, object? Value)> Items);

/// <summary>
/// Reads a pickle of protocol 2 (Python's <c>pickletools</c>) as far as state dictionaries of PyTorch need it. A pickle is a program that may call
/// anything; this one knows the four names below, makes values of them here, and refuses any other by name.
/// </summary>
internal sealed class Pickle
{
    private const int MaximumItems = 1 << 22;

    private readonly byte[] _bytes;
    private readonly List<object?> _stack = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private int _at;

    private Pickle(byte[] bytes) => _bytes = bytes;

    private sealed record Global(string Name);

    private static readonly object Mark = new();

    /// <summary>The value: null, truth values, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, <c>object?[]</c>, lists, <see cref="PickledDictionary"/> and <see cref="PickledTensor"/>.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or holds what a state dictionary does not.</exception>
    public static object? Read(byte[] bytes) => new Pickle(bytes).Run();

    private object? Run()
    {
        while (true)
        {
            byte code = Take(1)[0];
            if (code == '.')
                return Pop();
            Execute(code);
            if (_stack.Count > MaximumItems)
                throw new InvalidDataException($"has more than {MaximumItems} values in its pickle");
        }
    }

    private void Execute(byte code)
    {
        switch ((char)code)
        {
            case '\u0080':
                if (Take(1)[0] is not 2 and byte protocol)
                    throw new InvalidDataException(
                        $"has a pickle of protocol {protocol}; expected 2, as torch.save writes it"
                    );
                break;
            case '(':
                _stack.Add(Mark);
                break;
            case '}':
                _stack.Add(new PickledDictionary([]));
                break;
            case ']':
                _stack.Add(new List<object?>());
                break;
            case ')':
                _stack.Add(Array.Empty<object?>());
                break;
            case 'N':
                _stack.Add(null);
                break;
            case '\u0088' or '\u0089':
                _stack.Add(code == 0x88);
                break;
            case 'K':
                _stack.Add((long)Take(1)[0]);
                break;
            case 'M':
                _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                break;
            case 'J':
                _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                break;
            case '\u008a':
                _stack.Add(Long(Take(Take(1)[0])));
                break;
            case 'G':
                _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                break;
            case 'X':
                _stack.Add(Encoding.UTF8.GetString(Take(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))));
                break;
            case 'c':
                _stack.Add(new Global($"{Line()}.{Line()}"));
                break;
            case 'q':
                _memo[Take(1)[0]] = Last;
                break;
            case 'r':
                _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Last;
                break;
            case 'h':
                _stack.Add(Remembered(Take(1)[0]));
                break;
            case 'j':
                _stack.Add(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case '\u0085' or '\u0086' or '\u0087':
                _stack.Add(PopSome(code - 0x84));
                break;
            default:
                Combine(code);
                break;
        }
    }

    private void Combine(byte code)
    {
        switch ((char)code)
        {
            case 't':
                _stack.Add(PopToMark());
                break;
            case 'a':
                object? item = Pop();
                Top<List<object?>>().Add(item);
                break;
            case 'e':
                object?[] items = PopToMark();
                Top<List<object?>>().AddRange(items);
                break;
            case 's':
                Add(PopSome(2));
                break;
            case 'u':
                Add(PopToMark());
                break;
            case 'Q':
                _stack.Add(Storage(Pop()));
                break;
            // A class is made an object of as a function is called.
            case 'R' or '\u0081':
                object? arguments = Pop();
                _stack.Add(Call(Pop<Global>().Name, arguments as object?[] ?? []));
                break;
            // The attributes of a dictionary, PyTorch's _metadata, say nothing about tensors.
            case 'b':
                Pop();
                Top<PickledDictionary>();
                break;
            default:
                throw new InvalidDataException(
                    $"has the instruction 0x{code:x2} at byte {_at - 1} of its pickle; expected what torch.save(model.state_dict(), FILE) writes"
                );
        }
    }

    private static object Call(string name, object?[] arguments) =>
        (name, arguments) switch
        {
            ("collections.OrderedDict", []) => new PickledDictionary([]),
            (
                "torch._utils._rebuild_tensor_v2",
                [PickledStorage storage, long offset, object?[] shape, object?[] strides, ..]
            ) when shape.Length == strides.Length => new PickledTensor(storage, offset, Longs(shape), Longs(strides)),
            ("torch._utils._rebuild_parameter", [PickledTensor tensor, ..]) => tensor,
            _ => throw new InvalidDataException(
                $"calls {name} with {arguments.Length} arguments, which is not executed; expected tensors alone: save it anew with torch.save(model.state_dict(), FILE)"
            ),
        };

    private static PickledStorage Storage(object? id) =>
        id is object?[] and ["storage", Global type, string key, _, long count] && count >= 0 && !key.Contains('/')
            ? new PickledStorage(type.Name, key, count)
            : throw new InvalidDataException("refers to something outside of its pickle that is no storage of tensors");

    private static ImmutableArray<long> Longs(object?[] items) =>
        [
            .. items.Select(item =>
                item is long number ? number : throw new InvalidDataException("has a shape that is no list of lengths")
            ),
        ];

    private void Add(object?[] pairs)
    {
        if (pairs.Length % 2 != 0)
            throw Damaged();
        PickledDictionary dictionary = Top<PickledDictionary>();
        for (int i = 0; i < pairs.Length; i += 2)
            dictionary.Items.Add((pairs[i], pairs[i + 1]));
    }

    private object? Last => _stack.Count > 0 ? _stack[^1] : throw Damaged();

    private T Top<T>()
        where T : class => Last as T ?? throw Damaged();

    private object? Pop()
    {
        object? top = Last;
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private T Pop<T>()
        where T : class => Pop() as T ?? throw Damaged();

    private object?[] PopSome(int count)
    {
        if (_stack.Count < count)
            throw Damaged();
        object?[] items = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return items;
    }

    private object?[] PopToMark()
    {
        int mark = _stack.LastIndexOf(Mark);
        if (mark < 0)
            throw Damaged();
        object?[] items = PopSome(_stack.Count - mark - 1);
        _stack.RemoveAt(mark);
        return items;
    }

    private object? Remembered(uint index) => _memo.TryGetValue(index, out object? value) ? value : throw Damaged();

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > _bytes.Length - _at)
            throw new InvalidDataException("ends within its pickle: it is cut off");
        _at += (int)count;
        return _bytes.AsSpan(_at - (int)count, (int)count);
    }

    private string Line()
    {
        int end = Array.IndexOf(_bytes, (byte)'\n', _at);
        if (end < 0)
            throw Damaged();
        string line = Encoding.UTF8.GetString(_bytes.AsSpan(_at, end - _at));
        _at = end + 1;
        return line;
    }

    private static long Long(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 8)
            throw new InvalidDataException("has a whole number of more than 64 bits in its pickle");
        Span<byte> wide = stackalloc byte[8];
        wide.Fill(bytes is [.., >= 0x80] ? (byte)0xff : (byte)0);
        bytes.CopyTo(wide);
        return BinaryPrimitives.ReadInt64LittleEndian(wide);
    }

    private static InvalidDataException Damaged() =>
        new("has a pickle that is damaged, or none that torch.save(model.state_dict(), FILE) writes");
}
