using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds the forms that a delta's role and content have.</summary>
internal sealed class ContentForms : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q49", "Q50", "Q51", "Q52", "Q53"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        if (reading.Deltas is [var first, ..] && first.Delta.Member("role").Text() is { Length: > 0 }
            && first.Delta.Member("content").Text() is "")
        {
            yield return new QuirkSighting("Q49", first.Offset, "the first chunk has a role and empty content");
        }

        var roles = 0;
        foreach (var delta in reading.Deltas)
        {
            var content = delta.Delta.Member("content");
            if (content.IsNull())
            {
                yield return new QuirkSighting("Q50", delta.Offset, "content is null");
            }

            var types = content.Elements().Select(static part => part.Member("type").Text()).ToList();
            if (types.Contains("thinking"))
            {
                yield return new QuirkSighting("Q52", delta.Offset, "content is a list with a thinking part");
            }

            if (content.IsArray() && (types.Contains("text") || !types.Contains("thinking")))
            {
                yield return new QuirkSighting("Q51", delta.Offset, "content is a list of parts");
            }

            var role = delta.Delta.Member("role");
            if (role.IsNull() || role.Text() is "")
            {
                yield return new QuirkSighting("Q53", delta.Offset, $"the role is {role.Shown()}");
            }

            roles += role.Text() is { Length: > 0 } ? 1 : 0;
            if (roles == 2)
            {
                yield return new QuirkSighting("Q53", delta.Offset, "the role comes a second time");
            }
        }
    }
}
