using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Commands.Showing;

/// <summary>An answer of the upstream as bytes, each piece below the step it comes from.</summary>
internal static class ScriptView
{
    private const int MaxPieces = 200;

    public static void Show(Exchange exchange, string model, TextWriter output)
    {
        output.WriteLine($"  status {exchange.Status}");
        foreach (var (name, value) in exchange.Headers)
        {
            output.WriteLine($"  {name}: {value}");
        }

        var pieces = ScriptCompiler.Compile(exchange, model).Pieces;
        UpstreamStep? step = null;
        foreach (var piece in pieces.Take(MaxPieces))
        {
            if (!ReferenceEquals(piece.Step, step))
            {
                step = piece.Step;
                output.WriteLine(Columns.Hang($"  {step.Number,3}  ", $":{step.Place.Line}  {step.Text}", Terminal.Width));
            }

            output.WriteLine(Columns.Hang("         ", Text(piece), Terminal.Width));
        }

        if (pieces.Count > MaxPieces)
        {
            output.WriteLine($"         … {pieces.Count - MaxPieces} more pieces");
        }

        if (exchange.Body is { } body)
        {
            output.WriteLine(Columns.Hang("         ", (body.ValueKind == System.Text.Json.JsonValueKind.String ? body.GetString()! : JsonText.Compact(body)) + "‖", Terminal.Width));
        }
    }

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
