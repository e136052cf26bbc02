using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Scenarios.Reading;

namespace MockUpstream.Serving;

/// <summary>The command line of the mock on its own.</summary>
internal static class MockServeCommand
{
    private const int WrongUsage = 2;

    private static readonly Option<string> Scenarios = new("--scenarios")
    {
        Description = "The folder with the scenarios.",
        DefaultValueFactory = _ => "Scenarios",
    };
    private static readonly Option<int> Port = new("--port")
    {
        Description = "The port to listen on; 0 for any free port.",
        DefaultValueFactory = _ => 9000,
    };
    private static readonly Option<string> Address = new("--address")
    {
        Description = "The address to listen on.",
        DefaultValueFactory = _ => "127.0.0.1",
    };
    private static readonly Option<string?> Fallback = new("--fallback")
    {
        Description = "The answer to a request that matches no case; echo returns its last user text. Default: 404.",
    };
    private static readonly Option<string?> AdminToken = new("--admin-token")
    {
        Description = "The token required by /__admin. Default: none on loopback, else a generated token, which is printed.",
    };
    private static readonly Option<bool> NoWatch = new("--no-watch") { Description = "Do not reload changed files." };
    private static readonly Option<bool> Tls = new("--tls")
    {
        Description = "Also serve HTTPS, on a separate port, with a certificate generated at startup.",
    };
    private static readonly Option<bool> H2c = new("--h2c") { Description = "Also serve HTTP/2 without TLS, on a separate port." };
    private static readonly Option<TimeSpan?> Slow = new("--slow")
    {
        Description = "A pause before each write, such as 200ms or 1s.",
        CustomParser = ParseDuration,
    };
    private static readonly Option<string?> As = new("--as")
    {
        Description = "Reject requests that this vendor rejects, such as mistral.",
        HelpName = "VENDOR",
    };

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var command = new RootCommand("A Chat Completions upstream that plays scenarios byte for byte.")
        {
            Scenarios,
            Port,
            Address,
            Slow,
            As,
            Fallback,
            AdminToken,
            NoWatch,
            Tls,
            H2c,
        };
        Fallback.AcceptOnlyFromAmong("echo");
        Port.Validators.Add(InRange);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, output, error, cancellationToken));

        var parsed = command.Parse(args);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        }

        foreach (var wrong in parsed.Errors)
        {
            await error.WriteLineAsync(wrong.Message);
        }

        await error.WriteLineAsync("See --help.");
        return WrongUsage;
    }

    private static Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var folder = parsed.GetRequiredValue(Scenarios);
        return MockServe.RunAsync(
            ReadOptions(parsed),
            folder,
            catalog => SelectAll(folder, catalog),
            static _ => true,
            output,
            error,
            cancellationToken);
    }

    private static ServedFolder SelectAll(string folder, ScenarioCatalog catalog) =>
        new(folder, catalog.Scenarios, catalog.Problems) { Vendors = catalog.Vocabulary.Strict };

    private static MockServeOptions ReadOptions(ParseResult parsed) => new()
    {
        EchoesUnmatched = parsed.GetValue(Fallback) is not null,
        AdminToken = parsed.GetValue(AdminToken),
        Watches = !parsed.GetValue(NoWatch),
        Tls = parsed.GetValue(Tls),
        H2c = parsed.GetValue(H2c),
        Port = parsed.GetRequiredValue(Port),
        Address = parsed.GetRequiredValue(Address),
        Slow = parsed.GetValue(Slow),
        As = parsed.GetValue(As),
    };

    private static void InRange(OptionResult port)
    {
        if (port.GetValueOrDefault<int>() is < 0 or > ushort.MaxValue)
        {
            port.AddError("--port: expected a number from 0 to 65535.");
        }
    }

    private static TimeSpan? ParseDuration(ArgumentResult argument)
    {
        var text = argument.Tokens.Single().Value;
        var (number, unit) = text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], TimeSpan.FromMilliseconds(1))
            : text.EndsWith('s') ? (text[..^1], TimeSpan.FromSeconds(1))
            : ("", TimeSpan.Zero);
        if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
        {
            return count * unit;
        }

        argument.AddError($"--slow: expected a time such as 200ms or 1s, received '{text}'.");
        return null;
    }
}
