import { addExamples } from './examples';
import recorded from './examples.json';

const JSON_TYPE = 'application/json';
const PROBLEM = 'application/problem+json';

function operation(): object {
  return {
    parameters: [
      { name: 'orderId', in: 'path' },
      { name: 'limit', in: 'query', schema: { type: 'integer' } },
      { name: 'Accept-Language', in: 'header' },
    ],
    requestBody: { content: { [JSON_TYPE]: {} } },
    responses: {
      '200': { description: '', content: { [JSON_TYPE]: {}, 'text/html': {} } },
      '201': { description: '', content: { [JSON_TYPE]: {} } },
      '409': { description: '', content: { [PROBLEM]: {} } },
    },
  };
}

function shown(path: string, method: 'get' | 'post') {
  const info = { title: 'Trial', version: '1' };
  const document = { openapi: '3.1.0', info, paths: { [path]: { [method]: operation() } } };
  addExamples(document);
  return document.paths[path]?.[method];
}

describe('an operation of the document', () => {
  it('§10.document.examples: shows what was sent and answered, and a refusal', () => {
    const example = recorded['POST /v1/orders/{orderId}/payments'];
    expect(shown('/v1/orders/{orderId}/payments', 'post')).toMatchObject({
      parameters: [{ example: 'ord_000001' }, {}, {}],
      requestBody: { content: { [JSON_TYPE]: { example: example.request } } },
      responses: {
        '201': { content: { [JSON_TYPE]: { example: example.answer } } },
        '409': { content: { [PROBLEM]: { example: example.refusal.answer } } },
      },
    });
  });

  it('§10.document.examples: says a number of a parameter that is one', () => {
    const { limit } = recorded['GET /v1/bindings'].parameters;
    expect(shown('/v1/bindings', 'get')).toMatchObject({
      parameters: [{}, { example: Number(limit) }, {}],
    });
  });

  it('§10.document.examples: shows a text where JSON is not what is answered', () => {
    expect(shown('/v1/orders/{orderId}/receipt', 'get')).toMatchObject({
      responses: {
        '200': {
          content: { 'text/html': { example: expect.stringMatching(/^<!doc/) as unknown } },
        },
      },
    });
  });
});
