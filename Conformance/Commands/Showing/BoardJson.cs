using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conformance.Reporting.Boards;
using Conformance.Results;

namespace Conformance.Commands.Showing;

/// <summary>The boards as JSON, for programs.</summary>
internal static class BoardJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Create(RunInfo info, VendorBoard board) => Write(json =>
    {
        Begin(json, info, "vendors");
        foreach (var row in board.Rows)
        {
            json.WriteStartObject();
            json.WriteString("vendor", row.Vendor);
            json.WriteString("answer", row.Answer);
            json.WriteNumber("cases", row.Cases);
            json.WriteNumber("passed", row.Passed);
            json.WriteNumber("failed", row.Failed);
            json.WriteNumber("not_judged", row.NotJudged);
            json.WriteStartArray("failures");
            foreach (var failure in row.Failures)
            {
                WriteFailure(json, failure);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        EndRows(json);
    });

    public static string Create(RunInfo info, ClientBoard board) => Write(json =>
    {
        Begin(json, info, "clients");
        foreach (var row in board.Rows)
        {
            json.WriteStartObject();
            json.WriteString("client", row.Client);
            json.WriteString("product", row.Product);
            json.WriteString("version", row.Version);
            json.WriteNumber("works", row.Works);
            json.WriteNumber("inherent", row.Inherent);
            json.WriteNumber("loses", row.Loses);
            json.WriteNumber("breaks", row.Breaks);
            json.WriteStartArray("causes");
            foreach (var cause in row.Causes)
            {
                json.WriteStartObject();
                json.WriteString("impact", cause.Impact);
                json.WriteBoolean("inherent", cause.Inherent);
                json.WriteString("says", cause.Says);
                WriteWords(json, "cases", cause.Cases);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        EndRows(json);
    });

    /// <summary>Returns the written JSON as text.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteFailure(Utf8JsonWriter json, VendorFailure failure)
    {
        json.WriteStartObject();
        json.WriteString("case", failure.Case);
        json.WriteString("level", failure.Level);
        json.WriteBoolean("loses", failure.Loses);
        json.WriteString("check", failure.Check);
        json.WriteString("message", failure.Message);
        WriteWords(json, "hurts", failure.Hurts);
        if (failure.Known is { } known)
        {
            json.WriteString("known", known);
        }

        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, RunInfo info, string rows)
    {
        json.WriteStartObject();
        json.WriteString("run", info.Name);
        json.WriteString("relay", info.Relay);
        json.WriteStartArray(rows);
    }

    private static void EndRows(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteWords(Utf8JsonWriter json, string name, IReadOnlyList<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }
}
