namespace Relay.Policies;

/// <summary>What the vendor is asked, and how.</summary>
internal static class RequestPolicies
{
    public static PolicyEntry[] Entries { get; } =
    [
        PolicyEntry.Of(
            "developer_role",
            "Which role the vendor gets for developer (R4).",
            p => p.DeveloperRole,
            (p, v) => p with { DeveloperRole = v },
            ("system", DeveloperRole.System, "system, which every vendor knows."),
            ("developer", DeveloperRole.Developer, "developer, as it came."),
            ("user", DeveloperRole.User, "user, for vendors that take one system message only.")),
        PolicyEntry.Of(
            "hosted_tools",
            "What becomes of tools that the client expects the server to run.",
            p => p.HostedTools,
            (p, v) => p with { HostedTools = v },
            ("refuse", HostedTools.Refuse, "The request is refused, with the tool's place."),
            ("drop", HostedTools.Drop, "They are left out, with a warning.")),
        PolicyEntry.Of(
            "max_tokens_field",
            "Under which name the vendor gets max_output_tokens.",
            p => p.MaxTokensField,
            (p, v) => p with { MaxTokensField = v },
            ("max_tokens", MaxTokensField.MaxTokens, "max_tokens, which most vendors know."),
            ("max_completion_tokens", MaxTokensField.MaxCompletionTokens, "max_completion_tokens, which OpenAI's reasoning models insist on.")),
        PolicyEntry.Of(
            "provider_fields",
            "What becomes of members that a vendor adds to its calls, such as extra_content (Q30).",
            p => p.ProviderFields,
            (p, v) => p with { ProviderFields = v },
            ("keep", ProviderFields.Keep, "They go under the seal of a reasoning item, if the client carries those, and back into the call on the next turn."),
            ("drop", ProviderFields.Drop, "They are left out.")),
        PolicyEntry.Of(
            "stream_usage",
            "Whether a stream is asked for its usage (R1).",
            p => p.StreamUsage,
            (p, v) => p with { StreamUsage = v },
            ("on", StreamUsage.On, "With stream_options.include_usage."),
            ("off", StreamUsage.Off, "Without, for vendors that refuse stream_options.")),
        PolicyEntry.Of(
            "unknown_item",
            "What becomes of input items of types nobody knows.",
            p => p.UnknownItem,
            (p, v) => p with { UnknownItem = v },
            ("refuse", UnknownItem.Refuse, "The request is refused, with the item's place."),
            ("drop", UnknownItem.Drop, "They are left out, with a warning.")),
    ];
}

/// <content>What the vendor is asked, and how.</content>
public sealed partial record RelayPolicies
{
    /// <summary>Which role the vendor gets for <c>developer</c> (R4).</summary>
    public DeveloperRole DeveloperRole { get; init; }

    /// <summary>What becomes of tools that the client expects the server to run.</summary>
    public HostedTools HostedTools { get; init; }

    /// <summary>Under which name the vendor gets <c>max_output_tokens</c>.</summary>
    public MaxTokensField MaxTokensField { get; init; }

    /// <summary>What becomes of members that a vendor adds to its calls (Q30).</summary>
    public ProviderFields ProviderFields { get; init; }

    /// <summary>Whether a stream is asked for its usage (R1).</summary>
    public StreamUsage StreamUsage { get; init; }

    /// <summary>What becomes of input items of types nobody knows.</summary>
    public UnknownItem UnknownItem { get; init; }
}

#pragma warning disable CS1591 // What each value means stands beside its name, in the entries above.

/// <summary>Values of <see cref="RelayPolicies.DeveloperRole"/>.</summary>
public enum DeveloperRole
{
    System,
    Developer,
    User,
}

/// <summary>Values of <see cref="RelayPolicies.HostedTools"/>.</summary>
public enum HostedTools
{
    Refuse,
    Drop,
}

/// <summary>Values of <see cref="RelayPolicies.MaxTokensField"/>.</summary>
public enum MaxTokensField
{
    MaxTokens,
    MaxCompletionTokens,
}

/// <summary>Values of <see cref="RelayPolicies.ProviderFields"/>.</summary>
public enum ProviderFields
{
    Keep,
    Drop,
}

/// <summary>Values of <see cref="RelayPolicies.StreamUsage"/>.</summary>
public enum StreamUsage
{
    On,
    Off,
}

/// <summary>Values of <see cref="RelayPolicies.UnknownItem"/>.</summary>
public enum UnknownItem
{
    Refuse,
    Drop,
}
