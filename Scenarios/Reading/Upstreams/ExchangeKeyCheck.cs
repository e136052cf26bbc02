using System.Globalization;
using Scenarios.Model;
using Scenarios.Reading.Nodes;

namespace Scenarios.Reading.Upstreams;

/// <summary>Reports combinations of an answer's keys that have no meaning.</summary>
internal sealed class ExchangeKeyCheck(NodeReader nodes, Fields fields)
{
    private static readonly string[] OfTheHead = ["status", "headers", "info", "trailers"];
    private static readonly string[] OfTheSteps = ["wire", "pace", "trailers"];

    public void Check(Exchange exchange)
    {
        if (exchange.Wire.Silent)
        {
            ReportKeysBesideSilence();
            return;
        }

        if (fields.Has("steps") && fields.Has("body"))
        {
            nodes.Report(fields.PlaceOf("body"), "said-twice", "an answer cannot have both steps and a body; remove one");
        }

        if (!fields.Has("steps") && !fields.Has("body") && !fields.Has("status") && !fields.Has("headers"))
        {
            nodes.Report(
                fields.Place,
                "missing-key",
                "the answer is empty; add steps or a body, or status: 200 for an answer without a body");
        }

        ReportKeysWithoutSteps();
        ReportHeadBeforeTcp(exchange);
        foreach (var (name, value) in exchange.Headers.Where(static header =>
            IsContentLength(header.Key) && !long.TryParse(header.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            nodes.Report(
                fields.PlaceOf("headers"),
                "bad-header",
                $"{name}: expected a whole number, received '{value}'; use a tcp step for headers that HTTP forbids");
        }

        if (exchange.Trailers.Count > 0 && exchange.Headers.Any(static header => IsContentLength(header.Key)))
        {
            nodes.Report(
                fields.PlaceOf("trailers"),
                "no-modifier",
                "trailers require a chunked body, and a body with content-length is not chunked; remove one of the two");
        }
    }

    private static bool IsContentLength(string name) => name.Equals("content-length", StringComparison.OrdinalIgnoreCase);

    private void ReportKeysBesideSilence()
    {
        foreach (var key in OfTheHead.Concat(["body", "steps", "pace"]).Where(fields.Has))
        {
            nodes.Report(fields.PlaceOf(key), "said-twice", $"a silent connection sends nothing; remove '{key}'");
        }
    }

    private void ReportKeysWithoutSteps()
    {
        if (fields.Has("steps"))
        {
            return;
        }

        foreach (var key in OfTheSteps.Where(fields.Has))
        {
            var says = key switch
            {
                "wire" => "wire formats the bytes of steps, but there are no steps; remove it, or add steps",
                "pace" => "pace delays steps, but there are no steps; remove it, or add steps",
                _ => "trailers require a chunked body, which only steps create; remove them, or add steps",
            };
            nodes.Report(fields.PlaceOf(key), "no-modifier", says);
        }
    }

    /// <summary>Reports keys of the head in an answer that begins with a tcp step, because the mock then sends no head.</summary>
    private void ReportHeadBeforeTcp(Exchange exchange)
    {
        if (exchange.Steps.FirstOrDefault(static step => step is not (StallStep or WaitStep or HoldStep or GateStep)) is not TcpStep)
        {
            return;
        }

        foreach (var key in OfTheHead.Where(fields.Has))
        {
            nodes.Report(
                fields.PlaceOf(key),
                "no-modifier",
                $"the answer begins with a tcp step, so the mock sends no status line and headers; move '{key}' into the text of that "
                    + "step");
        }
    }
}
