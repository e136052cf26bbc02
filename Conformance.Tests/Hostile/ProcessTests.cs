using System.Text;
using System.Text.Json;
using Conformance.Tests.Recording;
using NUnit.Framework;

namespace Conformance.Tests.Hostile;

/// <summary>The command line in front of relays without measure: it ends with its findings and its report, in bounded memory.</summary>
[CancelAfter(180_000)]
internal sealed class ProcessTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

    // Bytes in hexadecimal, as the runtime reads them: it fails the process that wants more.
    private static readonly KeyValuePair<string, string?> Heap = KeyValuePair.Create("DOTNET_GCHeapHardLimit", (string?)"0x18000000");

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("hostile").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("data: {\"type\":\"response.in_progress\","
        + "\"padding\":\"0123456789012345678901234567890123456789012345678901234567890123456789\"}\n\n", "has too many events")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "is too long")]
    public async Task An_endless_relay_is_told_in_bounded_memory(string piece, string message, CancellationToken cancellationToken)
    {
        var port = FreePort.Find();
        var pieces = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 64 * 1024 / piece.Length)));
        List<string> requests = [];
        await using var relay = new RawServer(connection => AnswerAsync(connection, requests, port, pieces));
        requests = relay.Requests;

        var ran = await Shell.RelayconfAsync(
            [
                "run",
                "--url",
                relay.Url.ToString(),
                "--mock-port",
                $"{port}",
                "--run",
                "text/plain",
                "--run",
                "text/content-null",
                "--run",
                "finish/*",
                "--jobs",
                "2",
                "--out",
                _folder,
            ],
            cancellationToken, Heap);

        var report = new FileInfo(Path.Combine(_folder, "latest", "report.html"));
        Assert.Multiple(() =>
        {
            Assert.That(ran.ExitCode, Is.EqualTo(1), ran.Output + ran.Error);
            Assert.That(ran.Output, Does.Contain("check=answer-too-large").And.Contain("closed the connection"));
            Assert.That(ran.Output.ReplaceLineEndings(" "), Does.Contain(message.Split(' ')[^1]));
            Assert.That(report.Exists && report.Length < 3 << 20, Is.True);
            Assert.That(
                File.ReadAllText(Path.Combine(_folder, "latest", "cases", "text", "plain", "relay.sse")),
                Does.Match(": cut at 1048576 of [0-9]+ bytes\n$"));
        });
    }

    /// <summary>Asks the upstream as a relay does, so that the wiring is right, and answers without an end.</summary>
    private static async Task AnswerAsync(RawConnection connection, List<string> requests, int port, byte[] pieces)
    {
        var request = requests.Count == 0 ? "" : requests[^1];
        if (request.IndexOf("\r\n\r\n{", StringComparison.Ordinal) is > 0 and var at
            && JsonElement.Parse(request[(at + 4)..]).TryGetProperty("model", out var model))
        {
            using var http = new HttpClient();
            using var body = new StringContent(
                $$"""{"model":{{model.GetRawText()}},"stream":true,"messages":[{"role":"user","content":"Hi"}]}""",
                Encoding.UTF8,
                "application/json");
            using var message = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/v1/chat/completions") { Content = body };
            message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + model.GetString());
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, connection.Stopped);
        }

        await connection.SendAsync(Head);
        while (true)
        {
            await connection.SendAsync(pieces);
        }
    }
}
