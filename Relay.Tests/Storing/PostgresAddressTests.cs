using NUnit.Framework;
using Relay;
using Relay.Options;

namespace Relay.Tests.Storing;

/// <summary>Where responses are kept, as people say it.</summary>
[TestFixture]
internal sealed class PostgresAddressTests
{
    private const string Secret = "p%40ss/word";

    [Test]
    public void An_address_says_everything()
    {
        var address = PostgresAddress.Read("postgresql://us%3Aer:p%40ss@db.example:6543/re%20lay?sslmode=verify-full&search_path=s&pool=7&"
            + "connect_timeout=3&application_name=x", out var problem);
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(address!.ConnectionString);

        Assert.That(problem, Is.Empty);
        Assert.That(
            (settings.Host, settings.Port, settings.Username, settings.Password, settings.Database),
            Is.EqualTo(("db.example", 6543, "us:er", "p@ss", "re lay")));
        Assert.That(
            (settings.SslMode, settings.SearchPath, settings.MaxPoolSize, settings.Timeout, settings.ApplicationName),
            Is.EqualTo((Npgsql.SslMode.VerifyFull, "s", 7, 3, "x")));
    }

    [TestCase("mysql://u:p%40ss/word@h/db")]
    [TestCase("postgres://u:p%40ss/word@h")]
    [TestCase("p%40ss/word")]
    [TestCase("postgres://u:p%40ss%2Fword@h/db?sslmode=p%40ss/word")]
    [TestCase("postgres://u:p%40ss%2Fword@h/db?passfile=p%40ss/word")]
    public void A_wrong_one_is_refused_without_being_repeated(string text)
    {
        RelayOptionsReader.Read(["--upstream=http://h/v1", "--store", text], static _ => null, out var problem);

        Assert.That(problem, Does.StartWith("--store ").And.Not.Contain(Secret).And.Not.Contain("p@ss"));
    }

    [Test]
    public void An_address_does_not_print_its_password()
    {
        var options = RelayOptionsReader.Read(
            ["--upstream=http://h/v1"], static name => name == "RELAY_STORE" ? "postgres://u:plum-orchard@h/db" : null, out _);

        Assert.That(options!.Store.Postgres, Is.Not.Null);
        Assert.That($"{options}", Does.Not.Contain("plum-orchard"));
    }

    [Test]
    public void Everything_can_be_said()
    {
        var options = RelayOptionsReader.Read(
            ["--upstream=http://h/v1", "--store=memory", "--store-ttl=36h", "--store-bytes=1000"],
            static name => name == "RELAY_STORE" ? "postgres://u@h/db" : null,
            out var problem);

        Assert.That(problem, Is.Empty);
        Assert.That(options!.Store, Is.EqualTo(new StoreOptions { TimeToLive = TimeSpan.FromHours(36), MaxBytes = 1000 }));
    }

    [TestCase("--store-ttl=30")]
    [TestCase("--store-ttl=0d")]
    [TestCase("--store-ttl=d")]
    [TestCase("--store-bytes=0")]
    [TestCase("--store-bytes=1k")]
    public void A_wrong_limit_is_refused(string argument)
    {
        var options = RelayOptionsReader.Read(["--upstream=http://h/v1", argument], static _ => null, out var problem);

        Assert.That((options, problem), Is.EqualTo(((RelayOptions?)null, problem)));
        Assert.That(problem, Does.StartWith(argument.Split('=')[0] + ": expected "));
    }
}
