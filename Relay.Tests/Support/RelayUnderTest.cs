using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Relay;
using Relay.Contract;
using Relay.Options;
using Relay.Sealing;
using Relay.Storing;

namespace Relay.Tests.Support;

/// <summary>A relay on a real port, a client of it, and everything it logs.</summary>
internal sealed class RelayUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LogLines _log;

    private RelayUnderTest(WebApplication app, LogLines log)
    {
        _app = app;
        _log = log;
        Client = new HttpClient { BaseAddress = RelayHost.AddressOf(app), Timeout = Timeout.InfiniteTimeSpan };
    }

    public HttpClient Client { get; }

    public string Log => _log.ToString();

    public static async Task<RelayUnderTest> StartAsync(
        RelayOptions options,
        CancellationToken cancellationToken,
        TimeProvider? time = null,
        IIdSource? ids = null,
        ReasoningSeal? seal = null,
        IResponseStore? store = null)
    {
        var log = new LogLines();
        var app = RelayHost.Build(options with { Port = 0 }, logging => logging.AddProvider(log), services =>
        {
            Replace(services, time);
            Replace(services, ids);
            Replace(services, seal);
            Replace(services, store is null ? null : new TimeLimitedStore(store, TimeSpan.Zero, time ?? TimeProvider.System));
        });
        await app.StartAsync(cancellationToken);
        return new RelayUnderTest(app, log);
    }

    /// <summary>Sends a request and returns as soon as the answer's headers are there.</summary>
    public Task<HttpResponseMessage> PostAsync(string json, CancellationToken cancellationToken) =>
        PostAsync(json, null, cancellationToken);

    public async Task<HttpResponseMessage> PostAsync(string json, string? authorization, CancellationToken cancellationToken)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/responses") { Content = content };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Completes when something with these words has been logged.</summary>
    public Task LoggedAsync(string words) => _log.ContainsAsync(words);

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static void Replace<T>(IServiceCollection services, T? service)
        where T : class
    {
        if (service is not null)
        {
            services.AddSingleton(service);
        }
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        private readonly StringBuilder _lines = new();
        private readonly List<(string Words, TaskCompletionSource Seen)> _awaited = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
            {
                _lines.Append(logLevel)
                    .Append(' ')
                    .Append(eventId.Id)
                    .Append(' ')
                    .AppendLine(formatter(state, exception))
                    .Append(exception);
                Look();
            }
        }

        public Task ContainsAsync(string words)
        {
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lines)
            {
                _awaited.Add((words, seen));
                Look();
            }

            return seen.Task;
        }

        public override string ToString()
        {
            lock (_lines)
            {
                return _lines.ToString();
            }
        }

        public void Dispose()
        {
            // Nothing is held.
        }

        private void Look()
        {
            var text = _lines.ToString();
            _awaited.FindAll(awaited => text.Contains(awaited.Words, StringComparison.Ordinal))
                .ForEach(static awaited => awaited.Seen.TrySetResult());
        }
    }
}
