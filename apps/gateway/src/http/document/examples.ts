import type { OpenAPIObject } from '@nestjs/swagger';
import { NDJSON } from '../requests/lines';
import recorded from './examples.json';
import { operationsOf, type Operation } from './operations';
import { WRITTEN } from './written-examples';

/** What flows sent and were answered, on the running system (`npm run examples`), as the document shows it. rules.md §10.document.examples. */

/** Of one route. */
interface Example {
  /** Of the path, and after the question mark. */
  parameters?: Record<string, string>;
  request?: unknown;
  status: number;
  answer?: unknown;
  refusal?: { status: number; answer: unknown };
}

interface Content {
  content?: Record<string, { example?: unknown }>;
}

// The compiler gives each route's example a type of its own.
const RECORDED = recorded as unknown as Readonly<Record<string, Example | undefined>>;

/** The example of each operation, written where none can be recorded. */
export function addExamples(document: OpenAPIObject): void {
  for (const { method, path, operation } of operationsOf(document)) {
    const route = `${method.toUpperCase()} ${path}`;
    const example = RECORDED[route];
    if (example) show(operation, example);
    for (const [type, text] of Object.entries(WRITTEN[route]?.answer ?? {}))
      put(operation.responses['200'], type, text);
    for (const [type, text] of Object.entries(WRITTEN[route]?.request ?? {}))
      put(operation.requestBody, type, text);
  }
}

function show(operation: Operation, { parameters = {}, request, ...example }: Example): void {
  for (const parameter of operation.parameters ?? []) {
    if (!('name' in parameter)) continue;
    const text = parameters[parameter.name];
    // Numbers are no texts where the parameter is one.
    if (text !== undefined) parameter.example = isNumber(parameter) ? Number(text) : text;
  }
  put(operation.requestBody, 'application/json', request);
  // What is sent alone is a line of an import as well.
  put(operation.requestBody, NDJSON, request);
  put(operation.responses[example.status], 'application/json', example.answer);
  const { refusal } = example;
  if (refusal) put(operation.responses[refusal.status], 'application/problem+json', refusal.answer);
}

function isNumber(parameter: object): boolean {
  const { schema } = parameter as { schema?: { type?: string } };
  return schema?.type === 'integer';
}

function put(of: object | undefined, type: string, example: unknown): void {
  const media = (of as Content | undefined)?.content?.[type];
  if (media && example !== undefined) media.example = example;
}
