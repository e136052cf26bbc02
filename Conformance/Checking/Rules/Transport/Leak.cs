using System.Text.Json;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Transport;

/// <summary>Reports secrets and internal details in an answer.</summary>
internal sealed class Leak : ICheck
{
    public CheckInfo Info { get; } = new(
        "leak",
        "V38",
        Severity.Error,
        "No body, error message or header contains a key, a secret or an address of the upstream.",
        "Relays that forward an upstream's error reveal its address, and sometimes its key, to the user.");

    public RuleScope Scope => RuleScope.Answer;

    public IEnumerable<Finding> Examine(RecordedTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var needles = Needles(turn);
        return Search(turn, turn.Answer, needles).Concat(turn.NonStream is { } other ? Search(turn, other, needles) : []);
    }

    private static List<SecretNeedle> Needles(RecordedTurn turn)
    {
        var hosts = turn.Upstream.Exchanges.SelectMany(exchange => exchange.Request.Headers)
            .Where(header => string.Equals(header.Key, "host", StringComparison.OrdinalIgnoreCase) && header.Value.Length > 0)
            .Select(header => header.Value);
        return
        [
            .. turn.Secrets.Where(secret => secret.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .Select(secret => new SecretNeedle(secret, "a secret")),
            .. hosts.Distinct(StringComparer.OrdinalIgnoreCase).SelectMany(host => new SecretNeedle[]
            {
                new("http://" + host, "the upstream's address"),
                new("https://" + host, "the upstream's address"),
            }),
        ];
    }

    private IEnumerable<Finding> Search(RecordedTurn turn, RecordedStream answer, IReadOnlyList<SecretNeedle> needles)
    {
        var headers = answer.Headers
            .Select(header => (header.Key, Layers: SecretNeedle.ListLayers($"{header.Key}: {header.Value}")))
            .ToList();
        var body = SecretNeedle.ListLayers(SecretNeedle.DecodeLatin1(answer.Body.Span));
        foreach (var needle in needles)
        {
            foreach (var (name, _) in headers.Where(header => needle.IsIn(header.Layers)))
            {
                yield return Info.Find($"A header contains {needle.Name}.", "nothing of the upstream", name) with
                {
                    Member = $"headers.{name}",
                };
            }

            if (needle.IsIn(body))
            {
                yield return InBody(turn, answer, needle.IndexIn(body[0]), needle);
            }
        }
    }

    private Finding InBody(RecordedTurn turn, RecordedStream answer, int at, SecretNeedle needle)
    {
        // The finding does not repeat the secret, because more people read a report than a stream.
        var finding = Info.Find($"The body contains {needle.Name}.", "nothing of the upstream", at >= 0
            ? $"{needle.Name} at byte {at}"
            : $"{needle.Name}, with escapes");
        if (!ReferenceEquals(answer, turn.Answer))
        {
            return finding with { Message = $"The body for `stream: false` contains {needle.Name}." };
        }

        var events = turn.Wire?.Events ?? [];
        var place = at >= 0
            ? events.FirstOrDefault(happened => happened.Offset <= at && at < happened.Offset + happened.Length)
            : events.FirstOrDefault(happened => needle.IsIn(SecretNeedle.ListLayers(happened.Data)));
        return finding with
        {
            Offset = at >= 0 ? at : place?.Offset,
            Event = place?.Index,
            Member = place?.Json is { } json ? MemberOf(json, needle, "") : null,
        };
    }

    /// <summary>The path of the first member that holds the secret, in its name or its text.</summary>
    private static string? MemberOf(JsonElement json, SecretNeedle needle, string path) => json.ValueKind switch
    {
        JsonValueKind.String => needle.IsIn(SecretNeedle.ListLayers(json.GetString()!)) ? path : null,
        JsonValueKind.Array => json.EnumerateArray()
            .Select((element, index) => MemberOf(element, needle, $"{path}[{index}]"))
            .FirstOrDefault(found => found is not null),
        JsonValueKind.Object => json.EnumerateObject()
            .Select(member => needle.IsIn(SecretNeedle.ListLayers(member.Name))
                ? path
                : MemberOf(member.Value, needle, path.Length == 0 ? member.Name : $"{path}.{member.Name}"))
            .FirstOrDefault(found => found is not null),
        _ => null,
    };
}
