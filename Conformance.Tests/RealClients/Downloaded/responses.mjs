// Asks the relay through the `openai` package the way its users do, and prints what the client made of the answer as one line of JSON.
// node responses.mjs CLIENTS_FOLDER BASE_URL MODEL TASK
import { createRequire } from 'node:module';

const [folder, baseURL, model, task] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const { OpenAI, APIUserAbortError } = require('openai');
const { zodTextFormat } = require('openai/helpers/zod');
const { z } = require('zod');

const client = new OpenAI({ baseURL, apiKey: model, maxRetries: 0, logLevel: 'off' });

const tool = (name, parameter) => ({
  type: 'function', name, strict: false,
  parameters: { type: 'object', properties: { [parameter]: { type: 'string' } }, required: [parameter] },
});
const tools = [tool('get_weather', 'city'), tool('get_time', 'zone')];
const outputs = {
  'get_time {"zone":"Europe/Oslo"}': 'noon',
  'get_weather {"city":"Oslo"}': '11 degrees',
  'get_weather {"city":"Rome"}': '25 degrees',
};

const calls = (response) => response.output.filter((item) => item.type === 'function_call');
const answers = (response) => calls(response).map(({ call_id, name, arguments: args }) => ({
  type: 'function_call_output', call_id, output: outputs[`${name} ${args}`],
}));

// The stream helper puts a response together from the events; what it ends with has to be what the events said.
async function stream(request) {
  const seen = { deltas: '', reasoning: '' };
  const events = client.responses.stream({ model, ...request })
    .on('response.output_text.delta', (event) => { seen.deltas += event.delta; })
    .on('response.reasoning_summary_text.delta', (event) => { seen.reasoning += event.delta; });
  const response = await events.finalResponse();
  return { ...seen, response };
}

async function loop(first, next) {
  let { response } = await stream({ tools, ...first });
  for (let request = first; calls(response).length > 0;) {
    request = next(request, response);
    ({ response } = await stream({ tools, ...request }));
  }
  return { text: response.output_text };
}

const warmer = { role: 'user', content: 'Is it warmer in Oslo or in Rome?' };

const tasks = {
  async text() {
    const { deltas, response } = await stream({ input: 'Say hello' });
    return { deltas, text: response.output_text, status: response.status, tokens: response.usage.total_tokens };
  },
  async body() {
    const response = await client.responses.create({ model, input: 'Say hello' });
    return { text: response.output_text, status: response.status, tokens: response.usage.total_tokens };
  },
  async reasoning() {
    const { reasoning, response } = await stream({ input: 'Is 7 prime?' });
    const item = response.output.find(({ type }) => type === 'reasoning');
    return { reasoning, summary: item.summary.map(({ text }) => text).join(), text: response.output_text };
  },
  async calls() {
    const { response } = await stream({ input: 'Weather and time in Oslo?', tools });
    return { calls: calls(response).map(({ call_id, name, arguments: args }) => `${call_id} ${name} ${args}`) };
  },
  loop: () => loop(
    { input: [warmer], store: false },
    (request, response) => ({ ...request, input: [...request.input, ...response.output, ...answers(response)] })),
  stored: () => loop(
    { input: [warmer] },
    (_, response) => ({ input: answers(response), previous_response_id: response.id })),
  async schema() {
    const format = zodTextFormat(z.object({ name: z.string() }), 'colour');
    const response = await client.responses.parse({ model, input: 'Name a colour', text: { format } });
    return { parsed: response.output_parsed };
  },
  async image() {
    const content = [
      { type: 'input_text', text: 'What is this?' },
      { type: 'input_image', detail: 'low', image_url: 'data:image/png;base64,iVBORw0KGgo=' },
    ];
    const { response } = await stream({ input: [{ role: 'user', content }] });
    return { text: response.output_text };
  },
  async abort() {
    const events = client.responses.stream({ model, input: 'Tell a long story' });
    events.on('response.output_text.delta', () => events.abort());
    return events.finalResponse().then(() => ({}), (error) => ({ aborted: error instanceof APIUserAbortError }));
  },
  // The bare stream, as many agents read it: a failure is an event there.
  async failure() {
    const seen = { text: '' };
    for await (const event of await client.responses.create({ model, input: 'Tell a long story', stream: true })) {
      if (event.type === 'response.output_text.delta') seen.text += event.delta;
      if (event.type === 'response.failed') seen.failed = event.response.error;
    }
    return seen;
  },
  async outside() {
    return fetch('http://outside.invalid/').then(({ status }) => ({ status }), () => ({ failed: true }));
  },
};

const told = await tasks[task]().catch((error) => ({
  error: { name: error.constructor.name, status: error.status, message: error.message, code: error.code },
}));
console.log(JSON.stringify(told));
