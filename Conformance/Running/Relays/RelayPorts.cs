using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Conformance.Running.Relays;

/// <summary>Chooses ports for relays whose command contains <c>{PORT}</c>.</summary>
internal static class RelayPorts
{
    private const int Lowest = 10_000;
    private const int FirstForAll = 32_768;
    private const int MostTries = 50;

    /// <summary>Returns a free port on the loopback address.</summary>
    /// <remarks>
    /// It is free until the relay listens on it, which takes seconds. The system gives ports of its own range to every connection
    /// meanwhile, so one below that range is preferred.
    /// </remarks>
    /// <exception cref="SocketException">No port is free.</exception>
    public static int FindFree()
    {
        var end = SystemRangeStart();
        for (var tried = 0; tried < MostTries && end > Lowest; tried++)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, end);
            try
            {
                return Bind(port);
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }

        return Bind(0);
    }

    private static int Bind(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>The first port that Linux gives to connections; elsewhere the lowest one in use on any common system.</summary>
    private static int SystemRangeStart()
    {
        const string Range = "/proc/sys/net/ipv4/ip_local_port_range";
        try
        {
            return File.Exists(Range) ? int.Parse(File.ReadAllText(Range).Split()[0], CultureInfo.InvariantCulture) : FirstForAll;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return FirstForAll;
        }
    }
}
