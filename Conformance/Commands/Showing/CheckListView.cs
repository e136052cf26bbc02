using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conformance.Checking;
using Conformance.Results;

namespace Conformance.Commands.Showing;

/// <summary>The list of all checks.</summary>
internal static class CheckListView
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string FormatWord(Severity severity) => severity.ToString().ToLowerInvariant();

    public static string FormatWord(FindingKind kind) => kind.ToString().ToLowerInvariant();

    public static void Show(Terminal terminal)
    {
        var paint = new Paint(terminal.Out, terminal.HasColor);
        foreach (var kind in CheckIndex.All.GroupBy(check => check.Kind))
        {
            paint.Line(Tone.Strong, kind.Key == FindingKind.Rule
                ? $"Rules: judged over the whole run ({kind.Count()})"
                : $"Outcomes: judged for each case ({kind.Count()})");
            foreach (var check in kind)
            {
                paint.Line(Tone.Plain, string.Join("  ", new[] { check.Number, check.Id, FormatWord(check.Severity) }.OfType<string>()));
                paint.Line(Tone.Quiet, Columns.Hang("     ", check.Title, Terminal.Width));
            }

            paint.Line(Tone.Plain, "");
        }

        paint.Line(Tone.Plain, "To explain a check: relayconf explain ID");
    }

    public static string FormatJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartArray();
            foreach (var check in CheckIndex.All)
            {
                json.WriteStartObject();
                json.WriteString("id", check.Id);
                json.WriteString("number", check.Number);
                json.WriteString("severity", FormatWord(check.Severity));
                json.WriteString("kind", FormatWord(check.Kind));
                json.WriteString("title", check.Title);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
