using System.Text.Json;
using Conformance.Fuzzing.Requesting;

namespace Conformance.Tests.Fuzzing.OverTheWire;

/// <summary>The shape of an error of the bundled relay, whose four members are strings.</summary>
internal static class ErrorShape
{
    /// <summary>Returns what breaks the shape; <see langword="null"/> when nothing does.</summary>
    public static string? FindErrorShapeFault(this WireReply reply)
    {
        if (reply.ContentType != "application/json" || reply.Json is not { ValueKind: JsonValueKind.Object } json
            || !json.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object)
        {
            return $"an answer of status {reply.Status} that is no error object";
        }

        foreach (var name in (string[])["message", "type", "param", "code"])
        {
            if (!error.TryGetProperty(name, out var member) || member.ValueKind != JsonValueKind.String)
            {
                return $"an error whose {name} is no string";
            }
        }

        return error.GetProperty("message").GetString()!.Length == 0 ? "an error without a message" : null;
    }
}
