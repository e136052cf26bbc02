using Conformance.Tests.Support;
using NUnit.Framework;

namespace Conformance.Tests.Clients;

internal sealed class ClientPageTests
{
    [Test]
    public void The_page_in_docs_is_the_one_made_from_the_views()
    {
        var path = Repository.PathOf("docs/clients.md");
        var page = ClientPage.Create();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1" && Environment.GetEnvironmentVariable("CI") is not "true")
        {
            File.WriteAllText(path, page);
        }

        var written = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";

        Assert.That(written, Is.EqualTo(page), "make it anew with UPDATE_DOCS=1 dotnet test Conformance.Tests --filter \"FullyQualifiedName~ClientPageTests\"");
    }
}
