using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Conformance.Reading;
using Conformance.Turns;
using MockUpstream.Contract;
using MockUpstream.Linting;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>One chat request, read once for all rules, beside the client's request it was made from.</summary>
internal sealed class ChatView
{
    private static readonly ConditionalWeakTable<ExchangeRecord, ChatView> Views = [];

    private ChatView(RecordedTurn turn, int index)
    {
        Turn = turn;
        Request = turn.Upstream.Exchanges[index].Request;
        FollowsRefusal = turn.Upstream.Exchanges.Take(index).Any(before => before.Status is 400 or 404 or 415 or 422);
        (var body, BodyProblem) = Read(Request.Body);
        Sent = new ChatBody(body);
        Asked = AskedRequest.TryRead(turn);
    }

    public RecordedTurn Turn { get; }

    /// <summary>The request as it reached the mock.</summary>
    public ReceivedRequest Request { get; }

    /// <summary>Whether the upstream refused an earlier request of the same turn for its form.</summary>
    public bool FollowsRefusal { get; }

    /// <summary>The chat request by itself, as the lint reads it.</summary>
    public ChatBody Sent { get; }

    /// <summary>The body; absent when it is not JSON without duplicate members.</summary>
    public JsonElement Body => Sent.Json;

    /// <summary>The reason why the body cannot be read; <see langword="null"/> when it can.</summary>
    public string? BodyProblem { get; }

    /// <summary>The messages in order.</summary>
    public IReadOnlyList<ChatMessageView> Messages => Sent.Messages;

    /// <summary>The tools in order.</summary>
    public IReadOnlyList<JsonElement> Tools => Sent.Tools;

    /// <summary>The client's request; <see langword="null"/> when it did not ask for a response.</summary>
    public AskedRequest? Asked { get; }

    /// <summary>The view of one exchange of a turn.</summary>
    public static ChatView Create(RecordedTurn turn, int index) =>
        Views.GetValue(turn.Upstream.Exchanges[index], _ => new ChatView(turn, index));

    /// <summary>All values of a header, by its name in lower case.</summary>
    public IReadOnlyList<string> GetHeader(string name) =>
        [.. Request.Headers.Where(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value)];

    private static (JsonElement Body, string? Problem) Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return (default, "The body is empty.");
        }

        if (!Utf8.IsValid(bytes.Span))
        {
            return (default, "The body is not UTF-8.");
        }

        var (json, problem) = StrictJson.Read(Encoding.UTF8.GetString(bytes.Span));
        return json is { } body ? (body, null) : (default, problem ?? "The body is not JSON.");
    }
}
