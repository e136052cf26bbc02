using Conformance.Results;

namespace Conformance.Running.Relays;

/// <summary>The relay that a run judges. A closed family.</summary>
/// <param name="Name">The name in results and messages.</param>
internal abstract record RelayTarget(string Name)
{
    /// <summary>How the relay is reached, without secrets.</summary>
    public abstract string Description { get; }

    /// <summary>The port the mock listens on unless the user names one; 0 for any.</summary>
    public virtual int DefaultMockPort => 0;
}

/// <summary>The bundled relay, started as a separate process for each set-up.</summary>
/// <param name="Program">The path of <c>Relay.dll</c>.</param>
internal sealed record BundledTarget(string Program) : RelayTarget("bundled")
{
    public override string Description => "the bundled relay";
}

/// <summary>A relay that runs already and that its owner has configured to use the mock.</summary>
internal sealed record UrlTarget(string Name, Uri Url) : RelayTarget(Name)
{
    /// <summary>A fixed port, because a relay that runs already cannot be given a new one for every run.</summary>
    public const int FixedMockPort = 9000;

    public override string Description => Secrets.Mask(Url.ToString());

    public override int DefaultMockPort => FixedMockPort;
}

/// <summary>A relay that a command starts. <c>{UPSTREAM_URL}</c> and <c>{PORT}</c> in the command are replaced.</summary>
internal sealed record CommandTarget(string Name, string Command, ReadyProbe Ready) : RelayTarget(Name)
{
    public override string Description => Secrets.Mask(Command);
}
