using System.Globalization;
using System.Text.Json;
using Conformance.Reporting.Texts;
using Scenarios.Reading;

namespace Conformance.Commands.Showing;

/// <summary>The known vendors with the number of their cases, without a run.</summary>
internal static class VendorList
{
    public static void Show(ScenarioCatalog catalog, string? vendor, string format, TextWriter output)
    {
        var rows = catalog.Vocabulary.Vendors
            .Where(known => vendor is null || known.Key == vendor)
            .Select(known => (Word: known.Key, Name: known.Value, Cases: catalog.Scenarios.Count(scenario => scenario.SeenIn.Contains(
                known.Key, StringComparer.Ordinal))))
            .OrderByDescending(static row => row.Cases).ThenBy(static row => row.Word, StringComparer.Ordinal).ToList();
        switch (format)
        {
            case "json":
                output.WriteLine(BoardJson.Write(json => WriteJson(json, rows)));
                break;
            case "md":
                output.Write("| vendor | name | cases |\n| --- | --- | ---: |\n");
                rows.ForEach(row => output.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {PlainText.EscapeMarkdown(row.Word)} | {PlainText.EscapeMarkdown(row.Name)} | {row.Cases} |\n")));
                break;
            default:
                output.WriteLine("vendor              cases  name");
                rows.ForEach(row =>
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Word,-18}  {row.Cases,5}  {row.Name}")));
                break;
        }
    }

    private static void WriteJson(Utf8JsonWriter json, IReadOnlyList<(string Word, string Name, int Cases)> rows)
    {
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("vendor", row.Word);
            json.WriteString("name", row.Name);
            json.WriteNumber("cases", row.Cases);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
