using System.Reflection;
using System.Text;

namespace MockUpstream.Hosting;

/// <summary>The page at <c>/</c>: one file that loads nothing from elsewhere and requests <c>/__admin/live</c> for its content.</summary>
internal static class LivePage
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes(
        ReadResource("live.html")
            .Replace("/*style*/", ReadResource("live.css"), StringComparison.Ordinal)
            .Replace("/*script*/", ReadResource("live.js"), StringComparison.Ordinal));

    /// <summary>Returns whether a request asks for the page.</summary>
    public static bool Serves(HttpRequest request) =>
        request.Path.Value is "/" or "" && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));

    /// <summary>Answers with the page. It holds no data, so that it needs no token.</summary>
    public static async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = Page.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src "
            + "'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(Page, context.RequestAborted);
        }
    }

    private static string ReadResource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource '{name}' is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
