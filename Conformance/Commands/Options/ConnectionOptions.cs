using System.CommandLine;
using Conformance.Commands.Showing;
using Conformance.Running.Asking;
using Conformance.Running.Relays;

namespace Conformance.Commands.Options;

/// <summary>The options for requests to a relay: its key, headers, path and models.</summary>
internal sealed class ConnectionOptions
{
    /// <summary>The environment's variable for the relay's API key.</summary>
    public const string KeyVariable = DeclaredProfile.KeyVariable;

    private readonly Option<string[]> _headers = new("--header")
    {
        Description = "A header to send with every request, as 'Name: value'. Repeatable.",
        HelpName = "HEADER",
    };
    private readonly Option<string?> _key = new("--api-key")
    {
        Description = $"The API key for the relay, sent as a bearer token. Default: the environment variable {KeyVariable}.",
        HelpName = "KEY",
    };
    private readonly Option<string?> _path = new("--path")
    {
        Description = "The path of the responses endpoint, appended to the relay's address, such as /openai/v1/responses. Default: "
            + "/v1/responses, or /responses if the address ends in a version.",
        HelpName = "PATH",
    };
    private readonly Option<string[]> _models = new("--model-map")
    {
        Description = "A model in client requests, and the model that the relay sends upstream for it; * matches any. Repeatable.",
        HelpName = "NAME=NAME",
    };

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>Returns a profile with the typed options applied; all others are unchanged.</summary>
    /// <exception cref="UsageException">A value is malformed, or the relay is the bundled one.</exception>
    public DeclaredProfile Apply(DeclaredProfile profile, RelayTarget target, ParseResult parsed, Terminal terminal)
    {
        if (target is BundledTarget)
        {
            return All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given
                ? throw new UsageException($"{given.Name} applies only to your own relay; the cases configure the bundled relay.")
                : profile;
        }

        var headers = ReadHeaders(parsed.GetValue(_headers) ?? []);
        var models = ReadModels(parsed.GetValue(_models) ?? []);
        return profile with
        {
            Headers = [.. profile.Headers.Where(known =>
                !headers.Any(header => string.Equals(header.Key, known.Key, StringComparison.OrdinalIgnoreCase))), .. headers],
            ApiKey = parsed.GetValue(_key) ?? profile.ApiKey ?? FromEnvironment(terminal),
            Path = parsed.GetValue(_path) ?? profile.Path,
            ModelMap = models.Count > 0 ? models : profile.ModelMap,
        };
    }

    /// <summary>
    /// Returns the words that give the same options again; the API key and the values of headers that carry credentials stand as the
    /// variable.
    /// </summary>
    public IEnumerable<string> AsTyped(ParseResult parsed, Terminal terminal)
    {
        foreach (var header in parsed.GetValue(_headers) ?? [])
        {
            var name = header.Split(':', 2)[0];
            yield return _headers.Name;
            yield return SecretHeaders.Contains(name) ? $"{name}: ${KeyVariable}" : header;
        }

        if (parsed.GetValue(_key) is not null || FromEnvironment(terminal) is not null)
        {
            yield return _key.Name;
            yield return "$" + KeyVariable;
        }

        foreach (var word in TypedArguments.ListWords(parsed, _path, _models))
        {
            yield return word;
        }
    }

    private IReadOnlyList<Option> All => [_headers, _key, _path, _models];

    private static string? FromEnvironment(Terminal terminal) =>
        terminal.Environment.GetValueOrDefault(KeyVariable) is { Length: > 0 } key ? key : null;

    /// <summary>Reads headers as they are typed.</summary>
    /// <exception cref="UsageException">One is malformed.</exception>
    public static List<KeyValuePair<string, string>> ReadHeaders(IEnumerable<string> texts) => [.. texts.Select(ParseHeader)];

    private static KeyValuePair<string, string> ParseHeader(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? "" : text[..colon].Trim();
        if (name.Length == 0
            || !name.All(static unit => char.IsAsciiLetterOrDigit(unit) || "!#$%&'*+-.^_`|~".Contains(unit, StringComparison.Ordinal))
            || text.AsSpan(colon).ContainsAny('\r', '\n'))
        {
            // The value may be a key, so that the sentence does not repeat it.
            throw new UsageException("--header: expected 'Name: value', such as 'x-api-key: abc'.");
        }

        return KeyValuePair.Create(name, text[(colon + 1)..].Trim());
    }

    private static List<KeyValuePair<string, string>> ReadModels(IEnumerable<string> texts) => [.. texts.Select(ParseModel)];

    private static KeyValuePair<string, string> ParseModel(string text) => text.Split('=', 2) switch
    {
        [{ Length: > 0 } client, { Length: > 0 } upstream] => KeyValuePair.Create(client, upstream),
        _ => throw new UsageException($"--model-map: expected NAME=NAME, such as gpt-5=llama-3, received '{text}'."),
    };
}
