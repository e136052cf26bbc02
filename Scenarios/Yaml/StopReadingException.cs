using Scenarios.Model;

namespace Scenarios.Yaml;

/// <summary>Leaves the recursion of <see cref="YamlTree"/> when going on would be unsafe; never leaves that class.</summary>
internal sealed class StopReadingException(SourcePlace place, string code, string message) : Exception(message)
{
    public SourcePlace Place { get; } = place;

    public string Code { get; } = code;
}
