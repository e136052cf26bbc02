using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using MockUpstream.Contract;
using MockUpstream.Playing;
using Scenarios.Model;
using Scenarios.Reading;

namespace MockUpstream.Serving;

/// <summary>Serves the scenarios of a folder without a judge until it is stopped.</summary>
public static class MockServe
{
    private const int Served = 0;
    private const int WrongUsage = 2;
    private const int CannotListen = 3;
    private const int ProblemsShown = 20;

    /// <summary>Serves until cancelled.</summary>
    /// <param name="options">The addresses and settings.</param>
    /// <param name="folder">The folder of the cases; read again after each change.</param>
    /// <param name="choose">Selects the cases of the folder that are served.</param>
    /// <param name="takes">Whether a case is served, for a request that names it before all are read.</param>
    /// <param name="output">Receives the head, then one line for each request.</param>
    /// <param name="error">Receives problems.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code: 0 when it was stopped, 2 when there is nothing to serve, 3 when it cannot listen.</returns>
    public static async Task<int> RunAsync(
        MockServeOptions options,
        string folder,
        Func<ScenarioCatalog, ServedFolder> choose,
        Predicate<Scenario> takes,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(choose);
        ArgumentNullException.ThrowIfNull(takes);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);

        if (!IPAddress.TryParse(options.Address, out var address))
        {
            await error.WriteLineAsync($"'{options.Address}' is not an IP address.");
            return WrongUsage;
        }

