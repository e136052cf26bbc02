using System.Text;

namespace Relay.Sse;

/// <summary>Recognises events that only keep a connection alive, by their names.</summary>
internal static class Heartbeat
{
    /// <summary>Returns whether an event of this name is a heartbeat.</summary>
    public static bool IsName(ReadOnlySpan<byte> name) =>
        Ascii.EqualsIgnoreCase(name, "ping"u8)
        || Ascii.EqualsIgnoreCase(name, "heartbeat"u8)
        || Ascii.EqualsIgnoreCase(name, "keepalive"u8)
        || Ascii.EqualsIgnoreCase(name, "keep-alive"u8)
        || Ascii.EqualsIgnoreCase(name, "keep_alive"u8);
}
