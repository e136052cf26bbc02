using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Benchmarks.Measuring;

namespace Benchmarks.Rows;

/// <summary>The time from the start of <c>relayconf serve</c> to its first answer, over copies of the real scenarios.</summary>
internal static class ReadyRow
{
    private const int Cases = 1_000;
    private const int Few = 20;
    private const double Most = 800;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(Bench bench, CancellationToken cancellationToken)
    {
        var root = FindRoot();
        var (many, few) = (Path.Combine(bench.Folder, "many"), Path.Combine(bench.Folder, "few"));
        var model = CopiedScenarios.Write(Path.Combine(root, "Scenarios"), many, Cases);
        CopiedScenarios.Write(Path.Combine(root, "Scenarios"), few, Few);
        var program = Path.Combine(
            root,
            "artifacts",
            "bin",
            "Conformance",
            Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
            "relayconf.dll");
        List<(double Time, double Cpu)> withMany = [], withFew = [];
        await StartAsync(program, many, model, cancellationToken);
        for (var round = 0; round < bench.Rounds; round++)
        {
            withMany.Add(await StartAsync(program, many, model, cancellationToken));
            withFew.Add(await StartAsync(program, few, model, cancellationToken));
        }

        var (time, beside) = (Medians.Of(withMany.Select(static one => one.Time)), Medians.Of(withFew.Select(static one => one.Time)));
        var (cpu, besideCpu) = (Medians.Of(withMany.Select(static one => one.Cpu)), Medians.Of(withFew.Select(static one => one.Cpu)));
        return [new("ready", $"{Cases:#,0} scenarios, beside {Few}", "ms", time, beside, cpu, besideCpu, $"≤ {Most} ms", time <= Most)];
    }

    private static async Task<(double Time, double Cpu)> StartAsync(
        string program,
        string folder,
        string model,
        CancellationToken cancellationToken)
    {
        var port = FreePort();
        var begun = Stopwatch.GetTimestamp();
        using var process = ServerProcess.Start(
            program,
            ["serve", "--scenarios", folder, "--port", port.ToString(CultureInfo.InvariantCulture)]);
        try
        {
            await AnsweredAsync(process, port, model, cancellationToken);
            var time = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            process.Refresh();
            return (time, process.TotalProcessorTime.TotalMicroseconds);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(cancellationToken);
        }
    }

    private static async Task AnsweredAsync(Process process, int port, string model, CancellationToken cancellationToken)
    {
        var body = $$"""{"model":"{{model}}","stream":true,"messages":[]}""";
        var request = Encoding.ASCII.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        var buffer = new byte[16];
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                await socket.SendAsync(request, cancellationToken);
                if (await socket.ReceiveAsync(buffer, cancellationToken) > 0 && buffer.AsSpan().StartsWith("HTTP/1.1 "u8))
                {
                    return;
                }
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RelayConformance.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException(
            "The benchmarks run from a build inside the repository; RelayConformance.sln was not found above them.");
    }
}
