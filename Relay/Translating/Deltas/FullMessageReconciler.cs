using Relay.ChatCompletions;
using Relay.Translating.State;

namespace Relay.Translating.Deltas;

/// <summary>A message is the whole answer so far: it counts at the finish, or at the end if no better one came, and only for what no delta brought.</summary>
internal sealed class FullMessageReconciler(TranslationContext context, DeltaTranslator deltas, ChoiceRules rules)
{
    private byte[] _latest = [];

    /// <summary>Translates a choice's message at the finish; before that it is kept for the end.</summary>
    /// <returns>Whether anything of the answer arrived.</returns>
    public bool Add(ChatChoice choice, ReadOnlySpan<byte> payload)
    {
        if (choice.FinishReason.HasText)
        {
            _latest = [];
            return deltas.TranslateMessage(choice, payload);
        }

        if (!deltas.HasNews(choice.Message))
        {
            return false;
        }

        _latest = payload.ToArray();
        return true;
    }

    /// <summary>Translates what was kept; nothing follows.</summary>
    /// <param name="chunk">Room to read it into.</param>
    public void TranslateLatest(ChatChunk chunk)
    {
        if (_latest.Length == 0 || !ChatChunkReader.TryRead(_latest, chunk))
        {
            return;
        }

        for (var i = 0; i < chunk.ChoiceCount && context.Failure is null; i++)
        {
            if (rules.IsUsed(chunk.Choice(i)))
            {
                deltas.TranslateMessage(chunk.Choice(i), _latest);
            }
        }
    }
}
