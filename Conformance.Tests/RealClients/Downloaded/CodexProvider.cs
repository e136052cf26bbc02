namespace Conformance.Tests.RealClients.Downloaded;

/// <summary>Specifies how Codex is configured to use the relay.</summary>
internal enum CodexProvider
{
    /// <summary>A provider in four lines: its name and its address.</summary>
    FourLines,

    /// <summary>The same with <c>supports_websockets</c>.</summary>
    WebSockets,

    /// <summary>The same with the relay's catalogue of models.</summary>
    Catalog,

    /// <summary>The built-in provider, with the relay's address in <c>openai_base_url</c> and an API key.</summary>
    BuiltIn,
}
