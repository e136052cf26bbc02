using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Testing.Support;

/// <summary>Ports for servers that tests start later.</summary>
public static class FreePort
{
    // Below the ports that systems give to connections, and below those of test.sh's database.
    private const int Lowest = 10_000;
    private const int End = 20_000;

    /// <summary>Returns a free port on the loopback address.</summary>
    /// <exception cref="InvalidOperationException">None was found.</exception>
    public static int Find()
    {
        for (var tried = 0; tried < 100; tried++)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, End);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }

        throw new InvalidOperationException($"No free port from {Lowest} to {End - 1}.");
    }
}
