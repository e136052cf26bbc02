using System.Text;
using MockUpstream.Playing;
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
        output.WriteLine($"  status {exchange.Status}");
        foreach (var (name, value) in exchange.Headers)
        {
            output.WriteLine($"  {name}: {value}");
        }

        if (exchange.Wire.Coding is { } coding)
        {
            output.WriteLine($"  each write compressed ({coding.ToString().ToLowerInvariant()}) and flushed");
        }

        foreach (var (step, text) in Parts(ScriptCompiler.Compile(exchange, model).Pieces).Take(MaxParts))
        {
            output.WriteLine(Columns.Hang($"  {step.Number,3}  ", $":{step.Place.Line}  {step.Text}", Terminal.Width));
            output.WriteLine(Columns.Exact(Indent, text, Terminal.Width));
        }

        if (exchange.Body is { } body)
        {
            output.WriteLine(Columns.Exact(Indent, (body.ValueKind == System.Text.Json.JsonValueKind.String ? body.GetString()! : JsonText.Compact(body)) + "‖", Terminal.Width));
        }
    }

    /// <summary>Each step with all its pieces, however often it is cut.</summary>
    private static IEnumerable<(UpstreamStep Step, string Text)> Parts(IReadOnlyList<ScriptPiece> pieces)
    {
        var text = new StringBuilder();
        for (var index = 0; index < pieces.Count; index++)
        {
            text.Append(Text(pieces[index]));
            if (index + 1 == pieces.Count || !ReferenceEquals(pieces[index + 1].Step, pieces[index].Step) || pieces[index] is not WritePiece)
            {
                yield return (pieces[index].Step, Short(text.ToString()));
                text.Clear();
            }
        }
    }

    private static string Short(string text) =>
        text.Length <= MaxText ? text : $"{text[..(MaxText / 2)]} … {text.Length - MaxText} more characters … {text[^(MaxText / 2)..]}";

    private static string Text(ScriptPiece piece) => piece switch
    {
        WritePiece write => VisibleBytes.Of(write.Bytes.Span) + "‖",
        WaitPiece wait => $"⏸ {wait.Time.TotalMilliseconds:0.###} ms",
        HoldPiece hold => $"✋ until the client has seen {EventText.Of(hold.Until)}",
        StallPiece => "⏸ until the case ends",
        ClosePiece close => "⏹ " + Close(close.Kind),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Close(CloseKind kind) => kind switch
    {
        CloseKind.Clean => "closes clean",
        CloseKind.Reset => "resets the connection",
        CloseKind.Never => "keeps the connection open until the case ends",
        CloseKind.MidChunk => "closes in the middle of an HTTP chunk",
        CloseKind.Truncate => "closes without the last HTTP chunk",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
