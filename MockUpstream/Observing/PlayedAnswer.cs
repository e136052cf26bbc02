using System.Buffers;
using System.Text;
using MockUpstream.Compiling;
using MockUpstream.Playing;

namespace MockUpstream.Observing;

/// <summary>An answer of our player, for WireMock's log: its case, its head, and the beginning of the sent bytes.</summary>
internal sealed class PlayedAnswer(string key, ExchangeRun run, bool isExact)
{
    /// <summary>The largest number of bytes of one answer that are stored.</summary>
    public const int MaxStoredBytes = 16 * 1024;

    private long _sent;
    private int _writes;

    public string Case => key;

    /// <summary>Records one write. Called by the player.</summary>
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
                DescribeEnd(state),
                state.Completed);
        }
    }

    /// <summary>Returns the end of the stored bytes as text.</summary>
    /// <param name="most">The bytes at most.</param>
    public string GetTail(int most)
    {
        var all = RecreateBytes(run.Answer.Script, Volatile.Read(ref _writes));
        return all.Length <= most ? Encoding.UTF8.GetString(all) : "… " + Encoding.UTF8.GetString(all[^most..]);
    }

    /// <summary>Makes the message that stands in the log once the answer has ended.</summary>
    public PlayedMessage ToMessage(DateTime ended) => new(key, run.Answer, run.State, _writes, _sent, isExact, ended);

    /// <summary>Describes how an answer ended.</summary>
    public static string DescribeEnd(RunState state) => state switch
    {
        { Completed: true } => "played to its end",
        { PeerGoneAt: not null } => $"the client disconnected at step {state.Step}",
        _ => $"stopped at step {state.Step}",
    };

    /// <summary>
    /// Recreates the stored bytes from the script, which sends the same bytes in each play, because most answers are never read.
    /// </summary>
    /// <param name="script">The script.</param>
    /// <param name="writes">The number of writes that were sent.</param>
    public static byte[] RecreateBytes(Script script, int writes)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var write in script.Pieces.OfType<WritePiece>().Where(static write => !write.Bytes.IsEmpty).Take(writes))
        {
            bytes.Write(write.Bytes.Span[..Math.Min(write.Bytes.Length, MaxStoredBytes - bytes.WrittenCount)]);
            if (bytes.WrittenCount == MaxStoredBytes)
            {
                break;
            }
        }

        return bytes.WrittenSpan.ToArray();
    }
}

/// <summary>The figures of one sent answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Writes">The number of writes.</param>
/// <param name="Bytes">The bytes of the body, before compression.</param>
/// <param name="End">Its end, in words.</param>
/// <param name="IsWhole">Whether it was played to its end.</param>
internal sealed record AnswerFigures(int Status, int Writes, long Bytes, string End, bool IsWhole);
