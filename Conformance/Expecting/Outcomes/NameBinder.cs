using System.Text.Json;
using Conformance.Expecting.Patterns;
using Conformance.Reading;

namespace Conformance.Expecting.Outcomes;

/// <summary>Binds the <c>$names</c> of identifiers, which later turns use, without demanding anything of their values.</summary>
internal sealed class NameBinder(PatternMatcher matcher)
{
    private static readonly string[] Identifiers = ["id", "call_id", "encrypted_content"];

    public void Bind(ExpectedOutcome expected, ReceivedOutcome received)
    {
        foreach (var response in expected.Responses)
        {
            BindMember(response, received.Response.IsObject() ? received.Response : received.First, "id");
        }

        foreach (var type in (expected.Items ?? expected.Calls ?? []).Select(item => item.Type).Distinct(StringComparer.Ordinal))
        {
            var wanted = (expected.Items ?? expected.Calls ?? []).Where(item => item.Type == type);
            var there = received.Items.Where(item => item.Type == type);
            foreach (var (one, other) in wanted.Zip(there))
            {
                BindItem(one, other);
            }
        }
    }

    private void BindItem(ExpectedItem expected, ReceivedItem received)
    {
        foreach (var pattern in expected.Patterns)
        {
            foreach (var member in Identifiers)
            {
                BindMember(pattern, received.Json, member);
            }
        }
    }

    private void BindMember(JsonElement pattern, JsonElement value, string member)
    {
        if (pattern.Member(member).Text() is ['$', >= 'a' and <= 'z', ..] && value.Member(member).HasValue())
        {
            matcher.Compare(pattern.Member(member), value.Member(member), member);
        }
    }
}
