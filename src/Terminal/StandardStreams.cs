using System.Text;
using QImpact.Data;

namespace QImpact.Terminal;

/// <summary>
/// Standard output and error that may be closed or full. Nobody reads a closed one: what is written to it is dropped, as for a
/// pipe whose reader has gone. A full disk behind standard output is an error, behind standard error there is nobody to tell.
/// </summary>
internal static class StandardStreams
{
    private static int guarded;

    /// <summary>Puts the streams in the place of the console's, once for a process.</summary>
    public static void Guard()
    {
        if (Interlocked.Exchange(ref guarded, 1) == 1)
            return;
        Console.SetOut(new GuardedWriter(Console.Out, refuses: true));
        Console.SetError(new GuardedWriter(Console.Error, refuses: false));
    }

    private sealed class GuardedWriter(TextWriter console, bool refuses) : TextWriter
    {
        public override Encoding Encoding => console.Encoding;

        public override void Write(char value) => Guarded(() => console.Write(value));

        public override void Write(char[] buffer, int index, int count) =>
            Guarded(() => console.Write(buffer, index, count));

        public override void Write(string? value) => Guarded(() => console.Write(value));

        public override void WriteLine(string? value) => Guarded(() => console.WriteLine(value));

        public override void Flush() => Guarded(console.Flush);

        private void Guarded(Action write)
        {
            try
            {
                write();
            }
            // .NET's word for a descriptor that is not open, or was opened by somebody else for reading.
            catch (UnauthorizedAccessException)
            {
                return;
            }
            catch (IOException exception) when (refuses)
            {
                throw new BadInputException(
                    $"standard output can't be written: {exception.AsReason()}; what was written to files is there",
                    exception
                );
            }
            catch (IOException)
            {
                return;
            }
        }
    }
}
