namespace Conformance.Clients.Views;

/// <summary>A small faithful model of how one client reads a Responses stream. Pure.</summary>
public interface IClientView
{
    /// <summary>Which client it is.</summary>
    ClientInfo Info { get; }

    /// <summary>What the client makes of an answer. Never throws, whatever came.</summary>
    ClientView Read(ClientStream stream);
}
