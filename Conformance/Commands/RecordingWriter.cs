using System.Globalization;
using Conformance.Capturing;
using Conformance.Commands.Showing;
using Conformance.Results;
using Conformance.Scripting;

namespace Conformance.Commands;

/// <summary>Writes the exchanges of a recorder to its folder and prints one line for each.</summary>
internal sealed class RecordingWriter(
    ScenarioComposer scribe, RecordingFolder folder, string from, string? vendor, Terminal terminal, TroubleReporter trouble)
{
    private const string WriteTrouble = "write";

    /// <summary>The number of files that were written.</summary>
    public int Written { get; private set; }

    /// <summary>The number of exchanges that could not be written.</summary>
    public int Lost { get; private set; }

    /// <summary>Returns whether an exchange is recorded: chat completions are, everything else only passes.</summary>
    public static bool IsChat(CapturedExchange exchange) =>
        exchange.Method is "POST" && exchange.Path.TrimEnd('/').EndsWith("/chat/completions", StringComparison.Ordinal);

    /// <summary>Writes one exchange.</summary>
    public void Write(CapturedExchange captured)
    {
        var asked =
            $"{captured.Method} {Secrets.Mask(captured.Path)} {captured.Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer"}";
        if (!IsChat(captured))
        {
            terminal.Out.WriteLine($"{asked}  forwarded, not recorded");
            return;
        }

        var recorded = scribe.Write(captured, HeadOf);
        var id = recorded.Id;
        try
        {
            folder.Write(id, recorded.Text);
            Written++;
            trouble.Reset(WriteTrouble);
            var quirks = recorded.Sightings.Count == 0 ? "" : $"  {string.Join(' ', recorded.Sightings.Select(static one => one.Quirk))}";
            terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{asked}  {captured.Reads.Count} reads, {captured.EndedAt.TotalSeconds:0.00} s  {id}.yaml{quirks}"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Lost++;
            trouble.Report($"Cannot write the recording {id}.yaml: {Secrets.Mask(problem.Message)} Traffic is still forwarded; the "
                + $"next exchanges will be tried again.", WriteTrouble);
        }
    }

    private RecordingHead HeadOf(CapturedExchange exchange)
    {
        var model = ScenarioComposer.ModelOf(Classifying.Streams.VendorJson.Parse(exchange.RequestBody.Span));
        var at = terminal.Time.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return new RecordingHead(folder.NextId(SecretMask.MaskText(model)), Title: null, $"Recorded {at} UTC from {from}.", vendor);
    }
}
