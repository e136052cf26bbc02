using System.Globalization;
using System.Text.Json;
using MockUpstream.Json;
using MockUpstream.Linting;
using Scenarios.Model;

namespace MockUpstream.Refusing;

/// <summary>Follows a path into a chat request.</summary>
internal static class PathWalker
{
    /// <summary>
    /// Returns what stands at the path; a last member that is absent stands there as nothing when its owner is an object.
    /// </summary>
    public static IEnumerable<RequestMatch> Find(ChatBody chat, RequestPath path)
    {
        IEnumerable<RequestMatch> found = [new RequestMatch("", chat.Json)];
        return path.Steps.Aggregate(found, static (owners, step) => owners.SelectMany(owner => WalkStep(owner, step)));
    }

    private static IEnumerable<RequestMatch> WalkStep(RequestMatch owner, PathStep step)
    {
        var member = owner with
        {
            Member = owner.Member.Length == 0 ? step.Name : $"{owner.Member}.{step.Name}",
            Value = owner.Value.Member(step.Name),
        };
        if (step.Pick is null)
        {
            return owner.Value.IsObject() ? [member] : [];
        }

        var elements = member.Value.Elements();
        return PickElements(elements, step.Pick).Select(index => CreateElementMatch(member, elements[index], index, step.Name));
    }

    private static IEnumerable<int> PickElements(IReadOnlyList<JsonElement> elements, ElementPick pick) => pick.Which switch
    {
        PickKind.First => elements.Count > 0 ? [0] : [],
        PickKind.Last => elements.Count > 0 ? [elements.Count - 1] : [],
        PickKind.Role =>
            Enumerable
                .Range(pick.InTurn ? BehindUser(elements) : 0, elements.Count - (pick.InTurn ? BehindUser(elements) : 0))
                .Where(index => elements[index].Member("role").Text() == pick.Role
            && (pick.With is null || IsThere(elements[index].Member(pick.With)))
            && (pick.Without is null || !IsThere(elements[index].Member(pick.Without)))),
        _ => Enumerable.Range(0, elements.Count),
    };

    /// <summary>Returns the place behind the last message of the user.</summary>
    private static int BehindUser(IReadOnlyList<JsonElement> messages)
    {
        var place = messages.Count;
        while (place > 0 && messages[place - 1].Member("role").Text() != "user")
        {
            place--;
        }

        return place;
    }

    private static bool IsThere(JsonElement value) => value.HasValue() && !(value.IsArray() && value.GetArrayLength() == 0);

    private static RequestMatch CreateElementMatch(RequestMatch list, JsonElement element, int index, string name)
    {
        var match = list with { Member = string.Create(CultureInfo.InvariantCulture, $"{list.Member}[{index}]"), Value = element };
        return name == "messages" ? match with { Message = index, Role = element.Member("role").Text() ?? "" } : match;
    }
}
