using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NUnit.Framework;
using Relay.Upstreams;

namespace Relay.Tests.Upstreams;

/// <summary>A connection that is handed from one request to a waiting one, and a vendor that sends more than was requested.</summary>
[CancelAfter(60_000)]
internal sealed class GuardedConnectionsTests
{
    private const string Wrong = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong";

    [Test]
    public async Task Data_after_an_answer_is_not_the_answer_to_the_waiting_request(
        [Values] bool isEncrypted, [Values] bool isIdleBefore, CancellationToken cancellationToken)
    {
        await using var vendor = new Vendor(isEncrypted);

        var (second, connections) = await HandOverAsync(vendor, behind: Wrong, ends: false, cancellationToken, isIdleBefore);

        Assert.That((second, connections), Is.EqualTo(("right", 2)));
    }

    [Test]
    public async Task A_vendor_that_speaks_first_is_not_tried_again_and_again(CancellationToken cancellationToken)
    {
        await using var vendor = new Vendor(isEncrypted: false);
        var isGreeted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var client = vendor.Connect(Task.CompletedTask, isGreeted.Task);
        var answer = client.GetAsync(vendor.Url, cancellationToken);
        await using var connection = await vendor.AcceptAsync(cancellationToken);

        await connection.SendAsync("SSH-2.0-Server\r\n", cancellationToken);
        isGreeted.SetResult();

        Assert.That(async () => await answer, Throws.TypeOf<HttpRequestException>());
        Assert.That(vendor.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task A_connection_that_ended_after_its_answer_is_not_given_to_the_waiting_request(CancellationToken cancellationToken)
    {
        await using var vendor = new Vendor(isEncrypted: false);

        var (second, connections) = await HandOverAsync(vendor, behind: "", ends: true, cancellationToken);

        Assert.That((second, connections), Is.EqualTo(("right", 2)));
    }

    [Test]
    public async Task A_connection_without_unread_data_is_used_again(
        [Values] bool isEncrypted, CancellationToken cancellationToken)
    {
        await using var vendor = new Vendor(isEncrypted);

        var (second, connections) = await HandOverAsync(vendor, behind: "", ends: false, cancellationToken);

        Assert.That((second, connections), Is.EqualTo(("right", 1)));
    }

    [Test]
    public async Task An_answer_that_comes_before_the_whole_request_is_taken_on_a_used_connection(
        [Values] bool isEncrypted, CancellationToken cancellationToken)
    {
        await using var vendor = new Vendor(isEncrypted);
        using var client = vendor.Connect(Task.CompletedTask);
        var first = client.PostAsync(vendor.Url, new StringContent("first"), cancellationToken);
        await using var connection = await vendor.AcceptAsync(cancellationToken);
        await connection.AnswerAsync("first", cancellationToken);
        await (await first).Content.ReadAsStringAsync(cancellationToken);

        var second = client.PostAsync(vendor.Url, new SlowContent(connection), cancellationToken);

        Assert.That(await (await second).Content.ReadAsStringAsync(cancellationToken), Is.EqualTo("early"));
        Assert.That(vendor.Connections, Is.EqualTo(1));
    }

    /// <summary>Lets a second request wait for a connection until the first answer ends, and returns the second answer.</summary>
    private static async Task<(string Second, int Connections)> HandOverAsync(
        Vendor vendor, string behind, bool ends, CancellationToken cancellationToken, bool isIdleBefore = false)
    {
        var isFree = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var client = vendor.Connect(isFree.Task);
        var first = client.GetAsync(vendor.Url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var connection = await vendor.AcceptAsync(cancellationToken);
        if (isIdleBefore)
        {
            await connection.AnswerAsync("ready", cancellationToken);
            await (await first).Content.ReadAsStringAsync(cancellationToken);
            first = client.GetAsync(vendor.Url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }

        // After a pause the platform has begun to read before it sends, and then the whole answer may come with one read.
        await connection.ReadRequestAsync(cancellationToken);
        await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirs" + (isIdleBefore ? "t" : ""), cancellationToken);
        using var answer = await first;
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[5];
        await body.ReadExactlyAsync(buffer.AsMemory(0, 4), cancellationToken);
        var second = client.PostAsync(vendor.Url, new StringContent("second"), cancellationToken);
        await vendor.SecondBegun;

        await connection.SendAsync((isIdleBefore ? "" : "t") + behind, cancellationToken);
        if (ends)
        {
            connection.End();
        }

        await body.ReadExactlyAsync(buffer.AsMemory(4), cancellationToken);
        var rest = await body.ReadAsync(buffer, cancellationToken);
        Assert.That(rest, Is.Zero);
        if (behind.Length == 0 && !ends)
        {
            await connection.ReadRequestAsync(cancellationToken);
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nright", cancellationToken);
            return (await (await second).Content.ReadAsStringAsync(cancellationToken), vendor.Connections);
        }

        isFree.SetResult();
        var other = vendor.AcceptAsync(cancellationToken);
        if (await Task.WhenAny(other, second) == other)
        {
            await using var fresh = await other;
            await fresh.AnswerAsync("right", cancellationToken);
            return (await (await second).Content.ReadAsStringAsync(cancellationToken), vendor.Connections);
        }

        return (await (await second).Content.ReadAsStringAsync(cancellationToken), vendor.Connections);
    }

    /// <summary>A server on a socket, which takes one connection after the other.</summary>
    private sealed class Vendor : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2? _certificate;
        private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _begun;

        public Vendor(bool isEncrypted)
        {
            _listener.Start();
            _certificate = isEncrypted ? CreateCertificate() : null;
        }

        public Uri Url => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

        public int Connections { get; private set; }

        /// <summary>Completes when a second connection was wanted.</summary>
        public Task SecondBegun => _second.Task;

        /// <summary>Returns a client with the relay's guard.</summary>
        /// <param name="isFree">Delays every connection after the first.</param>
        /// <param name="isGreeted">Delays the use of a connection until the vendor has sent something. Default: no delay.</param>
        public HttpClient Connect(Task isFree, Task? isGreeted = null) => new(new GuardedConnections(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate?.Thumbprint,
            },
            ConnectCallback = async (context, cancellationToken) =>
            {
                if (Interlocked.Increment(ref _begun) > 1)
                {
                    _second.TrySetResult();
                    await isFree.WaitAsync(cancellationToken);
                }

                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                if (isGreeted is not null)
                {
                    await isGreeted.WaitAsync(cancellationToken);
                    socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectRead);
                }

                return new NetworkStream(socket, ownsSocket: true);
            },
        }));

        public async Task<Connection> AcceptAsync(CancellationToken cancellationToken)
        {
            var socket = await _listener.AcceptSocketAsync(cancellationToken);
            socket.NoDelay = true;
            Connections++;
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (_certificate is null)
            {
                return new Connection(socket, stream);
            }

            var encrypted = new SslStream(stream);
            await encrypted.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = _certificate }, cancellationToken);
            return new Connection(socket, encrypted);
        }

        public ValueTask DisposeAsync()
        {
            _listener.Dispose();
            _certificate?.Dispose();
            return ValueTask.CompletedTask;
        }

        private static X509Certificate2 CreateCertificate()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
            var now = TimeProvider.System.GetUtcNow();
            return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        }
    }

    /// <summary>The vendor's end of a connection.</summary>
    private sealed class Connection(Socket socket, Stream stream) : IAsyncDisposable
    {
        private readonly byte[] _buffer = new byte[4096];

        public async Task ReadRequestAsync(CancellationToken cancellationToken)
        {
            var request = new StringBuilder();
            while (!IsWhole(request.ToString()))
            {
                var count = await stream.ReadAsync(_buffer, cancellationToken);
                if (count == 0)
                {
                    throw new EndOfStreamException($"The connection ended after: {request}");
                }

                request.Append(Encoding.ASCII.GetString(_buffer, 0, count));
            }
        }

        public async Task AnswerAsync(string body, CancellationToken cancellationToken)
        {
            await ReadRequestAsync(cancellationToken);
            await SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}", cancellationToken);
        }

        public async Task SendAsync(string text, CancellationToken cancellationToken) =>
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);

        public void End() => socket.Shutdown(SocketShutdown.Send);

        public ValueTask DisposeAsync() => stream.DisposeAsync();

        private static bool IsWhole(string request)
        {
            var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var length = request.Contains("Content-Length: ", StringComparison.OrdinalIgnoreCase)
                ? int.Parse(request.Split("Content-Length: ", 2)[1].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture)
                : 0;
            return end >= 0 && request.Length >= end + 4 + length;
        }
    }

    /// <summary>A body whose second half is sent when the vendor has answered already.</summary>
    private sealed class SlowContent(Connection connection) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[1000]);
            await stream.FlushAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nearly", CancellationToken.None);
            for (var piece = 0; piece < 8; piece++)
            {
                await Task.Yield();
                await stream.WriteAsync(new byte[1000]);
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 9000;
            return true;
        }
    }
}
