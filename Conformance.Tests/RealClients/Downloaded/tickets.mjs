// An MCP server on standard input and output with two tools, for the tests with Codex.
import readline from 'node:readline';

const schema = { type: 'object', properties: { number: { type: 'integer' } }, required: ['number'] };
const tools = [
  { name: 'close_ticket', description: 'Closes a ticket.', inputSchema: schema },
  { name: 'open_ticket', description: 'Opens a ticket again.', inputSchema: schema },
];

const answers = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'tickets', version: '1.0.0' },
  }),
  'tools/list': () => ({ tools }),
  'tools/call': ({ name, arguments: { number } }) => ({ content: [{ type: 'text', text: `${name}: ticket ${number} is closed` }] }),
};

readline.createInterface({ input: process.stdin }).on('line', line => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const answer = answers[method];
  const outcome = answer ? { result: answer(params) } : { error: { code: -32601, message: 'Unknown method' } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...outcome })}\n`);
});
