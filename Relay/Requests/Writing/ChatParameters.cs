using System.Buffers;
using System.Text.Json;
using Relay.Json;
using Relay.Requests.Checking;

namespace Relay.Requests.Writing;

/// <summary>
/// Applies configured changes to every chat request of one upstream: removes members, and merges others over those of the client.
/// </summary>
internal sealed class ChatParameters(JsonElement? extra, IReadOnlyList<string> dropped)
{
    public static ChatParameters None { get; } = new(null, []);

    /// <summary>Applies the changes to a chat request.</summary>
    public ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> chat)
    {
        if (extra is null && dropped.Count == 0)
        {
            return chat;
        }

        using var request = JsonDocument.Parse(chat, new JsonDocumentOptions { MaxDepth = 2 * RequestLimits.MaxDepth });
        var changed = new ArrayBufferWriter<byte>(chat.Length + 256);
        using (var json = new Utf8JsonWriter(changed, RelaxedJson.WriterOptions))
        {
            Merge(json, request.RootElement, extra, "");
        }

        return changed.WrittenMemory;
    }

    private void Merge(Utf8JsonWriter json, JsonElement owner, JsonElement? added, string path)
    {
        json.WriteStartObject();
        foreach (var member in owner.EnumerateObject())
        {
            if (Find(added, member.Name) is { ValueKind: not JsonValueKind.Object })
            {
                continue;
            }

            var name = RequestCheck.JoinPath(path, member.Name);
            if (!dropped.Contains(name, StringComparer.Ordinal))
            {
                WriteMember(json, member, Find(added, member.Name), name);
            }
        }

        foreach (var member in added?.EnumerateObject() ?? default)
        {
            if (!IsMerged(owner, member, RequestCheck.JoinPath(path, member.Name)))
            {
                member.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    private void WriteMember(Utf8JsonWriter json, JsonProperty member, JsonElement? added, string name)
    {
        if (member.Value.ValueKind == JsonValueKind.Object && (added is not null || ReachesInto(name)))
        {
            json.WritePropertyName(member.Name);
            Merge(json, member.Value, added, name);
        }
        else if (added is null)
        {
            member.WriteTo(json);
        }
    }

    // Already merged, member by member, at its own position.
    private bool IsMerged(JsonElement owner, JsonProperty added, string name) =>
        added.Value.ValueKind == JsonValueKind.Object
            && Find(owner, added.Name) is { ValueKind: JsonValueKind.Object }
            && !dropped.Contains(name, StringComparer.Ordinal);

    private bool ReachesInto(string name) =>
        dropped.Any(path => path.Length > name.Length && path[name.Length] == '.' && path.StartsWith(name, StringComparison.Ordinal));

    private static JsonElement? Find(JsonElement? owner, string name) =>
        owner is { } there && there.TryGetProperty(name, out var found) ? found : null;
}
