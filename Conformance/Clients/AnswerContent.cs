using System.Text.Json;
using Conformance.Clients.Views;
using Conformance.Reading;

namespace Conformance.Clients;

/// <summary>
/// What an answer says, assembled leniently from all of its events and its body: the measure for what a client makes of it. It is taken from the answer itself,
/// so that a client is never blamed for what the relay left out.
/// </summary>
internal sealed record AnswerContent
{
    /// <summary>The HTTP status.</summary>
    public required int HttpStatus { get; init; }

    /// <summary><c>completed</c>, <c>incomplete</c> or <c>failed</c>; <see langword="null"/> when the answer never says how it ended.</summary>
    public string? Status { get; init; }

    /// <summary>Why the answer is incomplete; empty when it does not say so.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The message of the failure; empty when there is none.</summary>
    public string Trouble { get; init; } = "";

    /// <summary>The code of the failure; empty when there is none.</summary>
    public string Code { get; init; } = "";

    /// <summary>The output items in order.</summary>
    public IReadOnlyList<AnswerItem> Items { get; init; } = [];

    /// <summary>The usage object; absent when the answer has none.</summary>
    public JsonElement Usage { get; init; }

    public bool IsFailure => Status == "failed";

    public string Refusal => string.Concat(Items.Select(static item => item.Refusal));

    /// <summary>Assembles an answer.</summary>
    public static AnswerContent Of(ClientStream stream)
    {
        if (HttpRefusal.Is(stream))
        {
            return Refused(stream);
        }

        var reader = new AnswerReader();
        foreach (var received in stream.Events)
        {
            if (received.Json is { } json)
            {
                reader.Take(received.Type, json);
            }
        }

        if (stream.Events.Count == 0 && StrictJson.Read(stream.Body).Json is { } body)
        {
            reader.TakeBody(body);
        }

        return reader.Content(stream.Status);
    }

    private static AnswerContent Refused(ClientStream stream)
    {
        var body = StrictJson.Read(stream.Body).Json ?? default;
        return new AnswerContent
        {
            HttpStatus = stream.Status,
            Status = "failed",
            Trouble = ResponseParts.ErrorMessage(body) ?? body.Member("error").Text() ?? body.Member("detail").Text() ?? "",
            Code = body.Member("error").Member("code").Text() ?? "",
        };
    }
}
