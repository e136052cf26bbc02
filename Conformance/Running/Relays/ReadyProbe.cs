using System.Globalization;
using System.Text.RegularExpressions;

namespace Conformance.Running.Relays;

/// <summary>How to find out that a started relay is ready. A closed family.</summary>
/// <remarks>With every probe, a line <c>listening on http://…</c> in the relay's output means ready, and its address is used.</remarks>
internal abstract partial record ReadyProbe
{
    /// <summary>The pattern that is always looked for.</summary>
    public static Regex Announcement => Listening();

    /// <summary>
    /// Reads <c>tcp</c>, <c>stdout:TEXT</c> or <c>GET /path [status]</c>; <see langword="null"/> when it is none of these.
    /// </summary>
    public static ReadyProbe? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        if (text is "tcp")
        {
            return new TcpProbe();
        }

        if (text.StartsWith("stdout:", StringComparison.Ordinal) && text.Length > "stdout:".Length)
        {
            return new OutputProbe(text["stdout:".Length..]);
        }

        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["GET", ['/', ..] path] => new HttpProbe(path, 200),
            ["GET", ['/', ..] path, var status] when int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code) =>
                new HttpProbe(path, code),
            _ => null,
        };
    }

    [GeneratedRegex(
        @"listening on:? (?<url>https?://[^\s""',]+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}

/// <summary>Ready when its port accepts a connection.</summary>
internal sealed record TcpProbe : ReadyProbe;

/// <summary>Ready when a line of its output contains the text.</summary>
internal sealed record OutputProbe(string Text) : ReadyProbe;

/// <summary>Ready when a GET returns the status.</summary>
internal sealed record HttpProbe(string Path, int Status) : ReadyProbe;

/// <summary>Ready when its output names the address it listens on.</summary>
internal sealed record AnnouncementProbe : ReadyProbe;
