using System.Globalization;

namespace Benchmarks.Serving;

/// <summary>The verb with which this program starts itself as a server. It writes its port and serves until its input ends.</summary>
internal static class ServeVerb
{
    /// <summary>Serves.</summary>
    /// <param name="words">The kind of the server, the folder with the scenarios, and for <c>cases</c> their number.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<int> RunAsync(string[] words, CancellationToken cancellationToken)
    {
        await using var server = words switch
        {
            ["bare", var folder] => await BareServer.StartAsync(folder, cancellationToken),
            ["mock", var folder] => await MockServer.StartAsync(folder, cases: 0, cancellationToken),
            ["cases", var folder, var cases] =>
                await MockServer.StartAsync(folder, int.Parse(cases, CultureInfo.InvariantCulture), cancellationToken),
            ["mapping", _] => await MockServer.StartWithMappingAsync(cancellationToken),
            ["wiremock", _] => PlainWireMock.Start(),
            _ => throw new ArgumentException($"There is no server '{string.Join(' ', words)}'.", nameof(words)),
        };
        await Console.Out.WriteLineAsync(server.Port.ToString(CultureInfo.InvariantCulture));
        await Console.In.ReadToEndAsync(cancellationToken);
        return 0;
    }
}
