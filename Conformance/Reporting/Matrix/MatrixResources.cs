using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conformance.Reporting.Html;

namespace Conformance.Reporting.Matrix;

/// <summary>The parts of the matrix page that are the same for all runs: the look of the report, with what only this page has.</summary>
internal static class MatrixResources
{
    private static readonly Dictionary<string, string> Strings =
        JsonSerializer.Deserialize(Load("matrix.strings.json"), MatrixJson.Default.DictionaryStringString)!;

    public static string Css { get; } = ReportResources.Css + Load("matrix.css");

    public static string Script { get; } = Load("matrix.js");

    /// <summary>The string table for the script; the default encoder keeps it free of markup.</summary>
    public static string StringsJson { get; } = JsonSerializer.Serialize(Strings, MatrixJson.Default.DictionaryStringString);

    /// <summary>The page's policy: nothing from the network, and no script or style but the two in the page.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; script-src {Hash(Script)}; style-src {Hash(Css)}; base-uri 'none'; form-action 'none'; "
            + $"require-trusted-types-for 'script'";

    /// <summary>Returns a text for people by its key.</summary>
    public static string GetString(string key) => Strings[key];

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Load(string name)
    {
        using var stream = typeof(MatrixResources).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is not in the assembly.");
        using var reader = new StreamReader(stream);

        // Browsers read line ends as LF before they compute the hash.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
