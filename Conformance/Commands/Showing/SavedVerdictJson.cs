using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conformance.Checking;
using Conformance.Importing;
using Conformance.Results;

namespace Conformance.Commands.Showing;

/// <summary>Writes the findings in saved answers as JSON for programs.</summary>
internal static class SavedVerdictJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Create(IReadOnlyList<SavedVerdict> verdicts)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteStartArray("answers");
            foreach (var verdict in verdicts)
            {
                Write(json, verdict);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, SavedVerdict verdict)
    {
        json.WriteStartObject();
        json.WriteString("name", Secrets.Mask(verdict.Answer.Name));
        json.WriteString("form", verdict.Answer.Form.ToString().ToLowerInvariant());
        json.WriteNumber("status", verdict.Answer.Answer.Status ?? 0);
        json.WriteNumber("bytes", verdict.Answer.Answer.Body.Length);
        json.WriteNumber("events", verdict.Wire?.Events.Count ?? 0);
        json.WriteStartArray("findings");
        foreach (var finding in verdict.Findings)
        {
            Write(json, verdict.Answer, finding);
        }

        json.WriteEndArray();
        json.WriteStartArray("clients");
        foreach (var cell in verdict.Clients)
        {
            json.WriteStartObject();
            json.WriteString("client", cell.Client);
            json.WriteString("impact", cell.Impact);
            json.WriteString("says", Secrets.Mask(cell.Says));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SavedAnswer answer, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("check", finding.Check);
        WriteText(json, "number", CheckIndex.Find(finding.Check)?.Number);
        json.WriteString("severity", CheckListView.FormatWord(finding.Severity));
        json.WriteString("message", Secrets.Mask(finding.Message));
        WriteNumber(json, "event", finding.Event);
        WriteText(json, "event_type", finding.EventType);
        WriteText(json, "member", finding.Member);
        WriteNumber(json, "byte", answer.ByteOf(finding));
        WriteNumber(json, "line", answer.LineOf(finding));
        json.WriteNumber("times", finding.Times);
        WriteText(json, "expected", finding.Expected);
        WriteText(json, "received", finding.Received);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, Secrets.Mask(value));
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
