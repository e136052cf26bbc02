using Relay.Secrets;


namespace Relay.Configuring;

/// <summary>Quotes a written value in a message, unless it may be a key that stands in a wrong place.</summary>
internal static class ShownValue
{
    /// <summary>Returns the value in quotes, or <c>'[hidden]'</c>.</summary>
    public static string Quote(string value) => SecretShape.MayBeKey(value) ? "'[hidden]'" : $"'{value}'";

    /// <summary>Returns a path in quotes, or <c>'[hidden]'</c> if it may be a key.</summary>
    public static string QuotePath(string path) => IsPath(path) ? $"'{path}'" : "'[hidden]'";

    /// <summary>Returns whether a text is a path: of a file or in a folder that exists, or without the form of a key.</summary>
    public static bool IsPath(string path) =>
        File.Exists(path)
        || Directory.Exists(Path.GetDirectoryName(path))
        || (!SecretShape.IsKey(path) && (Path.HasExtension(path) || !SecretShape.MayBeKey(path)));
}
