using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Relay.Policies;
using Relay.Sealing;

namespace Relay;

/// <summary>Reads the relay's command line. By hand: one screen of options needs no library, and the relay starts in a blink.</summary>
public static class RelayOptionsReader
{
    private static readonly string[] Names = ["--upstream", "--port", "--host", "--preset", "--set", "--log-level", "--seal-keys", "--print-policies", "--help"];

    /// <summary>Reads a command line; what it leaves out comes from the environment (<c>UPSTREAM_BASE_URL</c>, <c>UPSTREAM_API_KEY</c>, <c>RELAY_SEAL_KEYS</c>) or a default.</summary>
    /// <param name="args">The arguments, <c>--name value</c> or <c>--name=value</c>.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <param name="problem">One sentence about the first thing that is wrong; empty on success.</param>
    /// <returns>The options, or <see langword="null"/> when something is wrong.</returns>
    public static RelayOptions? Read(IReadOnlyList<string> args, Func<string, string?> environment, out string problem)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(environment);

        var options = new RelayOptions { Upstream = Unset, ApiKey = NotEmpty(environment("UPSTREAM_API_KEY")) };
        problem = "";
        if (NotEmpty(environment("RELAY_SEAL_KEYS")) is { } sealKeys && !args.Any(static word => Split(word).Name == "--seal-keys"))
        {
            options = ApplySealKeys(options, sealKeys, out problem);
        }

        for (var index = 0; index < args.Count && problem.Length == 0; index++)
        {
            var (name, value) = Split(args[index]);
            if (!Names.Contains(name, StringComparer.Ordinal))
            {
                problem = Unknown("option", name, Names);
            }
            else if (value is null && ++index == args.Count)
            {
                problem = $"{name} needs a value.";
            }
            else
            {
                options = Apply(options, name, value ?? args[index], out problem);
            }
        }

        if (problem.Length == 0 && options.Upstream == Unset)
        {
            options = ApplyUpstreamOfEnvironment(options, environment, out problem);
        }

        return problem.Length == 0 ? options : null;
    }

    private static Uri Unset { get; } = new("about:blank");

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return argument.StartsWith("--", StringComparison.Ordinal) && equals > 0 ? (argument[..equals], argument[(equals + 1)..]) : (argument, null);
    }

    private static RelayOptions Apply(RelayOptions options, string name, string value, out string problem)
    {
        problem = "";
        switch (name)
        {
            case "--upstream":
                return ApplyUpstream(options, value, out problem);
            case "--host" when value is "localhost" || IPAddress.TryParse(value, out _):
                return options with { Host = value };
            case "--host":
                problem = $"--host takes an IP address or localhost, not '{value}'.";
                return options;
            case "--port" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535:
                return options with { Port = port };
            case "--port":
                problem = $"--port takes a number from 0 to 65535, not '{value}'.";
                return options;
            case "--preset":
                problem = PolicyPresets.Names.Contains(value, StringComparer.Ordinal) ? "" : Unknown("preset", value, PolicyPresets.Names);
                return options with { Policies = PolicyPresets.Apply(value, options.Policies) ?? options.Policies };
            case "--log-level":
                return ApplyLogLevel(options, value, out problem);
            case "--seal-keys":
                return ApplySealKeys(options, value, out problem);
            default:
                return ApplySetting(options, value, out problem);
        }
    }

    private static RelayOptions ApplyUpstreamOfEnvironment(RelayOptions options, Func<string, string?> environment, out string problem)
    {
        if (NotEmpty(environment("UPSTREAM_BASE_URL")) is { } value)
        {
            return ApplyUpstream(options, value, out problem);
        }

        problem = "--upstream URL is missing (or set UPSTREAM_BASE_URL).";
        return options;
    }

    private static RelayOptions ApplyUpstream(RelayOptions options, string value, out string problem)
    {
        problem = "";
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            problem = $"--upstream takes an http or https URL such as http://127.0.0.1:9000/v1, not '{value}'.";
        }
        else if (uri.UserInfo.Length > 0)
        {
            problem = "--upstream holds credentials; put the key into UPSTREAM_API_KEY.";
        }

        return problem.Length == 0 ? options with { Upstream = uri! } : options;
    }

    private static RelayOptions ApplySealKeys(RelayOptions options, string path, out string problem) =>
        ReasoningSeal.FromFile(path, out problem) is { } seal ? options with { Seal = seal } : options;

    private static RelayOptions ApplyLogLevel(RelayOptions options, string value, out string problem)
    {
        LogLevel? level = value switch
        {
            "trace" => LogLevel.Trace,
            "debug" => LogLevel.Debug,
            "information" or "info" => LogLevel.Information,
            "warning" or "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            "none" => LogLevel.None,
            _ => null,
        };
        problem = level is null ? Unknown("log level", value, ["trace", "debug", "information", "warning", "error", "none"]) : "";
        return level is null ? options : options with { LogLevel = level.Value };
    }

    private static RelayOptions ApplySetting(RelayOptions options, string setting, out string problem)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            problem = $"--set takes name=value, not '{setting}'.";
            return options;
        }

        var (name, value) = (setting[..equals], setting[(equals + 1)..]);
        if (RelayLimits.Knows(name))
        {
            return RelayLimits.Apply(options, name, value, out problem);
        }

        if (PolicyCatalog.TrySet(options.Policies, name, value, out var policies, out problem))
        {
            return options with { Policies = policies };
        }

        if (NearestWord.Of(name, RelayLimits.Names) is { } near)
        {
            problem = $"There is no setting '{name}'. Did you mean '{near}'?";
        }

        return options;
    }

    private static string Unknown(string kind, string name, IReadOnlyList<string> known) => NearestWord.Of(name, known) is { } near
        ? $"There is no {kind} '{name}'. Did you mean '{near}'?"
        : $"There is no {kind} '{name}'; there is {string.Join(", ", known)}.";

    private static string? NotEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
