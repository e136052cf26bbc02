using System.Globalization;
using MockUpstream.Compiling;
using MockUpstream.Playing;
using Scenarios.Model;
using Scenarios.Reading;

namespace Benchmarks.Serving;

/// <summary>The scenarios that are measured, written as files so that they are read as any other.</summary>
internal sealed class BenchScenarios
{
    /// <summary>100 chunks in one write.</summary>
    public const string Coalesced = "rc-bench.coalesced";

    /// <summary>100 chunks, each a separate send.</summary>
    public const string Separate = "rc-bench.separate";

    /// <summary>A plain JSON body.</summary>
    public const string Plain = "rc-bench.plain";

    /// <summary>100 chunks, ten a second.</summary>
    public const string SlowShort = "rc-bench.slow-short";

    /// <summary>100,000 chunks, ten a second.</summary>
    public const string SlowLong = "rc-bench.slow-long";

    /// <summary>Single bytes of which each is proven to be read before the next is sent.</summary>
    public const string Proven = "rc-bench.proven";

    /// <summary>A short answer.</summary>
    public const string Short = "rc-bench.short";

    /// <summary>The number of bytes of <see cref="Proven"/>.</summary>
    public const int ProvenBytes = 5_000;

    private const int Chunks = 100;
    private const string Text = "The quick brown fox";

    private readonly Dictionary<string, Scenario> _scenarios;

    private BenchScenarios(ScenarioCatalog catalog) => _scenarios = catalog.Scenarios.ToDictionary(CaseKey.Of, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public IEnumerable<Scenario> All => _scenarios.Values;

    /// <summary>Writes the files.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "bench"));
        Write(
            folder,
            "coalesced",
            $"steps: [{{burst: [{string.Join(", ", Enumerable.Repeat($"{{text: '{Text}'}}", Chunks))}, {{finish: stop}}, done]}}]");
        Write(folder, "separate", $"steps: [{Repeat(Chunks)}, {{finish: stop}}, done], wire: {{settle: sent}}");
        Write(
            folder,
            "plain",
            "status: 200, body: {id: chatcmpl-1, object: chat.completion, created: 1, model: m, "
                + "choices: [{index: 0, message: {role: assistant, content: Hello}, finish_reason: stop}]}");
        Write(folder, "slow-short", $"steps: [{Repeat(Chunks)}, done], pace: {{rate: 10/s}}");
        Write(folder, "slow-long", $"steps: [{Repeat(100_000)}, done], pace: {{rate: 10/s}}");
        Write(folder, "proven", $"steps: [{{raw: '{new string('x', ProvenBytes)}', split: 1}}], wire: {{settle: read}}");
        Write(folder, "short", "steps: [{raw: x}]");
    }

    /// <summary>Reads the files.</summary>
    /// <exception cref="InvalidDataException">One of them does not read.</exception>
    public static BenchScenarios Load(string folder)
    {
        var catalog = ScenarioCatalog.Load(folder);
        var wrong = catalog.Problems.Where(static problem => !problem.Place.File.Contains("vocabulary", StringComparison.Ordinal)).ToList();
        return wrong.Count == 0 ? new BenchScenarios(catalog) : throw new InvalidDataException(string.Join('\n', wrong));
    }

    /// <summary>Returns the scenario that a model names.</summary>
    public Scenario Find(string model) => _scenarios[model];

    /// <summary>Returns the pieces of a stream.</summary>
    public IEnumerable<ScriptPiece> Pieces(string model) => ScriptCompiler.Compile(_scenarios[model].Turns[0].Upstream[0], model).Pieces;

    /// <summary>Returns all bytes of a stream.</summary>
    public byte[] Body(string model) => [.. Pieces(model).OfType<WritePiece>().SelectMany(static write => write.Bytes.ToArray())];

    private static string Repeat(int times) =>
        string.Create(CultureInfo.InvariantCulture, $"{{repeat: {{times: {times}, steps: [{{text: '{Text}'}}]}}}}");

    private static void Write(string folder, string name, string upstream)
    {
        var text = $$$"""
            schema: relay-scenario/v1
            id: bench/{{{name}}}
            title: An answer whose cost is measured
            level: may
            client: {ask: Say something}
            upstream: { {{{upstream}}} }
            expect: {final: {status: completed}}
            """;
        File.WriteAllText(Path.Combine(folder, "bench", $"{name}.yaml"), text);
    }
}
