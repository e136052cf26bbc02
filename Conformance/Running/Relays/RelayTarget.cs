using Conformance.Results;

namespace Conformance.Running.Relays;

/// <summary>Which relay a run is held against. A closed family.</summary>
/// <param name="Name">The name in results and messages.</param>
internal abstract record RelayTarget(string Name)
{
    /// <summary>How the relay is reached, without secrets.</summary>
    public abstract string Description { get; }

    /// <summary>The port the mock listens on unless the user names one; 0 for any.</summary>
    public virtual int DefaultMockPort => 0;
}

/// <summary>The relay that comes with the judge, started as a process of its own for each set-up.</summary>
/// <param name="Program">The path of <c>Relay.dll</c>.</param>
internal sealed record BundledTarget(string Program) : RelayTarget("bundled")
{
    public override string Description => "the bundled relay";
}

/// <summary>A relay that runs already and was pointed at the mock by its owner.</summary>
internal sealed record UrlTarget(string Name, Uri Url) : RelayTarget(Name)
{
    /// <summary>A relay that runs already cannot be told a new port on every run.</summary>
    public const int FixedMockPort = 9000;

    public override string Description => Secrets.Mask(Url.ToString());

    public override int DefaultMockPort => FixedMockPort;
}

/// <summary>A relay that a command starts; <c>{UPSTREAM_URL}</c> and <c>{PORT}</c> are put in.</summary>
internal sealed record CommandTarget(string Name, string Command, ReadyProbe Ready) : RelayTarget(Name)
{
    public override string Description => Secrets.Mask(Command);
}
