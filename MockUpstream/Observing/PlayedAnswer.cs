using System.Buffers;
using System.Text;
using MockUpstream.Compiling;
using MockUpstream.Playing;

namespace MockUpstream.Observing;

/// <summary>An answer our player gave, for WireMock's log: its case, its head, and the beginning of what was sent.</summary>
internal sealed class PlayedAnswer(string key, ExchangeRun run, bool isExact)
{
    /// <summary>The bytes of one answer that are kept at most.</summary>
    public const int MostKept = 16 * 1024;

    private long _sent;
    private int _writes;

    public string Case => key;

    /// <summary>Notes one write. Called by the one that plays.</summary>
    public void Add(int length)
    {
        Volatile.Write(ref _writes, _writes + 1);
        Volatile.Write(ref _sent, _sent + length);
    }

    /// <summary>The figures so far.</summary>
    public AnswerFigures Figures
    {
        get
        {
            var state = run.State;
            return new AnswerFigures(
                run.Answer.Status,
                Volatile.Read(ref _writes),
                Interlocked.Read(ref _sent),
                End(state),
                state.Completed);
        }
    }

    /// <summary>Returns the end of the bytes that are kept, as text.</summary>
    /// <param name="most">The bytes at most.</param>
    public string Tail(int most)
    {
        var all = Bytes(run.Answer.Script, Volatile.Read(ref _writes));
        return all.Length <= most ? Encoding.UTF8.GetString(all) : "… " + Encoding.UTF8.GetString(all[^most..]);
    }

    /// <summary>Makes the message that stands in the log once the answer has ended.</summary>
    public PlayedMessage ToMessage(DateTime ended) => new(key, run.Answer, run.State, _writes, _sent, isExact, ended);

    /// <summary>Says how an answer ended.</summary>
    public static string End(RunState state) => state switch
    {
        { Completed: true } => "played to its end",
        { PeerGoneAt: not null } => $"the client disconnected at step {state.Step}",
        _ => $"stopped at step {state.Step}",
    };

    /// <summary>
    /// Makes the bytes that are kept out of the script again: a play of it sends the same bytes each time, and most answers are never
    /// looked at.
    /// </summary>
    /// <param name="script">The script.</param>
    /// <param name="writes">The number of writes that went out.</param>
    public static byte[] Bytes(Script script, int writes)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var write in script.Pieces.OfType<WritePiece>().Where(static write => !write.Bytes.IsEmpty).Take(writes))
        {
            bytes.Write(write.Bytes.Span[..Math.Min(write.Bytes.Length, MostKept - bytes.WrittenCount)]);
            if (bytes.WrittenCount == MostKept)
            {
                break;
            }
        }

        return bytes.WrittenSpan.ToArray();
    }
}

/// <summary>What was sent of one answer, in figures.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Writes">The number of writes.</param>
/// <param name="Bytes">The bytes of the body, before compression.</param>
/// <param name="End">How it ended, in words.</param>
/// <param name="IsWhole">Whether it was played to its end.</param>
internal sealed record AnswerFigures(int Status, int Writes, long Bytes, string End, bool IsWhole);
