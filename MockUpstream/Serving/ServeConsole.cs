using System.Globalization;
using System.Threading.Channels;
using MockUpstream.Contract;

namespace MockUpstream.Serving;

/// <summary>Writes one line for each request that was served, and for each reload, in the order in which they end.</summary>
internal sealed class ServeConsole(TextWriter output, bool hasColor, TimeProvider time)
{
    // A terminal that does not scroll must not hold requests up.
    private const int MostWaiting = 1_000;

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting)
    {
        FullMode = BoundedChannelFullMode.DropOldest,
        SingleReader = true,
    });

    /// <summary>Queues the line of a request.</summary>
    public void Queue(ServedRequest request) => _lines.Writer.TryWrite(FormatLine(request));

    /// <summary>Queues a sentence.</summary>
    public void Queue(string sentence) => _lines.Writer.TryWrite($"{FormatTime(time.GetLocalNow())}  {MakePrintable(sentence)}");

    /// <summary>Writes the queued lines until <see cref="Complete"/>.</summary>
    public async Task WriteAsync()
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(CancellationToken.None))
        {
            await output.WriteLineAsync(line);
            if (!_lines.Reader.TryPeek(out _))
            {
                await output.FlushAsync(CancellationToken.None);
            }
        }
    }

    /// <summary>Declares that nothing more follows.</summary>
    public void Complete() => _lines.Writer.TryComplete();

    private string FormatLine(ServedRequest request)
    {
        var status = request.Status == 0 ? "---" : request.Status.ToString(CultureInfo.InvariantCulture);
        var colour = request.Status is >= 200 and < 400 && request.IsWhole ? "32" : "31";
        var writes = request.Writes == 1 ? "1 write" : $"{request.Writes} writes";
        var head = $"{FormatTime(request.At.ToLocalTime())}  {(hasColor ? $"\u001b[{colour}m{status}\u001b[0m" : status)}";
        return $"{head}  {MakePrintable(request.Case ?? "-")}  {request.Method} {MakePrintable(request.Path)}  {writes}, "
            + $"{FormatSize(request.Bytes)}, "
            + $"{(long)request.Duration.TotalMilliseconds} ms, {request.End}";
    }

    private static string FormatTime(DateTimeOffset at) => at.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string FormatSize(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
    };

    /// <summary>Returns a request may hold control characters that would drive the terminal.</summary>
    private static string MakePrintable(string text) =>
        string.Concat(text.Select(static character =>
            char.IsControl(character) || character is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' ? '·' : character));
}
