using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Conformance.Reporting.Html;

/// <summary>The parts of the page that are the same in every run.</summary>
internal static class ReportResources
{
    private static readonly Dictionary<string, string> StringTable =
        JsonSerializer.Deserialize(Load("report.strings.json"), PageJson.Default.DictionaryStringString)!;

    public static string Css { get; } = RemoveIndentation(Load("report.css"));

    public static string Script { get; } = RemoveIndentation(Load("report.js"));

    /// <summary>The string table for the script; the default encoder keeps it free of markup.</summary>
    public static string StringsJson { get; } = JsonSerializer.Serialize(StringTable, PageJson.Default.DictionaryStringString);

    /// <summary>The page's policy: nothing from the network, and no script or style but the two in the page.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; script-src {Hash(Script)}; style-src {Hash(Css)}; base-uri 'none'; form-action 'none'; "
            + $"require-trusted-types-for 'script'";

    /// <summary>Returns a text for people by its key.</summary>
    public static string GetString(string key) => StringTable[key];

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    /// <summary>Removes indentation and comment lines; the resources have no text that spans lines.</summary>
    private static string RemoveIndentation(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0
            && !line.StartsWith("//", StringComparison.Ordinal)
            && !(line.StartsWith("/*", StringComparison.Ordinal) && line.EndsWith("*/", StringComparison.Ordinal)))) + "\n";

    private static string Load(string name)
    {
        using var stream = typeof(ReportResources).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is not in the assembly.");
        using var reader = new StreamReader(stream);

        // Browsers read line ends as LF before they compute the hash.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
