using System.Collections;

namespace Conformance.Commands.Showing;

/// <summary>The surroundings of a command: where text goes and comes from, where it stands, what time it is.</summary>
internal sealed record Terminal
{
    /// <summary>The width at which text is wrapped. It fits every terminal.</summary>
    public const int Width = 80;

    /// <summary>Results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Problems.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Answers of a person.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>Opens standard input as bytes.</summary>
    public Func<Stream> OpenInput { get; init; } = static () => Stream.Null;

    /// <summary>Whether a person reads <see cref="Out"/> while it is written.</summary>
    public bool IsLive { get; init; }

    /// <summary>Whether a person can be asked.</summary>
    public bool CanAsk { get; init; }

    /// <summary>The current directory.</summary>
    public required string Directory { get; init; }

    /// <summary>The folder of this program.</summary>
    public string ProgramFolder { get; init; } = AppContext.BaseDirectory;

    /// <summary>The environment's variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether colour and cursor codes may be written.</summary>
    public bool HasColor =>
        IsLive && Environment.GetValueOrDefault("NO_COLOR", "").Length == 0 && Environment.GetValueOrDefault("TERM") is not "dumb";

    /// <summary>Whether this is a build server, where nothing may be accepted.</summary>
    public bool IsBuildServer =>
        Environment.GetValueOrDefault("CI") is { } value && (value is "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the real one.</summary>
    public static Terminal OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        In = Console.In,
        OpenInput = Console.OpenStandardInput,
        IsLive = !Console.IsOutputRedirected,
        CanAsk = !Console.IsOutputRedirected && !Console.IsInputRedirected,
        Directory = System.IO.Directory.GetCurrentDirectory(),
        Environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
    };
}
