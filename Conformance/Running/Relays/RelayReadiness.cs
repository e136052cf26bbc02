using System.Net.Sockets;

namespace Conformance.Running.Relays;

/// <summary>Waits until a relay is ready: by its own word, by its port, or by an answer.</summary>
internal sealed class RelayReadiness(RelayLaunch launch, TimeProvider time)
{
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromMilliseconds(25);

    private readonly TaskCompletionSource<Uri> _announced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the process runs at all.</summary>
    public bool Started { get; set; }

    /// <summary>The address that the relay's output names.</summary>
    public Task<Uri> Announced => _announced.Task;

    /// <summary>Whether the output has named an address.</summary>
    public bool IsAnnounced => _announced.Task.IsCompletedSuccessfully;

    /// <summary>Takes a line of the relay's output.</summary>
    public void AddLine(string line)
    {
        if (ReadyProbe.Announcement.Match(line) is { Success: true } match
            && Uri.TryCreate(match.Groups["url"].Value, UriKind.Absolute, out var url))
        {
            _announced.TrySetResult(Reachable(url));
        }
        else if (launch is { Ready: OutputProbe probe, Url: { } known } && line.Contains(probe.Text, StringComparison.Ordinal))
        {
            _announced.TrySetResult(known);
        }
    }

    /// <summary>The address of the relay once it is ready.</summary>
    public async Task<Uri> WaitAsync(CancellationToken cancellationToken)
    {
        var announced = _announced.Task.WaitAsync(cancellationToken);
        if (launch.Url is not { } url || launch.Ready is OutputProbe or AnnouncementProbe)
        {
            return await announced;
        }

        return await await Task.WhenAny(announced, ProbeAsync(url, cancellationToken));
    }

    private async Task<Uri> ProbeAsync(Uri url, CancellationToken cancellationToken)
    {
        while (!await AnswersAsync(url, cancellationToken))
        {
            await Task.Delay(BetweenProbes, time, cancellationToken);
        }

        return url;
    }

    private async Task<bool> AnswersAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            return launch.Ready is HttpProbe probe
                ? await GetsAsync(url, probe, cancellationToken)
                : await ConnectsAsync(url, cancellationToken);
        }
        catch (Exception notYet) when (notYet is SocketException or HttpRequestException)
        {
            return false;
        }
    }

    internal static async Task<bool> ConnectsAsync(Uri url, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(url.Host, url.Port, cancellationToken);
        return true;
    }

    private static async Task<bool> GetsAsync(Uri url, HttpProbe probe, CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url, probe.Path));
        using var response = await http.SendAsync(request, cancellationToken);
        return (int)response.StatusCode == probe.Status;
    }

    /// <summary>A relay that listens on every address is reached on this machine's own.</summary>
    private static Uri Reachable(Uri url) =>
        url.Host is "0.0.0.0" or "[::]" or "+" or "*" ? new UriBuilder(url) { Host = "127.0.0.1" }.Uri : url;
}
