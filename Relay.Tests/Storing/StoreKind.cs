namespace Relay.Tests.Storing;

/// <summary>The stores that every test of state runs on.</summary>
internal enum StoreKind
{
    Memory,
    Postgres,
}
