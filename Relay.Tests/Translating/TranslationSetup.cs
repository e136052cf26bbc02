using System.Text.Json;
using NUnit.Framework;
using Relay.Contract;
using Relay.Policies;
using Relay.Presets;
using Relay.Sealing;

namespace Relay.Tests.Translating;

/// <summary>What a translation runs under.</summary>
internal sealed record TranslationSetup
{
    public RelayPolicies Policies { get; init; } = RelayPolicies.Default;

    public ResponseEcho Echo { get; init; } = EchoOf("{}");

    public ReasoningSeal? Seal { get; init; }

    public UpstreamEnding? Ending { get; init; }

    public static ResponseEcho EchoOf(string request, params string[] tools) => new()
    {
        Id = "resp_1",
        CreatedAt = 1_700_000_000,
        Model = "m",
        Request = JsonDocument.Parse(request).RootElement,
        DeclaredTools = tools.ToHashSet(StringComparer.Ordinal),
    };

    /// <summary>A setup with policies set by name: <c>think_tags=off</c>.</summary>
    public static TranslationSetup With(params string[] settings)
    {
        var policies = RelayPolicies.Default;
        foreach (var setting in settings)
        {
            var parts = setting.Split('=');
            Assert.That(PolicyCatalog.TrySet(policies, parts[0], parts[1], out policies, out var problem), problem);
        }

        return new TranslationSetup { Policies = policies };
    }

    public TranslationSetup Declaring(params string[] tools) => this with { Echo = EchoOf("{}", tools) };

    /// <summary>Declares one tool that the vendor knows as <paramref name="name"/>.</summary>
    public TranslationSetup Declaring(string name, ToolOrigin origin) => this with
    {
        Echo = EchoOf("{}", name) with { ToolOrigins = new Dictionary<string, ToolOrigin>(StringComparer.Ordinal) { [name] = origin } },
    };

    public TranslationSetup EndingWith(UpstreamEnding ending) => this with { Ending = ending };
}
