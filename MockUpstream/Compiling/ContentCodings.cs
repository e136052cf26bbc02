using System.Diagnostics;
using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>Names the codings of a body as HTTP does.</summary>
internal static class ContentCodings
{
    /// <summary>Returns the value of <c>content-encoding</c> for a coding.</summary>
    public static string HeaderValueOf(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => "gzip",
        ContentCoding.Brotli => "br",
        ContentCoding.Deflate => "deflate",
        _ => throw new UnreachableException($"No name for '{coding}'."),
    };
}
