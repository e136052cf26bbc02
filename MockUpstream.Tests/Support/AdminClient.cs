using System.Net;
using System.Net.Http.Headers;
using System.Text;
using JsonConverter.Abstractions;
using JsonConverter.Newtonsoft.Json;

namespace MockUpstream.Tests.Support;

/// <summary>
/// Speaks WireMock's admin API in WireMock.Net's own models. The client that WireMock.Net publishes speaks the same through RestEase.
/// </summary>
internal sealed class AdminClient(Uri baseUrl, string? token = null) : IDisposable
{
    private static readonly NewtonsoftJsonConverter Json = new();
    private static readonly JsonConverterOptions OnlyWhatIsSet = new() { IgnoreNullValues = true };

    private readonly HttpClient _client = new() { BaseAddress = new Uri(baseUrl, "/__admin/") };

    public async Task<T> GetAsync<T>(string page, CancellationToken cancellationToken) =>
        Read<T>(await SendAsync(HttpMethod.Get, page, null, cancellationToken));

    public async Task<T> PostAsync<T>(string page, object? model, CancellationToken cancellationToken) =>
        Read<T>(await SendAsync(HttpMethod.Post, page, model, cancellationToken));

    public async Task<(HttpStatusCode Status, string Body)> TrySendAsync(
        HttpMethod method, string page, object? model, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, page);
        request.Content = model switch
        {
            null => null,
            string text => new StringContent(text, Encoding.UTF8),
            _ => new StringContent(Json.Serialize(model, OnlyWhatIsSet), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _client.SendAsync(request, cancellationToken);
        LastDropped = answer.Headers.TryGetValues("x-mock-requests-dropped", out var dropped) ? dropped.Single() : null;
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>How many requests the mock says it has dropped.</summary>
    public string? LastDropped { get; private set; }

    public async Task<string> SendAsync(HttpMethod method, string page, object? model, CancellationToken cancellationToken)
    {
        var (status, body) = await TrySendAsync(method, page, model, cancellationToken);
        return (int)status is >= 200 and < 300 ? body : throw new HttpRequestException($"{method} {page}: {(int)status} {body}");
    }

    public void Dispose() => _client.Dispose();

    private static T Read<T>(string body) => Json.Deserialize<T>(body) ?? throw new InvalidDataException($"Not a {typeof(T).Name}: {body}");
}
