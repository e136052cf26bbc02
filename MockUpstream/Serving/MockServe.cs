using System.Net;
using MockUpstream.Playing;
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
            await using var host = MockUpstreamHost.Build(new MockUpstreamOptions { Port = options.Port, Address = options.Address, Slow = options.Slow, Judged = false });
            await host.StartAsync(cancellationToken);
            foreach (var scenario in catalog.Scenarios)
            {
                host.Register(scenario, CaseKey.Of(scenario));
            }

            await TellAsync(output, host.BaseUrl, catalog);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return Served;
        }
        catch (IOException taken)
        {
            await error.WriteLineAsync(taken.Message);
            return CannotListen;
        }
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

    private static async Task TellAsync(TextWriter output, Uri baseUrl, ScenarioCatalog catalog)
    {
        var example = CaseKey.Of(catalog.Scenarios[0]);
        await output.WriteLineAsync($"Mock upstream on {baseUrl} serves {catalog.Scenarios.Count} cases from {catalog.Folder}.");
        await output.WriteLineAsync($"Ask for one by its model, such as '{example}'; all of them: {baseUrl}/models");
        await output.WriteLineAsync($"What was asked: {new Uri(baseUrl, "/__admin/requests")}. Ctrl-C ends it.");
        await output.FlushAsync(CancellationToken.None);
    }
}
