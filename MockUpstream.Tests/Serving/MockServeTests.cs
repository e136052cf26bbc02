using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Channels;
using MockUpstream.Serving;
using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading;

namespace MockUpstream.Tests.Serving;

/// <summary><c>serve</c> as a product: it follows its folder, tells each request, echoes on demand, and guards its admin API.</summary>
[CancelAfter(60_000)]
internal sealed class MockServeTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("serve-").FullName;
        Directory.CreateDirectory(Path.Combine(_folder, "text"));
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("Scenarios/vocabulary"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, "vocabulary", Path.GetRelativePath(Repository.PathOf("Scenarios/vocabulary"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Write("hello", "Hello");
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_file_that_changes_comes_and_goes_is_served_as_it_stands(CancellationToken cancellationToken)
    {
        await using var serving = await ServingProgram.StartAsync(_folder, cancellationToken: cancellationToken);
        Assert.That(await serving.AskAsync("rc-text.hello", cancellationToken), Does.Contain("Hello"));

        Write("hello", "Goodbye");
        await serving.Output.UntilAsync("reloaded: rc-text.hello changed; 1 served", cancellationToken);
        Assert.That(await serving.AskAsync("rc-text.hello", cancellationToken), Does.Contain("Goodbye"));

        Write("more", "More");
        await serving.Output.UntilAsync("reloaded: rc-text.more added; 2 served", cancellationToken);
        Assert.That(await serving.AskAsync("rc-text.more", cancellationToken), Does.Contain("More"));

        File.Delete(Path.Combine(_folder, "text", "more.yaml"));
        await serving.Output.UntilAsync("reloaded: rc-text.more removed; 1 served", cancellationToken);
        Assert.That(await serving.AskAsync("rc-text.more", cancellationToken), Does.Contain("error"));
    }

    [Test]
    public async Task A_folder_below_the_vocabulary_is_served_under_the_ids_of_the_whole(CancellationToken cancellationToken)
    {
        await using var serving = await ServingProgram.StartAsync(Path.Combine(_folder, "text"), cancellationToken: cancellationToken);
        Assert.That(await serving.AskAsync("rc-text.hello", cancellationToken), Does.Contain("Hello"));

        Write("hello", "Goodbye");
        await serving.Output.UntilAsync("reloaded: rc-text.hello changed; 1 served", cancellationToken);

        Assert.That(await serving.AskAsync("rc-text.hello", cancellationToken), Does.Contain("Goodbye"));
        Assert.That(serving.Error.ToString(), Is.Empty);
    }

    [Test]
    public async Task Https_and_http_2_are_served_where_they_are_asked_for(CancellationToken cancellationToken)
    {
        await using var serving = await ServingProgram.StartAsync(
            _folder, static options => options with { Tls = true, H2c = true }, cancellationToken);
        var secure = new Uri((await serving.Output.UntilAsync("HTTPS: ", cancellationToken)).Split(' ')[1] + "/models");
        var plain = new Uri((await serving.Output.UntilAsync("HTTP/2 without TLS: ", cancellationToken)).Split(' ')[^1] + "/models");
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions =
        {
            RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=mock-upstream",
        } });

        using var overTls = await client.GetAsync(secure, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, plain)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var overHttp2 = await client.SendAsync(request, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That((secure.Scheme, overTls.StatusCode), Is.EqualTo(("https", HttpStatusCode.OK)));
            Assert.That((overHttp2.Version, overHttp2.StatusCode), Is.EqualTo((HttpVersion.Version20, HttpStatusCode.OK)));
        });
    }

    [Test]
    public async Task A_case_is_answered_before_the_whole_folder_is_read(CancellationToken cancellationToken)
    {
        using var read = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        var port = FreePort.Find();
        await using var output = new Lines();
        var running = MockServe.RunAsync(
            new MockServeOptions { Port = port },
            _folder,
            catalog =>
            {
                read.Wait(cancellationToken);
                return ServingProgram.Served(_folder, catalog);
            },
            static _ => true,
            output,
            TextWriter.Null,
            stop.Token);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        var early = await AskAsync(client, "rc-text.hello", cancellationToken);
        var unknown = AskAsync(client, "rc-text.nothing", cancellationToken);
        var admin = client.GetAsync(new Uri("/__admin/mappings", UriKind.Relative), cancellationToken);
        Assert.That((early.StatusCode, unknown.IsCompleted, admin.IsCompleted), Is.EqualTo((HttpStatusCode.OK, false, false)));

        read.Set();
        Assert.Multiple(async () =>
        {
            Assert.That((await unknown).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await admin).StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await output.UntilAsync("Mock upstream listening", cancellationToken), Does.Contain("with 1 case."));
        });
        await stop.CancelAsync();
        Assert.That(await running, Is.Zero);
    }

    [Test]
    public async Task A_broken_file_is_told_with_its_place_and_its_last_good_version_stays(CancellationToken cancellationToken)
    {
        await using var serving = await ServingProgram.StartAsync(_folder, cancellationToken: cancellationToken);

        File.AppendAllText(Path.Combine(_folder, "text", "hello.yaml"), "wrod: 1\n");
        await serving.Output.UntilAsync("unknown-key 'wrod'", cancellationToken);
        await serving.Output.UntilAsync("with the last valid version of broken files", cancellationToken);
        var live = await serving.GetAsync("/__admin/live", cancellationToken);

        Assert.Multiple(async () =>
        {
            Assert.That(await serving.AskAsync("rc-text.hello", cancellationToken), Does.Contain("Hello"));
            Assert.That(live, Does.Contain("unknown-key").And.Contain("hello.yaml:"));
        });
    }

    [Test]
    public async Task A_folder_with_a_broken_file_serves_the_rest_and_says_which(CancellationToken cancellationToken)
    {
        File.WriteAllText(Path.Combine(_folder, "text", "broken.yaml"), "id: text/broken\n");

        await using var serving = await ServingProgram.StartAsync(_folder, cancellationToken: cancellationToken);

        Assert.Multiple(async () =>
        {
            Assert.That(
                serving.Error.ToString(),
                Does.Contain("text/broken.yaml:1:1: missing-key").And.Contain("1 file has problems; the other cases are served."));
            Assert.That(await serving.AskAsync("rc-text.hello", cancellationToken), Does.Contain("Hello"));
        });
    }

    [Test]
    public async Task Each_request_is_one_line(CancellationToken cancellationToken)
    {
        await using var serving = await ServingProgram.StartAsync(_folder, cancellationToken: cancellationToken);

        await serving.AskAsync("rc-text.hello", cancellationToken);
        await serving.AskAsync("gpt\u001b[31m", cancellationToken);

        Assert.Multiple(async () =>
        {
            Assert.That(
                await serving.Output.UntilAsync("rc-text.hello  POST", cancellationToken),
                Does.Match(@"^\d\d:\d\d:\d\d  200  rc-text.hello  POST /v1/chat/completions  3 writes, \d+ B, \d+ ms, played to its end$"));
            Assert.That(
                await serving.Output.UntilAsync("404", cancellationToken),
                Does.Match(@"^\d\d:\d\d:\d\d  404  -  POST /v1/chat/completions  .* no case matches$"));
        });
    }

    [Test]
    public async Task Unmatched_requests_are_echoed_only_when_asked_for([Values] bool echoes, CancellationToken cancellationToken)
    {
        await using var serving = await ServingProgram.StartAsync(
            _folder, options => options with { EchoesUnmatched = echoes }, cancellationToken);

        var answer = await serving.AskAsync("gpt-x", cancellationToken, "Say the word");

        Assert.That(answer, echoes
            ? Does.Contain("\"Say\"").And.Contain("\" the\"").And.Contain("\" word\"").And.EndWith("data: [DONE]\n\n")
            : Does.Contain("no_scenario_matched"));
    }

    [Test]
    public async Task Beyond_loopback_the_admin_api_requires_the_token_that_is_printed(CancellationToken cancellationToken)
    {
        await using var serving = await ServingProgram.StartAsync(
            _folder, options => options with { Address = "0.0.0.0" }, cancellationToken);
        var token = (await serving.Output.UntilAsync("Admin token: ", cancellationToken))["Admin token: ".Length..];

        using var client = new HttpClient { BaseAddress = serving.BaseUrl };
        using var without = await client.GetAsync(new Uri("/__admin/live", UriKind.Relative), cancellationToken);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var with = await client.GetAsync(new Uri("/__admin/live", UriKind.Relative), cancellationToken);

        Assert.That((without.StatusCode, with.StatusCode), Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.OK)));
    }

    [Test]
    public async Task A_folder_without_a_case_that_reads_ends_with_2(CancellationToken cancellationToken)
    {
        File.WriteAllText(Path.Combine(_folder, "text", "hello.yaml"), "id: text/hello\n");
        using var error = new StringWriter();

        var code = await MockServe.RunAsync(
            new MockServeOptions { Port = 0 },
            _folder,
            catalog => ServingProgram.Served(_folder, catalog),
            static _ => true,
            TextWriter.Null,
            error,
            cancellationToken);

        Assert.That(
            (code, error.ToString().Split('\n')[^2]), Is.EqualTo((2, $"No case in '{_folder}' can be read, so nothing is served.")));
    }

    /// <summary>Asks as soon as somebody listens.</summary>
    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, string model, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var body = new StringContent(
                    $$"""{"model":"{{model}}","stream":true,"messages":[]}""", Encoding.UTF8, "application/json");
                return await client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body, cancellationToken);
            }
            catch (HttpRequestException refused) when (refused.HttpRequestError is HttpRequestError.ConnectionError)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            }
        }
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, "text", name + ".yaml"), $"""
        schema: relay-scenario/v1
        id: text/{name}
        title: The upstream says a word
        level: must
        spec: [responses#output_text]
        tags: [text]
        client: {"{"}ask: Say it{"}"}
        upstream:
          steps:
            - text: {text}
            - finish: stop
            - done
        expect:
          final: {"{"}status: completed, text: {text}{"}"}

        """);
}

