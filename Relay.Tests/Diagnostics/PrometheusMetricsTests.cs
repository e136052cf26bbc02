using System.Diagnostics.Metrics;
using NUnit.Framework;
using Relay.Contract;
using Relay.Diagnostics;

namespace Relay.Tests.Diagnostics;

internal sealed class PrometheusMetricsTests
{
    [Test]
    public void An_answer_is_counted_timed_and_weighed()
    {
        using var telemetry = new RelayTelemetry();
        using var metrics = new PrometheusMetrics(telemetry.Meter);

        var usage = new TokenUsage(31, 0, 9, 0, 40);
        telemetry.Begin("gpt-x", "vendor", stream: true)
            .Ended("resp_1", outcome: null, usage, TimeSpan.FromMilliseconds(30), TimeSpan.FromSeconds(0.5));
        telemetry.Begin("gpt-x", "vendor", stream: true)
            .Ended("resp_2", "upstream_truncated", usage: null, firstByte: null, TimeSpan.FromSeconds(100));
        _ = telemetry.Begin("gpt-x", "vendor", stream: false);

        const string Labels = "gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"vendor\",gen_ai_request_model=\"gpt-x\"";
        Assert.That(metrics.Write().Split('\n'), Is.SupersetOf((string[])
        [
            "# TYPE gen_ai_client_operation_duration_seconds histogram",
            $"gen_ai_client_operation_duration_seconds_bucket{{{Labels},le=\"0.32\"}} 0",
            $"gen_ai_client_operation_duration_seconds_bucket{{{Labels},le=\"0.64\"}} 1",
            $"gen_ai_client_operation_duration_seconds_bucket{{{Labels},le=\"+Inf\"}} 1",
            $"gen_ai_client_operation_duration_seconds_sum{{{Labels}}} 0.5",
            $"gen_ai_client_operation_duration_seconds_count{{{Labels},error_type=\"upstream_truncated\"}} 1",
            $"gen_ai_client_operation_time_to_first_chunk_seconds_count{{{Labels}}} 1",
            $"gen_ai_client_token_usage_sum{{{Labels},gen_ai_token_type=\"input\"}} 31",
            $"gen_ai_client_token_usage_bucket{{{Labels},gen_ai_token_type=\"output\",le=\"4\"}} 0",
            $"gen_ai_client_token_usage_bucket{{{Labels},gen_ai_token_type=\"output\",le=\"16\"}} 1",
            "# TYPE relay_responses_active gauge",
            $"relay_responses_active{{{Labels}}} 1",
        ]));
    }

    [Test]
    public void Retries_and_refusals_are_counters_named_by_their_reason()
    {
        using var telemetry = new RelayTelemetry();
        using var metrics = new PrometheusMetrics(telemetry.Meter);

        telemetry.Refused("invalid_json");
        telemetry.Refused("invalid_json");
        telemetry.Begin("m", "v", stream: true).Retried("rate_limit_exceeded");

        Assert.That(metrics.Write().Split('\n'), Is.SupersetOf((string[])
        [
            "# TYPE relay_requests_refused_total counter",
            "relay_requests_refused_total{error_type=\"invalid_json\"} 2",
            "relay_upstream_retries_total{gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"v\",gen_ai_request_model=\"m\","
                + "error_type=\"rate_limit_exceeded\"} 1",
        ]));
    }

    [Test]
    public void A_models_name_cannot_break_out_of_its_label()
    {
        using var telemetry = new RelayTelemetry();
        using var metrics = new PrometheusMetrics(telemetry.Meter);

        _ = telemetry.Begin("a\"} 1\n\\", "v", stream: true);

        Assert.That(metrics.Write(), Does.Contain("gen_ai_request_model=\"a\\\"} 1\\n\\\\\"} 1\n"));
    }

    [Test]
    public void Clients_cannot_make_ever_more_series_by_inventing_models()
    {
        using var telemetry = new RelayTelemetry();
        using var metrics = new PrometheusMetrics(telemetry.Meter);

        for (var i = 0; i < 1000; i++)
        {
            _ = telemetry.Begin($"model-{i}", "v", stream: true);
        }

        var series = metrics.Write()
            .Split('\n')
            .Where(static line => line.StartsWith("relay_responses_active{", StringComparison.Ordinal))
            .ToList();
        Assert.That(series, Has.Count.EqualTo(101));
        Assert.That(series, Has.One.EndsWith("gen_ai_request_model=\"_other\"} 900"));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Metrics_are_written_while_series_are_added(CancellationToken cancellationToken)
    {
        const int Series = 500;
        for (var round = 0; round < 100; round++)
        {
            using var meter = new Meter("growing");
            using var metrics = new PrometheusMetrics(meter);
            var counter = meter.CreateCounter<long>("relay.growing");

            var adding = Task.Run(
                () =>
                {
                    for (var i = 0; i < Series; i++)
                    {
                        counter.Add(1, new KeyValuePair<string, object?>("number", i));
                    }
                },
                cancellationToken);
            while (!adding.IsCompleted)
            {
                _ = metrics.Write();
            }

            await adding;

            // The lines of the series, two that describe them, and nothing behind the last line break.
            Assert.That(metrics.Write().Split('\n'), Has.Length.EqualTo(Series + 3));
        }
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task The_page_lists_every_metric(CancellationToken cancellationToken)
    {
        using var telemetry = new RelayTelemetry();
        var names = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter, telemetry.Meter))
            {
                names.Add(PrometheusNames.GetName(instrument));
            }
        };
        listener.Start();

        var page = await File.ReadAllLinesAsync(Repository.PathOf("Relay/README.md"), cancellationToken);

        Assert.That(names, Is.Not.Empty);
        Assert.That(names.Where(name => !page.Any(line => line.StartsWith($"| `{name}` |", StringComparison.Ordinal))), Is.Empty);
    }
}
