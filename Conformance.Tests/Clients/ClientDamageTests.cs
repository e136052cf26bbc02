using Conformance.Clients;
using Conformance.Clients.Views;
using NUnit.Framework;

namespace Conformance.Tests.Clients;

/// <summary>
/// The effect of each stream fault on each client, cell by cell. The effects were observed with the packages; those on openai-python
/// and aether were read in their source.
/// </summary>
internal sealed class ClientDamageTests
{
    [Test]
    public void A_right_answer_pleases_every_client([ValueSource(nameof(Names))] string client)
    {
        var view = ClientViews.Find(client).Read(WholeStream.Right.Seen());

        Assert.Multiple(() =>
        {
            Assert.That(view.Failure, Is.Null);
            Assert.That((view.Waits, view.Retries), Is.EqualTo((false, false)));
            Assert.That((view.Text, view.StreamedText
                ?? WholeStream.Text, view.Reasoning), Is.EqualTo((WholeStream.Text, WholeStream.Text, WholeStream.Thoughts)));
            Assert.That(
                view.Calls.Single(),
                Is.EqualTo(new ClientCall(client == "aether" ? "fc_1" : "call_1", "get_weather", WholeStream.Arguments)));
            Assert.That(view.Usage, Is.EqualTo(new ClientUsage(9, 5, 4, 2)));
            Assert.That(view.StopReason, Is.Not.Null);
            Assert.That(view.Items, Has.Count.EqualTo(client == "aether" ? 1 : 3));
        });
    }

    [TestCaseSource(nameof(Cells))]
    public char A_damage_shows_as_it_did(Damage damage, string client)
    {
        var view = ClientViews.Find(client);

        var impact = ClientImpact.Compare(view.Info, view.Read(damage.Right), view.Read(damage.Damaged));

        TestContext.Out.WriteLine(impact);
        return impact.Impact switch
        {
            Impact.None => '.',
            Impact.Loses => '~',
            _ => 'x',
        };
    }

    [Test]
    public void Every_client_has_its_column() => Assert.That(Damages.Clients, Is.EquivalentTo(Names));

    [Test]
    public void An_unknown_client_is_named_with_those_that_are_known() =>
        Assert.That(
            () => ClientViews.Find("curl"),
            Throws.ArgumentException.With.Message.StartsWith("There is no view of 'curl'; known: aether, agents, codex"));

    private static IEnumerable<string> Names => ClientViews.All.Select(view => view.Info.Name);

    private static IEnumerable<TestCaseData> Cells() =>
        from damage in Damages.All
        from client in Damages.Clients
        select new TestCaseData(damage, client).SetArgDisplayNames(damage.Says, client).Returns(damage.Of(client));
}
