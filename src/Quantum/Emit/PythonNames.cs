using System.Collections.Frozen;

namespace QImpact.Quantum.Emit;

/// <summary>Which names a Python file can define.</summary>
internal static class PythonNames
{
    private static readonly FrozenSet<string> Keywords = Words(
        """
        False None True and as assert async await break case class continue def del elif else except finally for from global if import in is
        lambda match nonlocal not or pass raise return try type while with yield
        """
    );

    // Of Python 3.13: redefining one breaks what stands behind it, and reads like something that it is not.
    private static readonly FrozenSet<string> Builtins = Words(
        """
        ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning
        ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError
        Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup FileExistsError FileNotFoundError FloatingPointError FutureWarning
        GeneratorExit IOError ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError
        KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplemented NotImplementedError OSError
        OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError
        ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError
        TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning
        UserWarning ValueError Warning ZeroDivisionError abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr
        classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr
        globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object oct
        open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip
        """
    );

    // What the files import or call their own.
    private static readonly FrozenSet<string> Taken = Words("torch math np jnp jax numpy inputs weights self");

    /// <summary>The name, which must be an identifier that means nothing yet.</summary>
    /// <param name="name">The name, or null for the target's own.</param>
    /// <param name="own">The target's own.</param>
    /// <exception cref="ArgumentException">It is none; the message says why.</exception>
    public static string Check(string? name, string own)
    {
        if (name is null)
            return own;
        string? reason =
            name.Length == 0 || !IsIdentifier(name) ? "no identifier"
            : Keywords.Contains(name) ? "a keyword"
            : Builtins.Contains(name) ? "a built-in name"
            : Taken.Contains(name) ? "a name that the file uses itself"
            : null;
        return reason is null ? name : throw Refused(name, own, reason);
    }

    /// <summary>Refuses a name that a file defines twice: once as what it is asked for, once for a table or a function of its own.</summary>
    /// <exception cref="ArgumentException">It does.</exception>
    public static void CheckOnce(string name, string own, string file)
    {
        string[] definitions = [$"{name} = ", $"def {name}(", $"class {name}("];
        int count = file.Split('\n')
            .Count(line => definitions.Any(start => line.StartsWith(start, StringComparison.Ordinal)));
        if (count > 1)
            throw Refused(name, own, "a name that the file uses itself");
    }

    private static ArgumentException Refused(string name, string own, string reason) =>
        new(
            $"'{name}' is {reason} in Python; expected a name such as {own}: a letter, then letters, digits and underscores"
        );

    private static bool IsIdentifier(string name) =>
        (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static FrozenSet<string> Words(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();
}
