using System.Text.Json;
using Conformance.Clients.Views;
using Conformance.Reading;

namespace Conformance.Clients;

/// <summary>
/// The content of an answer, assembled leniently from all of its events and its body. A client's result is compared with it. It is taken
/// from the answer itself, so that a client is never blamed for a fault of the relay.
/// </summary>
internal sealed record AnswerContent
{
    /// <summary>The HTTP status.</summary>
    public required int HttpStatus { get; init; }

    /// <summary><c>completed</c>, <c>incomplete</c> or <c>failed</c>; <see langword="null"/> if the answer does not name its end.</summary>
    public string? Status { get; init; }

    /// <summary>The reason why the answer is incomplete; empty if it names none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The message of the failure; empty without one.</summary>
    public string Trouble { get; init; } = "";

    /// <summary>The code of the failure; empty without one.</summary>
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
            return CreateRefused(stream);
        }

        var reader = new AnswerReader();
        foreach (var received in stream.Events)
        {
            if (received.Json is { } json)
            {
                reader.AddEvent(received.Type, json);
            }
        }

        if (stream.Events.Count == 0 && StrictJson.Read(stream.Body).Json is { } body)
        {
            reader.TakeBody(body);
        }

        return reader.CreateContent(stream.Status);
    }

    private static AnswerContent CreateRefused(ClientStream stream)
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
