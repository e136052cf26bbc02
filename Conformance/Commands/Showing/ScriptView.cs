using System.Text;
using MockUpstream.Compiling;
using Scenarios.Model;

namespace Conformance.Commands.Showing;

/// <summary>An answer of the upstream as bytes, each piece below the step it comes from.</summary>
internal static class ScriptView
{
    private const string Indent = "         ";
    private const int MaxParts = 400;
    private const int MaxText = 4_000;

    public static void Show(Exchange exchange, string model, TextWriter output)
    {
        foreach (var info in exchange.Info)
        {
            output.WriteLine($"  before it status {info}");
        }

        output.WriteLine(ScriptCompiler.IsHeadless(exchange)
            ? "  no status line and no headers from the mock"
            : $"  status {exchange.Status}");
        foreach (var (name, value) in exchange.Headers)
        {
            output.WriteLine($"  {name}: {value}");
        }

        if (exchange.Wire.Coding is { } coding)
        {
            output.WriteLine($"  each write compressed ({coding.ToString().ToLowerInvariant()}) and flushed");
        }

        foreach (var (step, text) in GetParts(ScriptCompiler.Compile(exchange, model).Pieces).Take(MaxParts))
        {
            output.WriteLine(Columns.Hang($"  {step.Number,3}  ", $":{step.Place.Line}  {step.Text}", Terminal.Width));
            output.WriteLine(Columns.FormatExact(Indent, text, Terminal.Width));
        }

        foreach (var (name, value) in exchange.Trailers)
        {
            output.WriteLine($"  trailer {name}: {value}");
        }

        if (exchange.Body is { } body)
        {
            output.WriteLine(Columns.FormatExact(Indent, (body.ValueKind == System.Text.Json.JsonValueKind.String
                ? body.GetString()!
                : ConsoleJson.FormatCompact(body)) + "‖", Terminal.Width));
        }
    }

    /// <summary>Returns each step with all its pieces, however often it is cut.</summary>
    private static IEnumerable<(UpstreamStep Step, string Text)> GetParts(IEnumerable<ScriptPiece> pieces)
    {
        var text = new StringBuilder();
        ScriptPiece? before = null;
        foreach (var piece in pieces)
        {
            if (before is not null && (!ReferenceEquals(piece.Step, before.Step) || before is not WritePiece))
            {
                yield return (before.Step, Shorten(text.ToString()));
                text.Clear();
            }

            text.Append(FormatText(piece));
            before = piece;
        }

        if (before is not null)
        {
            yield return (before.Step, Shorten(text.ToString()));
        }
    }

    private static string Shorten(string text) =>
        text.Length <= MaxText ? text : $"{text[..(MaxText / 2)]} … {text.Length - MaxText} more characters … {text[^(MaxText / 2)..]}";

    private static string FormatText(ScriptPiece piece) => piece switch
    {
        WritePiece { PastHttp: true } write => "past HTTP: " + VisibleBytes.Format(write.Bytes.Span) + "‖",
        WritePiece write => VisibleBytes.Format(write.Bytes.Span) + "‖",
        WaitPiece wait => $"⏸ {wait.Time.TotalMilliseconds:0.###} ms",
        HoldPiece hold => $"✋ until the client has seen {EventText.Format(hold.Until)}",
        GatePiece gate => $"✋ until the gate '{gate.Name}' is released",
        StallPiece { Time: { } time } => $"⏸ {time.TotalMilliseconds:0.###} ms",
        StallPiece => "⏸ until the case ends",
        ClosePiece close => "⏹ " + Close(close.Kind),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Close(CloseKind kind) => kind switch
    {
        CloseKind.Clean => "closes normally",
        CloseKind.Reset => "resets the connection",
        CloseKind.Never => "keeps the connection open until the case ends",
        CloseKind.MidChunk => "closes in the middle of an HTTP chunk",
        CloseKind.Truncate => "closes without the last HTTP chunk",
        CloseKind.AfterResponse => "ends the answer, then closes the connection",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
