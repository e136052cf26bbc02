using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Policies;
using Relay.Sealing;
using Relay.Translating.Compat;

namespace Relay.Translating;

/// <summary>Makes the translator that the policy <c>translation</c> names.</summary>
internal static class Translators
{
    /// <summary>Makes a translator for one response.</summary>
    /// <param name="echo">The members that the response repeats from the request.</param>
    /// <param name="policies">The policies of the upstream.</param>
    /// <param name="ids">Creates new ids.</param>
    /// <param name="secrets">Words that no error and no warning may show.</param>
    /// <param name="memory">Stores reasoning for the next turn, where an older system did; otherwise <see langword="null"/>.</param>
    /// <param name="seal">Encrypts reasoning for the next turn; without one none is encrypted.</param>
    public static IResponseTranslator For(
        ResponseEcho echo, RelayPolicies policies, IIdSource ids, SecretWords secrets, IThoughtMemory? memory, ReasoningSeal? seal = null)
    {
        ArgumentNullException.ThrowIfNull(echo);
        ArgumentNullException.ThrowIfNull(policies);

        return policies.Translation switch
        {
            TranslationRules.Contract => new StreamTranslator(echo, policies, ids, secrets, seal),
            TranslationRules.CodexRelay => new CodexRelayTranslator(echo, ids, memory),
            TranslationRules.CodexCore => new CodexCoreTranslator(echo, policies.CoreAggregation),
            TranslationRules.CodexApiV1 => new CodexApiV1Translator(echo),
            TranslationRules.CodexApiV2 => new CodexApiV2Translator(echo),
            _ => throw new ArgumentOutOfRangeException(nameof(policies), policies.Translation, "Not a translation."),
        };
    }

    /// <summary>Returns when a stream opens at the latest; a failure before that is an HTTP status.</summary>
    public static StreamOpening OpeningOf(TranslationRules rules) => rules switch
    {
        TranslationRules.Contract => StreamOpening.WithPayload,
        TranslationRules.CodexRelay => StreamOpening.AtOnce,
        _ => StreamOpening.WithHeaders,
    };

    /// <summary>
    /// Returns whether frames are read as WHATWG defines them and in no other way: the sentinel is a payload, and a frame without its blank line is lost.
    /// </summary>
    public static bool ReadsStrictFrames(TranslationRules rules) => rules is not TranslationRules.Contract;
}
