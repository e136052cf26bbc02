using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Checks the model of the chat request.</summary>
internal sealed class ChatModel : ChatRule
{
    public override CheckInfo Info { get; } = new(
        "chat-model",
        "C06",
        Severity.Error,
        "A chat request names a model. A model other than the client's is a warning, unless the relay is declared to map models.",
        "OpenAI answers 400 `you must provide a model parameter`. Azure's older URLs name a deployment instead.");

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        if (!chat.Body.IsObject())
        {
            yield break;
        }

        var model = chat.Body.Member("model");
        if (string.IsNullOrWhiteSpace(model.Text()))
        {
            if (!chat.Request.Path.Contains("/deployments/", StringComparison.Ordinal))
            {
                yield return At("model", "The chat request names no model.", "a model", model.Shown());
            }
        }
        else if (!chat.Turn.Relay.MapsModels && chat.Asked?.Body.Member("model").Text() is { } asked && asked != model.Text())
        {
            yield return At(
                "model",
                "The model of the chat request differs from the client's, and the relay is not declared to map models.",
                asked,
                model.Shown(),
                Severity.Warning);
        }
    }
}
