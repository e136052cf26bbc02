using System.Net;
using System.Net.Sockets;

namespace Relay.Tests.Exchange;

/// <summary>
/// A vendor too busy to take a connection: a socket whose queue is full and that accepts nobody, so that whoever connects waits.
/// </summary>
/// <remarks>Only on Linux, which drops the first packet of a connection when the queue is full; other systems refuse it.</remarks>
internal sealed class FullUpstream : IDisposable
{
    private const int MostWaiting = 16;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _waiting = [];

    private FullUpstream()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1);
        BaseUrl = new Uri($"http://{_listener.LocalEndPoint}/v1");
    }

    public Uri BaseUrl { get; }

    /// <summary>Listens, and connects until a connection is not taken any more.</summary>
    public static FullUpstream Fill()
    {
        var upstream = new FullUpstream();
        while (upstream.TakesAnother())
        {
            if (upstream._waiting.Count > MostWaiting)
            {
                throw new InvalidOperationException("The system takes every connection, whatever the queue's length.");
            }
        }

        return upstream;
    }

    public void Dispose()
    {
        _waiting.ForEach(static socket => socket.Dispose());
        _listener.Dispose();
    }

    // Over loopback a connection stands within the call, or is not going to.
    private bool TakesAnother()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        _waiting.Add(socket);
        try
        {
            socket.Connect(_listener.LocalEndPoint!);
        }
        catch (SocketException pending) when (pending.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // Says only that it was begun.
        }

        return socket.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectWrite);
    }
}
