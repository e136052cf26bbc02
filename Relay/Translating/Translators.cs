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
    /// <param name="echo">What the response repeats of the request.</param>
    /// <param name="policies">The choices.</param>
    /// <param name="ids">New ids.</param>
    /// <param name="secrets">Words that no error and no warning may show.</param>
    /// <param name="memory">Where what is thought is kept, if anywhere.</param>
    /// <param name="seal">What seals reasoning for the way back; without one none is sealed.</param>
    public static IResponseTranslator For(
        ResponseEcho echo, RelayPolicies policies, IIdSource ids, SecretWords secrets, IThoughtMemory? memory, ReasoningSeal? seal = null)
    {
        var translator = For(echo, policies, ids, secrets, seal);
        return memory is null ? translator : new RememberingTranslator(translator, memory);
    }

    private static IResponseTranslator For(
        ResponseEcho echo, RelayPolicies policies, IIdSource ids, SecretWords secrets, ReasoningSeal? seal)
    {
        ArgumentNullException.ThrowIfNull(echo);
        ArgumentNullException.ThrowIfNull(policies);

        return policies.Translation switch
        {
            TranslationRules.Contract => new StreamTranslator(echo, policies, ids, secrets, seal),
            TranslationRules.CodexRelay => new CodexRelayTranslator(echo, ids),
            TranslationRules.CodexCore => new CodexCoreTranslator(echo, policies.CoreAggregation),
            TranslationRules.CodexApiV1 => new CodexApiV1Translator(echo),
            TranslationRules.CodexApiV2 => new CodexApiV2Translator(echo),
            _ => throw new ArgumentOutOfRangeException(nameof(policies), policies.Translation, "Not a translation."),
        };
    }
}
