using Relay.ChatCompletions;
using Relay.Translating.State;

namespace Relay.Translating.Deltas;

/// <summary>
/// Translates messages that contain the whole answer so far (Q55, Q56). A message is translated at the finish, or at the end if no later
/// one arrived, and only the output that no delta has sent (Q46, Q68).
/// </summary>
internal sealed class FullMessageReconciler(TranslationContext context, DeltaTranslator deltas, ChoiceRules rules)
{
    private byte[] _latest = [];

    /// <summary>Translates a choice's message at the finish; before the finish it is stored for the end.</summary>
    /// <returns>Whether the message contained output.</returns>
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

    /// <summary>Translates the stored message, because no chunk follows.</summary>
    /// <param name="chunk">A chunk to parse it into.</param>
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
