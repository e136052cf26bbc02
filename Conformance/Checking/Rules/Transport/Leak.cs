using System.Text;
using Conformance.Recording;
using Conformance.Results;

namespace Conformance.Checking.Rules.Transport;

/// <summary>What no client may see.</summary>
internal sealed class Leak : ICheck
{
    public CheckInfo Info { get; } = new(
        "leak",
        "V38",
        Severity.Error,
        "No key, no secret and no address of the upstream appears in a body, an error message or a header.",
        "Relays that pass an upstream's error through hand its address and sometimes its key to the user.");

    public RuleScope Scope => RuleScope.Answer;

    public IEnumerable<Finding> Examine(RecordedTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var words = ForbiddenWords(turn);
        return words.SelectMany(word => Search(turn, turn.Answer, word).Concat(turn.NonStream is { } other ? Search(turn, other, word) : []));
    }

    private static List<(string Word, string Name)> ForbiddenWords(RecordedTurn turn)
    {
        var hosts = turn.Upstream.Exchanges.SelectMany(exchange => exchange.Request.Headers)
            .Where(header => string.Equals(header.Key, "host", StringComparison.OrdinalIgnoreCase) && header.Value.Length > 0)
            .Select(header => header.Value);
        return
        [
            .. turn.Secrets.Where(secret => secret.Length > 0).Distinct(StringComparer.Ordinal).Select(secret => (secret, "a secret")),
            .. hosts.Distinct(StringComparer.OrdinalIgnoreCase).SelectMany(host => new[] { ("http://" + host, "the upstream's address"), ("https://" + host, "the upstream's address") }),
        ];
    }

    private IEnumerable<Finding> Search(RecordedTurn turn, RecordedStream answer, (string Word, string Name) forbidden)
    {
        foreach (var header in answer.Headers.Where(header => Holds(header.Value, forbidden.Word)))
        {
            yield return Info.Find($"A header holds {forbidden.Name}.", "nothing of the upstream", header.Key);
        }

        foreach (var spelling in new[] { forbidden.Word, forbidden.Word.Replace("/", "\\/", StringComparison.Ordinal) }.Distinct(StringComparer.Ordinal))
        {
            var at = answer.Body.Span.IndexOf(Encoding.UTF8.GetBytes(spelling));
            if (at >= 0)
            {
                yield return InBody(turn, answer, at, forbidden.Name);
            }
        }
    }

    private Finding InBody(RecordedTurn turn, RecordedStream answer, int at, string name)
    {
        // What was found is not repeated: a report is read by more people than a stream.
        var finding = Info.Find($"The body holds {name}.", "nothing of the upstream", $"{name} at byte {at}");
        return ReferenceEquals(answer, turn.Answer)
            ? finding with { Offset = at, Event = turn.Wire?.Events.FirstOrDefault(happened => happened.Offset <= at && at < happened.Offset + happened.Length)?.Index }
            : finding;
    }

    private static bool Holds(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
