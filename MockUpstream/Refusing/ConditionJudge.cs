using System.Text.Json;
using MockUpstream.Json;
using MockUpstream.Linting;
using Scenarios.Model;

namespace MockUpstream.Refusing;

/// <summary>Finds the members of a chat request that match a condition.</summary>
internal sealed class ConditionJudge
{
    private readonly ChatBody _chat;
    private readonly Lazy<IReadOnlyList<ChatFault>> _faults;

    public ConditionJudge(ChatBody chat)
    {
        _chat = chat;
        _faults = new Lazy<IReadOnlyList<ChatFault>>(() => [.. ChatLint.Examine(chat)]);
    }

    /// <summary>Returns the matches in the order of the request; an empty list if the condition does not hold.</summary>
    public IReadOnlyList<RequestMatch> Find(RequestCondition condition) => condition switch
    {
        FaultCondition fault => [.. _faults.Value.Where(found => fault.Kinds.Contains(found.Kind, StringComparer.Ordinal)).Select(ToMatch)],
        ValueCondition value => [.. PathWalker.Find(_chat, value.Path).SelectMany(found => TestValue(found, value.Test))],
        OrderCondition order => [.. FindOrder(order)],
        NothingCondition nothing =>
            PathWalker.Find(_chat, nothing.Path).Any(static found => found.Value.IsPresent())
                ? []
                : [new RequestMatch(nothing.Path.Text, default)],
        WordCondition word =>
            _chat.Messages.Any(message => message.Text.Contains(word.Word, StringComparison.OrdinalIgnoreCase))
                ? []
                : [new RequestMatch("messages", default)],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private RequestMatch ToMatch(ChatFault fault)
    {
        var message = _chat.Messages.FirstOrDefault(message =>
            fault.Member == message.Path || fault.Member.StartsWith(message.Path + ".", StringComparison.Ordinal));
        return new RequestMatch(fault.Member, default)
        {
            Message = message?.Index,
            Role = message?.Role ?? "",
            Words = fault.Received,
            Fault = fault,
        };
    }

    private IEnumerable<RequestMatch> FindOrder(OrderCondition order)
    {
        for (var index = 1; index < _chat.Messages.Count; index++)
        {
            if (_chat.Messages[index].Role == order.Role && _chat.Messages[index - 1].Role == order.After)
            {
                yield return new RequestMatch(_chat.Messages[index].Path, _chat.Messages[index].Json)
                {
                    Message = index,
                    Role = order.Role,
                    After = order.After,
                };
            }
        }
    }

    private static IEnumerable<RequestMatch> TestValue(RequestMatch found, ValueTest test)
    {
        if (test.Kind == TestKind.MembersOtherThan)
        {
            return !found.Value.IsObject()
                ? []
                : found.Value.EnumerateObject().Where(member => !test.Members.Contains(member.Name, StringComparer.Ordinal))
                .Select(member =>
                    found with { Member = found.Member.Length == 0 ? member.Name : $"{found.Member}.{member.Name}", Value = member.Value });
        }

        if (test.Kind == TestKind.HasAny)
        {
            return test.Members.Where(name => found.Value.Member(name).IsPresent())
                .Select(name =>
                    found with { Member = found.Member.Length == 0 ? name : $"{found.Member}.{name}", Value = found.Value.Member(name) });
        }

        return Holds(found.Value, test) ? [found with { Test = test }] : [];
    }

    private static bool Holds(JsonElement value, ValueTest test) => test.Kind switch
    {
        TestKind.Present => value.IsPresent(),
        TestKind.OneOf => value.IsPresent() && test.Values.Any(wanted => wanted.IsEqualTo(value)),
        TestKind.OtherThan => value.HasValue() && !test.Values.Any(wanted => wanted.IsEqualTo(value)),
        TestKind.NotMatching => value.Text() is { } text && !test.Pattern!.IsMatch(text),
        TestKind.LongerThan => value.Text() is { } text && text.Length > test.Number,
        TestKind.Above => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number > test.Number,
        TestKind.Below => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number < test.Number,
        TestKind.Lacks => value.IsObject() && test.Members.All(name => !GetValue(value, name).HasValue()),
        TestKind.Without => value.IsObject() && !test.Members.Any(name => value.Member(name).IsPresent()),
        TestKind.HasAll => value.IsObject() && test.Members.All(name => value.Member(name).IsPresent()),
        TestKind.Empty => value.IsObject() && test.Members.All(name => IsEmpty(value.Member(name))),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static JsonElement GetValue(JsonElement value, string path) =>
        path.Split('.').Aggregate(value, static (owner, name) => owner.Member(name));

    private static bool IsEmpty(JsonElement value) =>
        !value.HasValue() || value.Text() is "" || (value.IsArray() && value.GetArrayLength() == 0);
}
