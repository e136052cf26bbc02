using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>The key that the upstream is shown.</summary>
/// <remarks>
/// The record has the scheme's words, <c>$key</c> for the client's key, <c>$part</c> for a piece of it, and <c>***</c> for a key of the
/// relay's own.
/// </remarks>
internal sealed class ChatAuthorization : ChatRule
{
    private static readonly string[] KeyHeaders = [
        "api-key", "x-api-key", "x-goog-api-key", "x-auth-token", "x-auth-key", "ocp-apim-subscription-key",
    ];
    private static readonly string[] NoKeys = ["null", "undefined", "none", "false", "nan", "[object", "object]"];
    private static readonly string[] OtherSchemes = ["basic", "token", "apikey", "api-key", "key"];

    public override CheckInfo Info { get; } = new(
        "chat-authorization",
        "C03",
        Severity.Error,
        "A chat request contains exactly one key, in `Authorization: Bearer KEY` or in the vendor's key header: the relay's own key, or "
            + "the client's key unchanged.",
        "RFC 6750; OpenAI and every compatible vendor answer 401 to a missing or doubled scheme (songquanpeng/one-api#1713).");

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        var own = KeyHeaders.SelectMany(name => chat.GetHeader(name).Select(value => (name, value)))
            .Where(header => header.value.Trim().Length > 0)
            .ToList();
        foreach (var (name, value) in own.Where(header => header.value is not ("$key" or "***")))
        {
            yield return Wrong("headers." + name, $"The header {name} of the chat request does not contain exactly one key.", "KEY", value);
        }

        switch (chat.GetHeader("authorization"))
        {
            case []:
                if (own.Count == 0)
                {
                    yield return Missing(chat);
                }

                break;
            case [var one]:
                if (Problem(one.Split(' ', StringSplitOptions.RemoveEmptyEntries)) is { } problem)
                {
                    yield return problem with { Received = $"Authorization: {one}" };
                }

                break;
            case var several:
                yield return Wrong(
                    "headers.authorization", "The chat request has more than one Authorization header.", "one", string.Join(", ", several));
                break;
        }
    }

    // A vendor on the same machine often needs no key, and its relay may have none. So this is a warning.
    private Finding Missing(ChatView chat) => At(
        "headers.authorization",
        "The chat request contains no key, neither the client's nor the relay's.",
        "Authorization: Bearer KEY",
        "nothing",
        chat.Turn.Relay.KeepsGoldens ? Severity.Error : Severity.Warning);

    private Finding? Problem(string[] words)
    {
        const string Member = "headers.authorization";
        const string Expected = "Authorization: Bearer KEY";
        return words switch
        {
            [] => Wrong(Member, "The Authorization header of the chat request is empty.", Expected, ""),
            [var scheme] when IsBearer(scheme) =>
                Wrong(Member, "The Authorization header of the chat request has a scheme but no key.", Expected, ""),
            [var scheme, var key] when IsBearer(scheme) => key switch
            {
                "$key" or "***" => null,
                "$part" => Wrong(Member, "The chat request contains a modified form of the client's key.", Expected, ""),
                _ when NoKeys.Contains(key, StringComparer.OrdinalIgnoreCase) =>
                    Wrong(Member, "The chat request contains a literal such as null instead of a key.", Expected, ""),
                _ => Wrong(Member, "The key in the chat request is enclosed in other characters.", Expected, ""),
            },
            [var scheme, _, ..] when IsBearer(scheme) =>
                Wrong(Member, "The Authorization header of the chat request contains more than a scheme and a key.", Expected, ""),
            [var scheme, _, ..] when OtherSchemes.Contains(scheme, StringComparer.OrdinalIgnoreCase) =>
                At(Member, "The Authorization header of the chat request has a scheme other than Bearer.", Expected, "", Severity.Warning),
            [_] => Wrong(Member, "The Authorization header of the chat request has no scheme.", Expected, ""),
            _ => words.Contains("$key")
                ? Wrong(Member, "The Authorization header of the chat request has a scheme that vendors do not support.", Expected, "")
                : null,
        };
    }

    private Finding Wrong(string member, string message, string expected, string received) => At(member, message, expected, received);

    private static bool IsBearer(string word) => word.Equals("bearer", StringComparison.OrdinalIgnoreCase);
}
