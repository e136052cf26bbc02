using NUnit.Framework;
using Relay.Options;
using Relay.Presets;
using Relay.Upstreams;

namespace Relay.Tests.Upstreams;

/// <summary>Who takes a model.</summary>
internal sealed class UpstreamMapTests
{
    private static readonly UpstreamOptions A = new() { Name = "a", BaseUrl = new Uri("http://a/v1"), Models = ["own"] };
    private static readonly UpstreamOptions B = new() { Name = "b", BaseUrl = new Uri("http://b/v1") };

    private static readonly RelayOptions Several = new()
    {
        Upstreams = [A, B],
        Models =
        [
            new ModelRoute("alias", "b", "real"), new ModelRoute("a/special", "b"), new ModelRoute("gpt-*", "a"),
            new ModelRoute("gpt-*-mini", "b", "small"),
        ],
    };

    [TestCase("own", "a", "own")]
    [TestCase("alias", "b", "real")]
    [TestCase("a/special", "b", "a/special", Description = "An entry of its own goes before a prefix.")]
    [TestCase("a/vendor/m", "a", "vendor/m")]
    [TestCase("b/gpt-5", "b", "gpt-5", Description = "A prefix goes before a pattern.")]
    [TestCase("gpt-5", "a", "gpt-5")]
    [TestCase("gpt-5-mini", "b", "small", Description = "The pattern that says more goes first.")]
    public void A_model_goes_to_who_takes_it(string model, string upstream, string called)
    {
        using var map = MapOf(Several);

        var route = map.Resolve(model);

        Assert.That((route?.Upstream.Name, route?.Model), Is.EqualTo((upstream, called)));
    }

    [TestCase("other")]
    [TestCase("a/")]
    [TestCase("/own")]
    [TestCase("OWN")]
    [TestCase("c/own")]
    public void A_model_nobody_takes_goes_nowhere(string model)
    {
        using var map = MapOf(Several);

        Assert.That(map.Resolve(model), Is.Null);
    }

    [Test]
    public void The_default_takes_what_nobody_else_does()
    {
        using var chosen = MapOf(Several with { DefaultUpstream = "b" });
        using var unnamed = MapOf(Several with { Upstream = new Uri("http://h/v1") });
        using var only = MapOf(new RelayOptions { Upstreams = [B] });

        Assert.That(
            new[] { chosen, unnamed, only }.Select(static map => map.Resolve("other")?.Upstream.Name),
            Is.EqualTo(new[] { "b", "default", "b" }));
    }

    [Test]
    public void An_upstream_without_a_name_is_no_prefix()
    {
        using var map = MapOf(new RelayOptions { Upstream = new Uri("http://h/v1") });

        Assert.That(map.Resolve("default/m")?.Model, Is.EqualTo("default/m"));
    }

    private static UpstreamMap MapOf(RelayOptions options) => new(options, new ProfileMap().Resolve);
}
