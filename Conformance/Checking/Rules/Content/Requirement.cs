using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Content;

/// <summary>What a member must be.</summary>
internal enum Kind
{
    /// <summary>There, null included.</summary>
    Present,

    /// <summary>A string, which may be empty.</summary>
    Text,

    /// <summary>A string that is not empty.</summary>
    Name,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>An array.</summary>
    List,

    /// <summary>An object.</summary>
    Object,
}

/// <summary>One member that must be there.</summary>
/// <param name="Member">Its name.</param>
/// <param name="Kind">What it must be.</param>
/// <param name="Severity">What its absence weighs.</param>
internal sealed record Requirement(string Member, Kind Kind, Severity Severity = Severity.Error)
{
    public bool HoldsFor(JsonElement json)
    {
        var value = json.Member(Member);
        return Kind switch
        {
            Kind.Present => value.IsPresent(),
            Kind.Text => value.Text() is not null,
            Kind.Name => !string.IsNullOrEmpty(value.Text()),
            Kind.Integer => value.Integer() is not null,
            Kind.List => value.IsArray(),
            _ => value.IsObject(),
        };
    }

    public string Describe() => Kind switch
    {
        Kind.Present => $"`{Member}`",
        Kind.Text => $"`{Member}` (a string)",
        Kind.Name => $"`{Member}` (a string that is not empty)",
        Kind.Integer => $"`{Member}` (an integer)",
        Kind.List => $"`{Member}` (an array)",
        _ => $"`{Member}` (an object)",
    };
}