        try
        {
            // A folder of a thousand files takes longer to read than the server to start, so both begin at once, and one core is left to
            // the server. Only a vendor must be known before.
            var reader = new CatalogReader(folder);
            var loading = Task.Run(() => choose(reader.ReadAll(Math.Max(1, Environment.ProcessorCount - 1))), CancellationToken.None);
            Scenario? One(string key) => reader.ReadOne(id => CaseKey.Of(id) == key) is { } scenario && takes(scenario) ? scenario : null;

            var vendors = options.As is null ? null : (await loading).Vendors;
            if (vendors is not null && !vendors.ContainsKey(options.As!))
            {
                await error.WriteLineAsync(
                    $"There is no strict vendor '{options.As}'; known: {string.Join(", ", vendors.Keys.Order(StringComparer.Ordinal))}.");
                return WrongUsage;
            }

            var token = options.AdminToken ?? (IPAddress.IsLoopback(address) ? null : NewToken());
            return await ServeAsync(
                options with { AdminToken = token },
                vendors?[options.As!],
                loading,
                One,
                () => choose(ScenarioCatalog.Load(folder)),
                output,
                error,
                cancellationToken);
        }
        catch (DirectoryNotFoundException missing)
        {
            await error.WriteLineAsync(char.ToUpperInvariant(missing.Message[0]) + missing.Message[1..] + ".");
            return WrongUsage;
        }
        catch (IOException taken)
        {
            await error.WriteLineAsync(taken.Message);
            return CannotListen;
        }
    }

    private static async Task<int> ServeAsync(
        MockServeOptions options,
        StrictVendor? vendor,
        Task<ServedFolder> loading,
        Func<string, Scenario?> one,
        Func<ServedFolder> load,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        var console = new ServeConsole(output, options.HasColor, options.Time);
        await using var host = BuildHost(options, vendor, console);
        var cases = new ServedCases(host);
        var listening = Task.Run(() => ListenAsync(host, cases, one, cancellationToken), CancellationToken.None);
        await Task.WhenAll(loading, listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var folder = await loading;
        await TellProblemsAsync(error, folder.Problems);
        if (folder.Scenarios.Count == 0)
        {
            await error.WriteLineAsync(folder.Problems.Count > 0
                ? $"No case in '{folder.Folder}' can be read, so nothing is served."
                : $"There are no cases in '{folder.Folder}'.");
            return WrongUsage;
        }

        await listening;
        using var watch = options.Watches ? new FolderWatch(folder.Folder, options.Time) : null;
        await cases.ApplyAsync(folder);
        host.Complete();
        await TellHeadAsync(output, host, folder, options);
        var writing = console.WriteAsync();
        try
        {
            await ReloadAsync(watch, cases, load, console, options.Time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // This is how serving ends.
        }

        console.Complete();
        await writing;
        return Served;
    }

    /// <summary>Listens, and answers requests whose model names a case at once; all others wait until the folder is read.</summary>
    private static async Task ListenAsync(
        MockUpstreamHost host,
        ServedCases cases,
        Func<string, Scenario?> one,
        CancellationToken cancellationToken)
    {
        await host.ListenAsync(cancellationToken);
        host.Open(key =>
        {
            if (one(key) is not { } scenario)
            {
                return false;
            }

            cases.AddEarly(scenario);
            return true;
        });
    }

    private static MockUpstreamHost BuildHost(MockServeOptions options, StrictVendor? vendor, ServeConsole console) =>
        MockUpstreamHost.Build(new MockUpstreamOptions
        {
            Port = options.Port,
            Address = options.Address,
            Tls = options.Tls,
            H2c = options.H2c,
            Slow = options.Slow,
            As = vendor,
            Judged = false,
            HasPage = true,
            EchoesUnmatched = options.EchoesUnmatched,
            AdminToken = options.AdminToken,
            Served = console.Queue,
            Time = options.Time,
        });

    private static async Task ReloadAsync(
        FolderWatch? watch,
        ServedCases cases,
        Func<ServedFolder> load,
        ServeConsole console,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (watch is null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        while (watch is not null)
        {
            await watch.ChangedAsync(cancellationToken);
            try
            {
                var folder = load();
                var changes = await cases.ApplyAsync(folder);
                foreach (var problem in folder.Problems.Take(ProblemsShown))
                {
                    console.Queue(problem.ToString());
                }

                if (changes.Any || folder.Problems.Count > 0)
                {
                    console.Queue(
                        $"reloaded: {(changes.Any ? changes : "no case changed")}; {cases.Count} "
                            + $"served{(folder.Problems.Count > 0 ? ", with the last valid version of broken files" : "")}");
                }
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                console.Queue($"not reloaded; the previous version is still served: {unreadable.Message}");
            }
        }
    }

    private static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));

    private static async Task TellProblemsAsync(TextWriter error, IReadOnlyList<ScenarioProblem> problems)
    {
        foreach (var problem in problems.Take(ProblemsShown))
        {
            await error.WriteLineAsync(problem.ToString());
        }

        if (problems.Count > 0)
        {
            var files = problems.Select(static problem => problem.Place.File).Distinct(StringComparer.Ordinal).Count();
            await error.WriteLineAsync($"{(files == 1 ? "1 file has" : $"{files} files have")} problems; the other cases are served.");
        }
    }

    private static async Task TellHeadAsync(TextWriter output, MockUpstreamHost host, ServedFolder folder, MockServeOptions options)
    {
        var baseUrl = host.BaseUrl;
        await output.WriteLineAsync(
            $"Mock upstream listening on {baseUrl} with {(folder.Scenarios.Count == 1 ? "1 case" : $"{folder.Scenarios.Count} cases")}.");
        await output.WriteLineAsync(
            $"Select a case with the model of a request, such as {folder.Scenarios.Select(CaseKey.Of).MinBy(key => key.Length)}; all: "
                + $"{baseUrl}/models");
        await output.WriteLineAsync($"Live page: {new Uri(baseUrl, "/")}  Admin API: {new Uri(baseUrl, "/__admin")}");
        if (options.Tls)
        {
            await output.WriteLineAsync($"HTTPS: {host.TlsUrl} (certificate generated at startup; use curl -k)");
        }

        if (options.H2c)
        {
            await output.WriteLineAsync($"HTTP/2 without TLS: {host.H2cUrl}");
        }

        if (options.AdminToken is { } token)
        {
            await output.WriteLineAsync($"Admin token: {token}");
        }

        await output.WriteLineAsync("Ctrl-C ends it.");
        await output.FlushAsync(CancellationToken.None);
    }
}
