using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MockUpstream.Tests.Support;

namespace MockUpstream.Tests.Answering;

/// <summary>One row of the table in the mock's README: a word, a scenario's answer that uses it, and what a raw reader saw of it.</summary>
/// <param name="Word">The word, or what it makes.</param>
/// <param name="Asked">The answer as the format writes it.</param>
internal sealed partial record WireRow(string Word, string Asked)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// With which bytes the reader stops, when the connection stays open behind them; <see langword="null"/> to read until it ends.
    /// </summary>
    public string? Until { get; init; }

    /// <summary>Whether the reads are decided by the words, so that the row shows each.</summary>
    public bool ShowsReads { get; init; }

    /// <summary>The least time that the answer takes as its words promise; shown when it was kept.</summary>
    public TimeSpan? Least { get; init; }

    /// <summary>The gate that is released once the reader has seen this much.</summary>
    public (string After, string Gate)? Releases { get; init; }

    /// <summary>Plays the answer and reads it.</summary>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var text = CaseText.WithUpstream(Asked);
        var released = Releases is { } release
            ? text.Replace("{ask: Hi}", $"{{ask: Hi, then: {{release: {release.Gate}, after: created}}}}", StringComparison.Ordinal)
            : text;
        await using var stage = await Stage.OpenAsync(CaseText.ReadGood(released), new(), cancellationToken);

        var began = Stopwatch.GetTimestamp();
        using var peer = await stage.AskAsync(cancellationToken);
        if (Releases is var (after, gate))
        {
            await peer.ReadUntilAsync(after, cancellationToken);
            stage.Host.Gates.Release(gate);
        }

        var ended = Until is null ? await ToTheEndAsync(peer, cancellationToken) : await UntilAsync(peer, Until, cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);
        var reads = ShowsReads ? Reads(peer) : Least is { } least
            ? took >= least ? $"at least {least.TotalMilliseconds:0} ms" : $"{took.TotalMilliseconds:0} ms, too soon"
            : "";
        return $"| {Word} | `{Asked}` | {Shown(peer.Bytes)} | {reads} | {ended} |";
    }

    private static async Task<string> ToTheEndAsync(RawPeer peer, CancellationToken cancellationToken) =>
        await peer.ReadToEndAsync(cancellationToken) == Ending.Reset ? "RST" : "FIN";

    private static async Task<string> UntilAsync(RawPeer peer, string until, CancellationToken cancellationToken)
    {
        await peer.ReadUntilAsync(until, cancellationToken);
        return await peer.IsQuietAsync(Moment, cancellationToken) ? "stays open" : $"more came: {Shown(peer.Bytes)}";
    }

    private static string Reads(RawPeer peer)
    {
        var head = peer.Received.Length - peer.Body.Length;
        var pieces = new List<string>();
        var at = 0;
        foreach (var read in peer.Reads)
        {
            var (from, to) = (Math.Max(at, head), at + read);
            at = to;
            if (to > from)
            {
                pieces.Add(Shown(peer.Bytes[from..to]));
            }
        }

        return string.Join(' ', pieces);
    }

    /// <summary>The bytes as a C string has them; a head that the mock made itself is only named.</summary>
    private static string Shown(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return "nothing";
        }

        var text = new StringBuilder();
        foreach (var unit in bytes)
        {
            text.Append(unit switch
            {
                (byte)'\r' => "\\r",
                (byte)'\n' => "\\n",
                (byte)'|' => "\\x7C",
                >= 0x20 and < 0x7F => ((char)unit).ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\x{unit:X2}"),
            });
        }

        return $"`{OwnHead().Replace(text.ToString(), "(head)")}`";
    }

    [GeneratedRegex(
        @"HTTP/1\.1 200 OK\\r\\n([A-Za-z-]+: [^\\]*\\r\\n)*Date: [^\\]*\\r\\n([A-Za-z-]+: [^\\]*\\r\\n)*\\r\\n",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex OwnHead();
}
