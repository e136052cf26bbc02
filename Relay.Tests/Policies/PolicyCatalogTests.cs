using NUnit.Framework;
using Relay.Policies;
using Relay.Presets;

namespace Relay.Tests.Policies;

internal sealed class PolicyCatalogTests
{
    [Test]
    public void Every_value_of_every_policy_can_be_set_and_read_back()
    {
        foreach (var policy in PolicyCatalog.All)
        {
            foreach (var (value, _) in policy.Values)
            {
                Assert.That(PolicyCatalog.TrySet(RelayPolicies.Default, policy.Name, value, out var policies, out var problem), problem);
                Assert.That(PolicyCatalog.Values(policies).Single(pair => pair.Key == policy.Name).Value, Is.EqualTo(value));
                Assert.That(policies == RelayPolicies.Default, Is.EqualTo(value == policy.Default), "the default stands first");
            }
        }
    }

    [Test]
    public void Every_policy_of_the_record_is_listed()
    {
        var names = typeof(RelayPolicies).GetProperties().Where(property => property.PropertyType.IsEnum)
            .Select(NameOf)
            .Append("translation")
            .Concat(ProfileMap.All.SelectMany(profile => profile.Policies).Select(policy => policy.Description.Name));

        Assert.That(PolicyCatalog.All.Select(policy => policy.Name), Is.EquivalentTo(names));
    }

    [Test]
    public void Every_value_of_a_policy_is_listed_with_its_meaning()
    {
        foreach (var property in typeof(RelayPolicies).GetProperties().Where(property => property.PropertyType.IsEnum))
        {
            var name = NameOf(property);
            var policy = PolicyCatalog.All.Single(policy => policy.Name == name);

            Assert.That(policy.Values, Has.Count.EqualTo(Enum.GetValues(property.PropertyType).Length), name);
            Assert.That(policy.Values.Select(value => value.Summary), Is.Unique.And.All.Match(@"^\S.*\.$"), name);
        }
    }

    [Test]
    public void Every_value_of_a_policy_that_a_profile_adds_has_a_meaning() => Assert.Multiple(() =>
    {
        foreach (var policy in ProfileMap.All.SelectMany(profile => profile.Policies).Select(policy => policy.Description))
        {
            Assert.That(policy.Values, Has.Count.GreaterThan(1), policy.Name);
            Assert.That(policy.Values.Select(value => value.Summary), Is.Unique.And.All.Match(@"^\S.*\.$"), policy.Name);
        }
    });

    private static string NameOf(System.Reflection.PropertyInfo property) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name.Replace("400", "_400", StringComparison.Ordinal));

    [TestCase("think_tag", "off", "There is no policy 'think_tag'; did you mean 'think_tags'? Known: audio, ")]
    [TestCase("think_tags", "of", "Policy 'think_tags' has no value 'of'; did you mean 'off'? Known: auto, off, anywhere, open.")]
    [TestCase("nonsense_entirely", "x", "There is no policy 'nonsense_entirely' Known:")]
    public void What_is_wrong_is_said_with_the_nearest_word(string name, string value, string problem)
    {
        var isSet = PolicyCatalog.TrySet(RelayPolicies.Default, name, value, out var policies, out var said);

        Assert.That(isSet, Is.False);
        Assert.That(policies, Is.EqualTo(RelayPolicies.Default));
        Assert.That(said, Does.StartWith(problem));
    }
}
