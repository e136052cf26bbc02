using System.Net;
using MockUpstream.Playing;
using Scenarios.Model;
using Scenarios.Reading;

namespace MockUpstream.Serving;

/// <summary>Serves the scenarios of a folder to whoever asks, without a judge, until it is told to stop.</summary>
public static class MockServe
{
    private const int Served = 0;
    private const int WrongUsage = 2;
    private const int CannotListen = 3;
    private const int ProblemsShown = 20;

    /// <summary>Serves until cancelled.</summary>
    /// <returns>The exit code: 0 when it was stopped, 2 when the folder cannot be used, 3 when it cannot listen.</returns>
    public static async Task<int> RunAsync(MockServeOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);

        if (!IPAddress.TryParse(options.Address, out _))
        {
            await error.WriteLineAsync($"'{options.Address}' is no IP address.");
            return WrongUsage;
        }

        var catalog = await LoadAsync(options.Scenarios, error);
        if (catalog is null)
        {
            return WrongUsage;
        }

        try
        {
            if (options.As is { } name && !catalog.Vocabulary.Strict.ContainsKey(name))
            {
                await error.WriteLineAsync($"There is no strict vendor '{name}'; there are {string.Join(", ", catalog.Vocabulary.Strict.Keys.Order(StringComparer.Ordinal))}.");
                return WrongUsage;
            }

            var listening = new MockUpstreamOptions { Port = options.Port, Address = options.Address, Slow = options.Slow, Judged = false, As = options.As is { } vendor ? catalog.Vocabulary.Strict[vendor] : null };
            await ServeAsync(listening, catalog.Scenarios, output, cancellationToken);
            return Served;
        }
        catch (IOException taken)
        {
            await error.WriteLineAsync(taken.Message);
            return CannotListen;
        }
    }

    /// <summary>Serves these cases until cancelled.</summary>
    /// <param name="options">How it listens.</param>
    /// <param name="scenarios">The cases, at least one.</param>
    /// <param name="output">Gets three lines once it listens.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task ServeAsync(MockUpstreamOptions options, IReadOnlyList<Scenario> scenarios, TextWriter output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(scenarios);
        ArgumentNullException.ThrowIfNull(output);

        await using var host = MockUpstreamHost.Build(options);
        await host.StartAsync(cancellationToken);
        foreach (var scenario in scenarios)
        {
            host.Register(scenario, CaseKey.Of(scenario));
        }

        await TellAsync(output, host.BaseUrl, scenarios);
        await Task.Delay(Timeout.InfiniteTimeSpan, options.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<ScenarioCatalog?> LoadAsync(string folder, TextWriter error)
    {
        ScenarioCatalog catalog;
        try
        {
            catalog = ScenarioCatalog.Load(folder);
        }
        catch (DirectoryNotFoundException)
        {
            await error.WriteLineAsync($"There is no folder '{folder}'.");
            return null;
        }

        if (catalog.Problems.Count == 0 && catalog.Scenarios.Count > 0)
        {
            return catalog;
        }

        foreach (var problem in catalog.Problems.Take(ProblemsShown))
        {
            await error.WriteLineAsync(problem.ToString());
        }

        await error.WriteLineAsync(catalog.Problems.Count > 0 ? $"{catalog.Problems.Count} problems below '{folder}'; nothing is served." : $"No scenarios below '{folder}'.");
        return null;
    }

    private static async Task TellAsync(TextWriter output, Uri baseUrl, IReadOnlyList<Scenario> scenarios)
    {
        await output.WriteLineAsync($"Mock upstream listening on {baseUrl} with {(scenarios.Count == 1 ? "1 case" : $"{scenarios.Count} cases")}.");
        await output.WriteLineAsync($"Ask for a case by its model, such as {scenarios.Select(CaseKey.Of).MinBy(key => key.Length)}; all: {baseUrl}/models");
        await output.WriteLineAsync($"What was asked: {new Uri(baseUrl, "/__admin/requests")}. Ctrl-C ends it.");
        await output.FlushAsync(CancellationToken.None);
    }
}
