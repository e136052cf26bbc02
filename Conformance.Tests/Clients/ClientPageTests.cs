using NUnit.Framework;

namespace Conformance.Tests.Clients;

internal sealed class ClientPageTests
{
    [Test]
    [Category(WrittenPage.Category)]
    public void The_page_in_docs_is_the_one_made_from_the_views() =>
        WrittenPage.AssertIs("docs/clients.md", ClientPage.Create());
}
