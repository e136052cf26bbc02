using System.Globalization;
using Conformance.Fuzzing.Generating;

namespace Conformance.Fuzzing.Requesting;

/// <summary>Writes requests that fail into a folder, byte for byte and without the user's headers.</summary>
/// <param name="folder">The folder; the requests are written into the folder <c>requests</c> below it.</param>
/// <param name="seed">The seed of the requests.</param>
internal sealed class RequestFiles(string folder, long seed)
{
    /// <summary>Writes a request, and returns its path.</summary>
    public string Write(WildRequest request, long number)
    {
        var file = Path.Combine(folder, "requests", string.Create(CultureInfo.InvariantCulture, $"s{seed}-{number}.http"));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var (head, body) = RawClient.Format(request, WildRequest.KnownId, request.Target, []);
        var part = file + ".part";
        File.WriteAllBytes(part, [.. head, .. body]);
        File.Move(part, file, overwrite: true);
        return file;
    }
}
