using System.Diagnostics;
using System.Text.Json;

namespace Conformance.Tests.RealClients.Downloaded;

/// <summary>One run of <c>codex exec</c> with a home and a work folder of its own.</summary>
internal sealed class CodexRun : IDisposable
{
    // Plugins are off because Codex fetches their catalogue at every start, and nothing may be fetched here. Commands run without a sandbox
    // because a container may not allow one. Nothing is tried twice, so that each failure is seen.
    private static readonly string[] ForTests =
    [
        "-c", "check_for_update_on_startup=false",
        "-c", "analytics.enabled=false",
        "-c", "features.plugins=false",
        "-c", "approval_policy=\"never\"",
        "-c", "sandbox_mode=\"danger-full-access\"",
    ];

    private static readonly string[] ForRelay =
    [
        // The mock knows a request by its key where the model is one that Codex has metadata for.
        "-c", "model_providers.relay.env_key=\"RELAY_KEY\"",
        "-c", "model_providers.relay.request_max_retries=0",
        "-c", "model_providers.relay.stream_max_retries=0",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relayconf");

    public CodexRun() => Directory.CreateDirectory(Work);

    /// <summary>The folder that Codex works in.</summary>
    public string Work => Path.Combine(_folder.FullName, "work");

    /// <summary>How Codex is configured to use the relay.</summary>
    public CodexProvider Provider { get; init; }

    /// <summary>Tables of the configuration beside the provider, such as an MCP server.</summary>
    public string More { get; init; } = "";

    /// <summary>What Codex printed, an event a line.</summary>
    public IReadOnlyList<JsonElement> Events { get; private set; } = [];

    public ShellResult Result { get; private set; } = new(-1, "", "");

    /// <summary>The model's messages.</summary>
    public IEnumerable<string?> Messages => Items("agent_message").Select(static message => message.GetProperty("text").GetString());

    /// <summary>The items of a type that were completed.</summary>
    public IEnumerable<JsonElement> Items(string type) =>
        Of("item.completed").Select(static line => line.GetProperty("item")).Where(item => item.GetProperty("type").GetString() == type);

    /// <summary>Why the turn failed.</summary>
    public string? Failure() =>
        Of("turn.failed").Select(static line => line.GetProperty("error").GetProperty("message").GetString()).SingleOrDefault();

    /// <summary>Runs Codex on a prompt, by default with the stage's key as the model, a name it has no metadata for.</summary>
    public Task AskAsync(ClientStage stage, string prompt, CancellationToken cancellationToken, params string[] options) =>
        AskAsync(stage, stage.Key, [.. options, "--", prompt], ClientProcess.Ignore, cancellationToken);

    public async Task AskAsync(
        ClientStage stage, string model, IEnumerable<string> words, Action<Process, string> onLine, CancellationToken cancellationToken)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "config.toml"), Configuration(stage.Relay));
        if (Provider is CodexProvider.BuiltIn)
        {
            File.WriteAllText(
                Path.Combine(_folder.FullName, "auth.json"), $$"""{"auth_mode":"apikey","OPENAI_API_KEY":"{{stage.Key}}"}""");
        }

        Result = await ClientProcess.RunAsync(
            ClientPackages.Codex,
            [
                "exec", "--json", "--skip-git-repo-check", "--cd", Work, "-m", model,
                .. ForTests, .. Provider is CodexProvider.BuiltIn ? [] : ForRelay, .. words,
            ],
            _folder.FullName,
            [KeyValuePair.Create("CODEX_HOME", _folder.FullName), KeyValuePair.Create("RELAY_KEY", stage.Key)],
            onLine,
            cancellationToken);
        Events = [.. Result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonElement.Parse(line))];
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private IEnumerable<JsonElement> Of(string type) => Events.Where(line => line.GetProperty("type").GetString() == type);

    private string Configuration(Uri relay) => Provider is CodexProvider.BuiltIn
        ? $"""
            openai_base_url = "{relay}"
            {More}
            """
        : $"""
            model_provider = "relay"
            [model_providers.relay]
            name = "relay"
            base_url = "{relay}"
            {Addition(relay)}
            {More}
            """;

    private string Addition(Uri relay) => Provider switch
    {
        CodexProvider.WebSockets => "supports_websockets = true",
        CodexProvider.Catalog => $"model_catalog_url = \"{relay}/models\"",
        _ => "",
    };
}
