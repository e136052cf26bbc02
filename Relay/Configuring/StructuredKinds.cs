using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Relay.Json;
using Relay.Secrets;
using Relay.Upstreams;

namespace Relay.Configuring;

/// <summary>Contains the kinds of settings whose value is a list or a mapping.</summary>
internal static partial class StructuredKinds
{
    // The relay sets these in every request; another value would change the meaning of the request.
    private static readonly string[] OfTheRequest = ["model", "messages", "stream"];

    /// <summary>Names of headers to be forwarded, including patterns such as <c>x-acme-*</c>.</summary>
    public static SettingKind<IReadOnlyList<string>> PassedHeaders { get; } = Names("list of header names", ReadPassedHeader);

    /// <summary>Names of models, in which <c>*</c> matches any text.</summary>
    public static SettingKind<IReadOnlyList<string>> Models { get; } = Names("list of models", ReadModel);

    /// <summary>Names of members of a chat request.</summary>
    public static SettingKind<IReadOnlyList<string>> Dropped { get; } = Names(
        "list of names", static input => ReadMember(input, input.Text("a name")));

    /// <summary>Members of a chat request, as YAML that can be converted to JSON.</summary>
    public static SettingKind<JsonElement?> Members { get; } = new("mapping", ReadMembers, WriteMembers, IsStructured: true);

    /// <summary>Headers with their values; only the names are shown.</summary>
    public static SettingKind<IReadOnlyList<KeyValuePair<string, string>>> Headers { get; } = new(
        "mapping", ReadHeaders, WriteHeaders, IsStructured: true);

    /// <summary>A list of names.</summary>
    public static SettingKind<IReadOnlyList<string>> Names(string words, Func<SettingInput, string> read) => new(
        words,
        input =>
            input.Node is ConfigList list
                ? [.. list.Values.Select(value => SettingKinds.Name(input, read(input with { Node = value })))]
                : throw input.Wrong("a list"),
        static (json, names) => WriteNames(json, names),
        IsStructured: true);

    /// <summary>Returns whether a text is a legal header name.</summary>
    public static bool IsHeaderName(string name) => HeaderName().IsMatch(name) && !name.EndsWith('*');

    private static void WriteNames(Utf8JsonWriter json, IEnumerable<string> names)
    {
        json.WriteStartArray();
        foreach (var name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static string ReadPassedHeader(SettingInput input)
    {
        var name = input.Text("header names");
        if (!HeaderName().IsMatch(name))
        {
            throw input.Wrong("header names, such as x-acme-trace or x-acme-*");
        }

        return HeaderRules.IsNeverPassed(name)
            ? throw input.Problem(
                $"{input.Word} cannot include {ShownValue.Quote(name)}: the header belongs to one connection or one account.")
            : name;
    }

    private static string ReadModel(SettingInput input)
    {
        var name = input.Text("model names");
        return ModelPattern.IsOne(name) ? name : throw input.Wrong("model names with at most one *");
    }

    private static string ReadMember(SettingInput input, string name) =>
        OfTheRequest.Contains(name, StringComparer.Ordinal)
            ? throw input.Problem($"{input.Word} cannot include '{name}': the relay always sets it.")
            : name;

    private static JsonElement? ReadMembers(SettingInput input)
    {
        var members = input.Node as ConfigMap ?? throw input.Wrong("a mapping");
        foreach (var entry in members.Entries)
        {
            ReadMember(input with { Node = entry.Key }, entry.Key.Value);
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            ConfigJson.Write(json, members);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static void WriteMembers(Utf8JsonWriter json, JsonElement? members)
    {
        if (members is { } value)
        {
            WriteShown(json, "", value);
        }
        else
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }
    }

    // A string that may be a secret is not shown.
    private static void WriteShown(Utf8JsonWriter json, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(SecretShape.HideKeysIn(member.Name));
                    WriteShown(json, member.Name, member.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var part in value.EnumerateArray())
                {
                    WriteShown(json, name, part);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String when SecretShape.MayBeSecret(name, value.GetString()!):
                json.WriteStringValue("[hidden]");
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static KeyValuePair<string, string>[] ReadHeaders(SettingInput input) =>
        input.Node is ConfigMap map ? [.. map.Entries.Select(entry => ReadHeader(input, entry))] : throw input.Wrong("a mapping");

    // Messages do not quote the value, because it may be a key.
    private static KeyValuePair<string, string> ReadHeader(SettingInput input, ConfigEntry entry)
    {
        var name = entry.Key.Value;
        var value = input.At(entry) with { Word = $"{input.Word}.{SettingKinds.Name(input with { Node = entry.Key }, name)}" };
        if (!IsHeaderName(name) || HeaderRules.IsOfConnection(name))
        {
            throw new ConfigurationException(
                entry.Key.Place,
                $"{input.Word} cannot contain {ShownValue.Quote(name)}: it is not a valid header name, "
                + "or the header belongs to the connection.");
        }

        var text = value.Node switch
        {
            ConfigMap { Entries: [{ Key.Value: "env", Value: ConfigText variable }] } => VariableKind.Read(value with { Node = variable }),
            ConfigText known => known.Value,
            _ => throw value.Problem($"{value.Word}: expected text or {{env: NAME}}."),
        };
        return text.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? throw value.Problem($"{value.Word}: expected printable ASCII characters only.")
            : KeyValuePair.Create(name, text);
    }

    private static void WriteHeaders(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> headers) =>
        WriteNames(json, headers.Select(static header => header.Key));

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'+.^_`|~-]+\*?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeaderName();
}
