using System.Text.RegularExpressions;
using NUnit.Framework;
using Relay;
using Relay.Configuring;

namespace Relay.Tests.Configuring;

internal sealed partial class ConfigurationPageTests
{
    [Test]
    [Category(WrittenPage.Category)]
    public void The_page_in_docs_is_the_one_made_from_the_table() =>
        WrittenPage.AssertIs("docs/configuration.md", ConfigurationPage.Create());

    [Test]
    public void Every_setting_and_policy_has_a_row_and_a_sentence() => Assert.Multiple(() =>
    {
        var page = ConfigurationPage.Create();
        Assert.That(SettingTable.All.Where(setting => !page.Contains($"`{setting.Name}`", StringComparison.Ordinal)), Is.Empty);
        Assert.That(SettingTable.All.Where(static setting => !setting.Summary.EndsWith('.')
            && !setting.Summary.EndsWith('…')).Select(static setting => setting.Name), Is.Empty);
    });

    [Test]
    public void No_name_stands_for_two_things() => Assert.Multiple(() =>
    {
        Assert.That(SettingTable.All.Select(static setting => setting.Name), Is.Unique);
        Assert.That(SettingTable.All.Where(static setting => setting.IsForTop)
            .Select(static setting => setting.Name)
            .Concat(ConfigFile.Sections.Select(static section => section.Name)), Is.Unique);
    });

    [Test]
    public void The_file_shown_in_it_is_a_good_one()
    {
        var example = Example().Match(ConfigurationPage.Create()).Groups["yaml"].Value;
        using var file = new WrittenFile(example);

        var options = RelayOptionsReader.Read(
            ["--config", file.Path], static name => name is "DEEPSEEK_API_KEY" or "AZURE_KEY" ? "a-key" : null, out var problem);

        Assert.That((problem, options?.Upstreams.Count, options?.Models.Count), Is.EqualTo(("", 3, 3)));
    }

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Example();
}