/// <summary>The serving of a folder, in this process, on a port of its own.</summary>
internal sealed class ServingProgram : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new();
    private Task<int> _running = Task.FromResult(0);

    private ServingProgram() => BaseUrl = new Uri("http://127.0.0.1");

    public Uri BaseUrl { get; private set; }

    public Lines Output { get; } = new();

    public StringWriter Error { get; } = new();

    public static async Task<ServingProgram> StartAsync(
        string folder, Func<MockServeOptions, MockServeOptions>? change = null, CancellationToken cancellationToken = default)
    {
        var serving = new ServingProgram();
        var options = (change ?? (static given => given))(new MockServeOptions { Port = 0 });
        serving._running = MockServe.RunAsync(
            options, folder, catalog => Served(folder, catalog), static _ => true, serving.Output, serving.Error, serving._stop.Token);
        var head = await serving.Output.UntilAsync("Mock upstream listening on ", cancellationToken);
        serving.BaseUrl = new Uri(head["Mock upstream listening on ".Length..].Split(' ')[0]);
        return serving;
    }

    public static ServedFolder Served(string folder, ScenarioCatalog catalog) =>
        new(folder, catalog.Scenarios, catalog.Problems) { Vendors = catalog.Vocabulary.Strict };

    public async Task<string> AskAsync(string model, CancellationToken cancellationToken, string text = "Hi")
    {
        using var body = new StringContent(System.Text.Json.JsonSerializer.Serialize(new { model, stream = true, messages = new[]
        {
            new { role = "user", content = text },
        } }), Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri(BaseUrl, "/v1/chat/completions"), body, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    public Task<string> GetAsync(string path, CancellationToken cancellationToken) =>
        _client.GetStringAsync(new Uri(BaseUrl, path), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Assert.That(await _running, Is.Zero, Error.ToString());
        _client.Dispose();
        _stop.Dispose();
        await Error.DisposeAsync();
        await Output.DisposeAsync();
    }
}

/// <summary>A writer whose lines a test can wait for.</summary>
internal sealed class Lines : StringWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public override Task WriteLineAsync(string? value)
    {
        _lines.Writer.TryWrite(value ?? "");
        return Task.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Returns the next line that holds the words.</summary>
    public async Task<string> UntilAsync(string words, CancellationToken cancellationToken)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(cancellationToken))
        {
            if (line.Contains(words, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new AssertionException($"No line says '{words}'.");
    }
}
