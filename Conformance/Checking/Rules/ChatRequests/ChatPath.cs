using Conformance.Results;
using Conformance.Turns;
using MockUpstream.Contract;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Method and path.</summary>
internal sealed class ChatPath : ChatRule
{
    private const string Chat = "/chat/completions";

    public override CheckInfo Info { get; } = new(
        "chat-path",
        "C01",
        Severity.Error,
        "A chat request is a `POST` to `/chat/completions` below the upstream's base URL, no part of which stands twice.",
        "OpenAI's chat endpoint; other paths are 404 at every vendor. Base URLs that end in `/v1` are joined wrongly by relays again and "
            + "again (codex-relay has eight tests for it).");

    public override IEnumerable<Finding> Examine(RecordedTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var upstream = turn.Upstream;
        return base.Examine(turn).Concat(upstream.Strays.Select(stray => Stray(stray, upstream.Exchanges.Count > 0)));
    }

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        var path = chat.Request.Path.Split('?')[0];
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path.Contains("//", StringComparison.Ordinal))
        {
            yield return At("path", "The path of the chat request has an empty segment.", Chat, chat.Request.Path);
        }

        if (segments.Where(IsVersionOrChat).GroupBy(segment => segment, StringComparer.Ordinal).Any(group => group.Count() > 1))
        {
            yield return At(
                "path",
                "The path of the chat request has a part twice; give the relay the base URL without it, or let it not add its own.",
                "/v1" + Chat,
                chat.Request.Path);
        }
    }

    /// <summary>Returns a note for a relay that first looks for another endpoint of the upstream.</summary>
    private Finding Stray(ReceivedRequest stray, bool askedRightly) => At(
        "path",
        "A request to the upstream is not for a chat completion.",
        "POST …" + Chat,
        $"{stray.Method} {stray.Path}",
        askedRightly ? Severity.Warning : Severity.Error);

    private static bool IsVersionOrChat(string segment) =>
        segment is "chat" or "completions" || (segment.Length is 2 or 3 && segment[0] == 'v' && segment.Skip(1).All(char.IsAsciiDigit));
}
