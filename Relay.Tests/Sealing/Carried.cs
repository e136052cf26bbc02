using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Relay.Contract;
using Relay.Requests;
using Relay.Sealing;
using Relay.Tests.Translating;
using Relay.Translating;

namespace Relay.Tests.Sealing;

/// <summary>A stateless client: takes an answer and carries its items, as they are, into the next request.</summary>
internal static class Carried
{
    public static ReasoningSeal Seal { get; } = Seals.With("k");

    /// <summary>A client that asked for <c>reasoning.encrypted_content</c>.</summary>
    public static TranslationSetup Asked(params string[] settings) => Prepare(settings, echo => echo with { EncryptsReasoning = true });

    /// <summary>A relay that keeps the items, for a client that did not ask.</summary>
    public static TranslationSetup Kept(params string[] settings) => Prepare(settings, echo => echo with { KeepsReasoning = true });

    /// <summary>What is under the seal of each reasoning item.</summary>
    public static IReadOnlyList<VendorReasoning> Thoughts(JsonElement items) => [.. items.EnumerateArray().Where(IsReasoning).Select(Open)];

    public static VendorReasoning Open(JsonElement item)
    {
        Assert.That(Seal.Unseal(item.GetProperty("encrypted_content").GetString()!, out var content), Is.EqualTo(UnsealResult.Opened));
        return VendorReasoningJson.Read(content)!;
    }

    public static bool IsReasoning(JsonElement item) => item.GetProperty("type").ValueEquals("reasoning");

    /// <summary>The messages of the chat request that follows from this input.</summary>
    public static JsonElement Messages(string input, params string[] settings) => Messages(input, out _, settings);

    public static JsonElement Messages(string input, out IReadOnlyList<string> warnings, params string[] settings)
    {
        var request = Translate(input, out var problem, settings);
        Assert.That(problem, Is.Null);
        warnings = request!.Warnings;
        return JsonDocument.Parse(request.Chat).RootElement.GetProperty("messages");
    }

    public static TranslatedRequest? Translate(string input, out ApiError? problem, params string[] settings) =>
        RequestTranslator.Translate(
            Encoding.UTF8.GetBytes($$"""{"model":"m","input":[{{input}}]}"""),
            TranslationSetup.With(settings).Policies,
            "resp_2",
            1,
            out problem,
            Seal);

    /// <summary>Every item of an answer, as a client sends it back.</summary>
    public static string Back(Translation answer) => Back(answer.Response.GetProperty("output"));

    public static string Back(JsonElement items) => string.Join(',', items.EnumerateArray().Select(item => item.GetRawText()));

    public static string Output(string callId) => $$"""{"type":"function_call_output","call_id":"{{callId}}","output":"ok"}""";

    private static TranslationSetup Prepare(string[] settings, Func<ResponseEcho, ResponseEcho> change)
    {
        var setup = TranslationSetup.With(settings);
        return setup with { Echo = change(setup.Echo), Seal = Seal };
    }
}
