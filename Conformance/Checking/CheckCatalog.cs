using Conformance.Checking.Rules;
using Conformance.Checking.Rules.ChatRequests;
using Conformance.Checking.Rules.Content;
using Conformance.Checking.Rules.Framing;
using Conformance.Checking.Rules.Grammar;
using Conformance.Checking.Rules.Identity;
using Conformance.Checking.Rules.Members;
using Conformance.Checking.Rules.Terminal;
using Conformance.Checking.Rules.Transport;
using Conformance.Checking.Rules.Usage;

namespace Conformance.Checking;

/// <summary>The rules that are always on.</summary>
public static class CheckCatalog
{
    /// <summary>
    /// All rules, from bytes to meaning. If two rules report the same event, the one that comes first here is reported first.
    /// </summary>
    public static IReadOnlyList<ICheck> All { get; } =
    [
        new HttpStatus(), new BodyFraming(), new DataJson(), new EventName(), new IdField(),
        new CreatedFirst(), new CreatedOnce(), new SequenceGap(), new UnknownEvent(), new DialectEvents(), new LifecycleOrder(),
        new OutputIndex(), new ItemId(), new CallId(), new ItemChanged(), new AddedEmpty(),
        new ItemBeforeDelta(), new OrphanDelta(), new PartOrder(), new SummaryPart(), new ReasoningPart(), new CallOrder(),
        new ItemUnfinished(),
        new PartType(), new ReasoningSummary(), new DeltaType(), new TextMismatch(), new Annotations(), new MissingDelta(),
        new ArgumentsJson(), new EmptyMessage(), new ItemStatus(),
        new EventMembers(), new ResponseMembers(), new ItemMembers(), new PartMembers(), new MemberType(), new MemberValue(),
        new ErrorEvent(), new RequestEchoRule(),
        new TerminalOnce(), new StatusMismatch(), new IdentityChanged(), new OutcomeFields(), new UsageShape(), new OutputMismatch(),
        new DoneMarker(), new BodyEnd(), new LateClose(),
        new StreamParity(), new Leak(),
        new ChatPath(), new ChatContentType(), new ChatAuthorization(), new ChatJson(), new ChatMembers(), new ChatModel(),
        new ChatMessageForm(), new ChatPartType(), new ChatToolPairs(), new ChatSystem(), new ChatInputLost(), new ChatRole(),
        new ChatSamplingLost(), new ChatSamplingInvented(), new ChatN(), new ChatToolForm(), new ChatToolsLost(), new ChatStrictLost(),
        new ChatToolChoice(), new ChatParallelCalls(), new ChatResponseFormat(), new ChatStream(),
    ];

    /// <summary>The descriptions of the rules, in the same order.</summary>
    public static IReadOnlyList<CheckInfo> Infos { get; } = [.. All.Select(check => check.Info)];
}
