using NUnit.Framework;
using Relay;
using Relay.Configuring;
using Relay.Policies;
using Relay.Presets;

namespace Relay.Tests.Configuring;

internal sealed class PresetPageTests
{
    [Test]
    [Category(WrittenPage.Category)]
    public void The_page_in_docs_is_the_one_made_from_the_presets() =>
        WrittenPage.AssertIs("docs/presets.md", PresetPage.Create());

    [Test]
    public void Every_case_it_names_is_there()
    {
        var named = PresetCases.All.SelectMany(static cases =>
            cases.Shown.Concat(cases.Effects.Select(static effect => effect.Twin).OfType<string>()));

        Assert.That(named.Where(id => !File.Exists(Repository.PathOf($"Scenarios/{id}.yaml"))), Is.Empty);
    }

    [Test]
    public void Every_preset_and_setting_with_a_case_exists() => Assert.Multiple(() =>
    {
        Assert.That(PresetCases.All.Select(static cases => cases.Preset), Is.SubsetOf(PolicyPresets.Names));
        foreach (var preset in PolicyPresets.All)
        {
            Assert.That(
                PresetCases.Find(preset.Name).Settings.Keys,
                Is.SubsetOf(preset.Settings.Select(static setting => setting.Name)),
                preset.Name);
        }
    });

    [Test]
    public void Every_setting_of_a_preset_is_other_than_the_default() => Assert.Multiple(() =>
    {
        foreach (var preset in PolicyPresets.All)
        {
            foreach (var setting in preset.Settings)
            {
                Assert.That(setting.Value, Is.Not.EqualTo(SettingTable.Find(setting.Name)!.Default), $"{preset.Name} {setting.Name}");
            }
        }
    });

    [Test]
    public void A_preset_sets_clocks_and_retries_and_what_is_said_beside_it_wins()
    {
        var options = RelayOptionsReader.Read(
            ["--upstream", "http://127.0.0.1:1", "--set", "retry_max=1", "--preset", "codex-core"], static _ => null, out var problem);

        Assert.That(problem, Is.Empty);
        Assert.That(options!.Shared.Retries.Max, Is.EqualTo(1));
        Assert.That(options.Shared.Clocks.EarlyHeaders, Is.EqualTo(TimeSpan.Zero));
        Assert.That(options.Shared.Policies.Translation, Is.EqualTo("codex_core"));
    }
}
