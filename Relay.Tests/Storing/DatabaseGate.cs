using System.Net;
using System.Net.Sockets;

namespace Relay.Tests.Storing;

/// <summary>A way to the database that can be shut: connections break, new ones are closed at once.</summary>
internal sealed class DatabaseGate : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _database;
    private readonly List<TcpClient> _open = [];
    private readonly Task _accepting;
    private bool _isShut;

    public DatabaseGate(IPEndPoint database)
    {
        _database = database;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Creates an empty database and a gate in front of it.</summary>
    /// <returns>The gate, and the address behind it and without it.</returns>
    public static async Task<(DatabaseGate Gate, string Gated, string Direct)> ToNewDatabaseAsync(CancellationToken cancellationToken)
    {
        var direct = await PostgresCluster.NewDatabaseAsync(cancellationToken);
        var gate = new DatabaseGate(new IPEndPoint(IPAddress.Loopback, new Uri(direct).Port));
        return (gate, new UriBuilder(direct) { Port = gate.Port }.Uri.ToString(), direct);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Shut()
    {
        lock (_open)
        {
            _isShut = true;
            _open.ForEach(static client => client.Close());
            _open.Clear();
        }
    }

    public void Open()
    {
        lock (_open)
        {
            _isShut = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Shut();
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var flows = new List<Task>();
        try
        {
            while (true)
            {
                flows.Add(PassAsync(await _listener.AcceptTcpClientAsync()));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(flows);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        lock (_open)
        {
            if (_isShut)
            {
                return;
            }

            _open.AddRange([near, far]);
        }

        try
        {
            await far.ConnectAsync(_database);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception exception)
            when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The gate was shut.
        }
    }
}
