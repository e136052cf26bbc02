using Microsoft.AspNetCore.Http;

namespace Conformance.Capturing;

/// <summary>Maps a client's path to the vendor's address.</summary>
internal sealed class VendorAddress(Uri to)
{
    private readonly string _path = to.AbsolutePath.TrimEnd('/');

    /// <summary>The address without user, password and query.</summary>
    public string Shown { get; } = new UriBuilder(to.Scheme, to.Host, to.IsDefaultPort ? -1 : to.Port, to.AbsolutePath).Uri.AbsoluteUri
        .TrimEnd('/');

    /// <summary>Whether the vendor runs on this machine, where no proxy leads.</summary>
    public bool IsLoopback => to.IsLoopback;

    /// <summary>Returns the address of a request: the client's path behind the vendor's, unless it begins with it already.</summary>
    public Uri Resolve(HttpRequest request, string rawTarget)
    {
        var target = rawTarget.StartsWith('/') ? rawTarget : $"{request.PathBase}{request.Path}{request.QueryString}";
        var isBelow = _path.Length == 0 || target == _path || target.StartsWith(_path + "/", StringComparison.Ordinal)
            || target.StartsWith(_path + "?", StringComparison.Ordinal);
        return new Uri(
            $"{to.Scheme}://{to.Authority}{(isBelow ? target : _path + target)}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }
}
