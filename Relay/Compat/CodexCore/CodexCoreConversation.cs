using System.Text.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;
using Relay.Requests.Conversation;
using Relay.Sealing;

namespace Relay.Compat.CodexCore;

/// <summary>Builds the messages of a chat request as codex-core does, as far as its policies say so.</summary>
internal sealed class CodexCoreConversation : ConversationBuilder
{
    private readonly RequestCheck _check;
    private readonly AddedPolicies _added;
    private readonly ReasoningAnchor _anchor;
    private ChatMessage? _lastAnswer;
    private string? _lastText;

    public CodexCoreConversation(RequestCheck check, RelayPolicies policies)
        : base(check, policies, policies.Added.Get<ReasoningAnchor>() is ReasoningAnchor.Adjacent ? "" : "\n\n")
    {
        _check = check;
        _added = policies.Added;
        _anchor = _added.Get<ReasoningAnchor>();
    }

    /// <summary>Returns whether any of its policies differs from the default.</summary>
    public static bool IsSelectedBy(AddedPolicies added) =>
        added.Get<CallShapes>() is not CallShapes.Functions
        || added.Get<DedupeMessages>() is not DedupeMessages.Off
        || added.Get<EmptyInstructions>() is not EmptyInstructions.Omit
        || added.Get<GroupToolCalls>() is not GroupToolCalls.On
        || added.Get<ReasoningAnchor>() is not ReasoningAnchor.Next
        || added.Get<Summaries>() is not Summaries.Read;

    public override void AddInstructions(string text)
    {
        if (text.Length == 0 && _added.Get<EmptyInstructions>() is EmptyInstructions.Send)
        {
            AddMessage(ChatMessage.CreateText("system", ""));
        }

        base.AddInstructions(text);
    }

    public override void AddMessage(ChatMessage message)
    {
        var isAssistant = message.Role == "assistant";
        if (isAssistant && _added.Get<DedupeMessages>() is DedupeMessages.On && IsRepeat(message))
        {
            if (_anchor is ReasoningAnchor.Adjacent)
            {
                // The reasoning on both sides is the repeat's, and is removed with it.
                Carried.AttachTo(message);
                _lastAnswer = message;
            }

            return;
        }

        base.AddMessage(message);
        _lastAnswer = isAssistant ? message : null;
    }

    public override void AddCall(ChatToolCall call, JsonElement item)
    {
        if (_added.Get<GroupToolCalls>() is GroupToolCalls.Off)
        {
            Messages.Add(new ChatMessage("assistant"));
        }

        if (_added.Get<CallShapes>() is CallShapes.OwnTypes && OwnShape.Write(call, item) is { } shape)
        {
            call = call with { Json = shape };
            if (_anchor is ReasoningAnchor.Adjacent && RequestCheck.IsOfType(item, OwnShape.Custom))
            {
                Carried.DiscardPending();
            }
        }

        base.AddCall(call, item);
        _lastAnswer = null;
    }

    public override void AddOutput(ChatMessage output)
    {
        base.AddOutput(output);
        _lastAnswer = null;
    }

    public override void AddReasoning(VendorReasoning reasoning, bool isSummary)
    {
        if (_anchor is ReasoningAnchor.Adjacent)
        {
            // Other reasoning follows the one that waits, and no message.
            Carried.DiscardPending();
        }

        base.AddReasoning(isSummary && _added.Get<Summaries>() is Summaries.Ignore ? reasoning with { Text = "" } : reasoning, isSummary);
        if (_anchor is not ReasoningAnchor.Next && _lastAnswer is not null)
        {
            Carried.AttachTo(_lastAnswer);
            _lastAnswer = _anchor is ReasoningAnchor.Adjacent ? null : _lastAnswer;
        }
    }

    public override void AddOmitted()
    {
        if (_anchor is ReasoningAnchor.Adjacent)
        {
            Carried.DiscardPending();
            _lastAnswer = null;
        }
    }

    private bool IsRepeat(ChatMessage message)
    {
        var text = message.Text;
        if (text == _lastText)
        {
            _check.Warn("An assistant message that repeats the previous one was removed.");
            return true;
        }

        _lastText = text;
        return false;
    }
}
