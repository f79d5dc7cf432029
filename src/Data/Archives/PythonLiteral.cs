using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace QImpact.Data.Archives;

/// <summary>
/// Reads a Python literal as <c>ast.literal_eval</c> does (Python's lexical analysis, chapters 2 and 6): strings with their prefixes and
/// escapes, integers with Python 2's suffix L, floats, True, False, None, tuples, lists and dictionaries, comments in between.
/// </summary>
/// <remarks>
/// Strings are <see cref="string"/>, whole numbers <see cref="BigInteger"/>, others <see cref="double"/>, tuples <see cref="Tuple"/>, lists
/// <see cref="List"/>, dictionaries <see cref="Dictionary"/>.
/// </remarks>
internal ref struct PythonLiteral
{
    private const int MaximumDepth = 64;
    private const int MaximumDigits = 40;

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _depth;

    private PythonLiteral(ReadOnlySpan<char> text) => _text = text;

    /// <summary>A tuple.</summary>
    public sealed record Tuple(ImmutableArray<object?> Items);

    /// <summary>A list.</summary>
    public sealed record List(ImmutableArray<object?> Items);

    /// <summary>A dictionary; of a key that occurs twice the last value counts.</summary>
    public sealed record Dictionary(IReadOnlyList<(object? Key, object? Value)> Items)
    {
        /// <summary>The value of a key that is a string.</summary>
        public bool TryGet(string key, out object? value)
        {
            foreach ((object? found, object? its) in Items.Reverse())
                if (found is string name && name == key)
                {
                    value = its;
                    return true;
                }
            value = null;
            return false;
        }
    }

    /// <summary>The value of a text that holds one literal and nothing else.</summary>
    /// <exception cref="FormatException">The text is no literal; the message says where.</exception>
    public static object? Parse(string text)
    {
        PythonLiteral reader = new(text);
        object? value = reader.Value();
        reader.SkipBlank();
        return reader._at == text.Length ? value : throw reader.Unexpected();
    }

    private object? Value()
    {
        SkipBlank();
        if (++_depth > MaximumDepth)
            throw new FormatException($"is nested more than {MaximumDepth} deep");
        object? value = Peek switch
        {
            '{' => DictionaryOf(),
            '(' => Parenthesised(),
            '[' => new List(Sequence(']', out _)),
            '+' or '-' or >= '0' and <= '9' or '.' => Number(),
            _ => StringOrName(),
        };
        _depth--;
        return value;
    }

    private char Peek => _at < _text.Length ? _text[_at] : '\0';

    private char Next() => _at < _text.Length ? _text[_at++] : throw Unexpected();

    private readonly FormatException Unexpected() =>
        new(_at < _text.Length ? $"has an unexpected '{_text[_at]}' at character {_at + 1}" : "ends too early");

    private void SkipBlank()
    {
        for (; _at < _text.Length; _at++)
            if (_text[_at] == '#')
                while (_at + 1 < _text.Length && _text[_at] != '\n')
                    _at++;
            else if (_text[_at] is not (' ' or '\t' or '\n' or '\r' or '\f' or '\\'))
                return;
    }

    private bool Take(char expected)
    {
        SkipBlank();
        if (Peek != expected || _at == _text.Length)
            return false;
        _at++;
        return true;
    }

    private void Require(char expected)
    {
        if (!Take(expected))
            throw Unexpected();
    }

    private Dictionary DictionaryOf()
    {
        Require('{');
        List<(object?, object?)> items = [];
        while (!Take('}'))
        {
            object? key = Value();
            Require(':');
            items.Add((key, Value()));
            if (Take(','))
                continue;
            Require('}');
            break;
        }
        return new Dictionary(items);
    }

    // (1) is 1, (1,) is a tuple.
    private object? Parenthesised()
    {
        ImmutableArray<object?> items = Sequence(')', out bool comma);
        return items.Length == 1 && !comma ? items[0] : new Tuple(items);
    }

    private ImmutableArray<object?> Sequence(char end, out bool comma)
    {
        _at++;
        comma = false;
        List<object?> items = [];
        while (!Take(end))
        {
            items.Add(Value());
            if (comma = Take(','))
                continue;
            Require(end);
            break;
        }
        return [.. items];
    }

    private object Number()
    {
        bool negative = false;
        for (; Peek is '+' or '-' or ' '; _at++)
            negative ^= Peek == '-';
        int start = _at;
        while (
            char.IsAsciiLetterOrDigit(Peek)
            || Peek is '.' or '_'
            || (Peek is '+' or '-' && _text[_at - 1] is 'e' or 'E')
        )
            _at++;
        string token = _text[start.._at].ToString().Replace("_", "", StringComparison.Ordinal);
        if (Whole(token) is { } whole)
            return negative ? -whole : whole;
        return double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out double real)
            ? negative
                ? -real
                : real
            : throw new FormatException($"has '{token}', which is no number");
    }

    private static BigInteger? Whole(string token)
    {
        string digits = token.TrimEnd('l', 'L');
        if (token.Length - digits.Length > 1 || digits.Length is 0 or > MaximumDigits)
            return null;
        int radix =
            digits.Length > 2 && digits[0] == '0'
                ? char.ToLowerInvariant(digits[1]) switch
                {
                    'x' => 16,
                    'o' => 8,
                    'b' => 2,
                    _ => 10,
                }
                : 10;
        BigInteger value = 0;
        foreach (char digit in radix == 10 ? digits : digits[2..])
        {
            int worth = char.IsAsciiHexDigit(digit) ? Convert.ToInt32($"{digit}", 16) : radix;
            if (worth >= radix)
                return null;
            value = value * radix + worth;
        }
        return value;
    }

    private object? StringOrName()
    {
        if (TryString() is { } text)
        {
            // Strings side by side are one.
            while (TryString() is { } more)
                text += more;
            return text;
        }
        foreach (
            (string name, object? value) in new (string, object?)[] { ("True", true), ("False", false), ("None", null) }
        )
            if (_text[_at..].StartsWith(name))
            {
                _at += name.Length;
                return value;
            }
        throw Unexpected();
    }

    private string? TryString()
    {
        SkipBlank();
        int start = _at;
        while (_at - start < 2 && Peek is 'u' or 'U' or 'b' or 'B' or 'r' or 'R')
            _at++;
        if (Peek is not ('\'' or '"'))
        {
            _at = start;
            return null;
        }
        bool raw = _text[start.._at].IndexOfAny('r', 'R') >= 0;
        int quotes = _text[_at..].StartsWith(new string(Peek, 3)) ? 3 : 1;
        string end = new(Peek, quotes);
        _at += quotes;
        StringBuilder text = new();
        while (!_text[_at..].StartsWith(end))
        {
            char next = Next();
            if (next == '\n' && quotes == 1)
                throw new FormatException("has a string that does not end on its line");
            text.Append(next == '\\' ? Escape(raw) : $"{next}");
        }
        _at += quotes;
        return text.ToString();
    }

    private string Escape(bool raw)
    {
        char kind = Next();
        if (raw)
            return $"\\{kind}";
        return kind switch
        {
            '\n' => "",
            'a' => "\a",
            'b' => "\b",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'v' => "\v",
            'x' => Code(2),
            'u' => Code(4),
            'U' => Code(8),
            >= '0' and <= '7' => Octal(kind),
            '\\' or '\'' or '"' => $"{kind}",
            _ => $"\\{kind}",
        };
    }

    private string Code(int digits)
    {
        if (
            _at + digits > _text.Length
            || !int.TryParse(
                _text.Slice(_at, digits),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out int code
            )
            || !Rune.IsValid(code)
        )
            throw new FormatException($"has an escape that is no character, at character {_at}");
        _at += digits;
        return new Rune(code).ToString();
    }

    private string Octal(char first)
    {
        int code = first - '0';
        for (int digits = 1; digits < 3 && Peek is >= '0' and <= '7'; digits++)
            code = 8 * code + Next() - '0';
        return $"{(char)code}";
    }
}
