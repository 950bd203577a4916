import { gzipSync } from 'node:zlib';
import type { Chance } from './chance';
import type { Document, Route } from './document';
import { mutated } from './mutate';
import { validValue } from './values';
import { withStandIns } from './stand-ins';

export const JSON_TYPE = 'application/json';
const LINES_TYPE = 'application/x-ndjson';
const FORM_TYPE = 'multipart/form-data';

/** A body as it stands in the list; what is filled in and made into bytes last stays a value. */
export type Body =
  | { form: 'value'; value: unknown; type: string; spoiled?: Spoiled }
  | { form: 'lines'; lines: unknown[]; spoiled?: Spoiled }
  | { form: 'parts'; parts: Part[]; spoiled?: Spoiled }
  | { form: 'text'; text: string; type: string };

interface Part {
  name: string;
  /** Absent: a field, and no file. */
  fileName?: string;
  content: 'picture' | 'pdf' | 'text' | 'nothing' | 'large' | { text: string };
}

const SPOILED = [
  'cut',
  'bytes',
  'empty',
  'bom',
  'gzip',
  'claimed-gzip',
  'utf16',
  'padded',
] as const;
/** What is done to the bytes. */
type Spoiled = (typeof SPOILED)[number];

const OTHER_TYPES = [
  ...['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/jsonp'],
  ...['application/json; charset=utf-16', 'multipart/form-data', 'multipart/form-data; boundary='],
  ...[
    'application/x-ndjson',
    'application/json',
    'application/octet-stream',
    '',
    'json',
    '*/*',
    ';',
  ],
];

/** As good as the schema and the recorded example can tell. */
export function validBody(route: Route, document: Document, chance: Chance): Body | undefined {
  const types = Object.entries(route.bodies);
  if (types.length === 0) return undefined;
  const [type, { schema, example }] = chance.pick(types);
  if (type === FORM_TYPE) return { form: 'parts', parts: upload(chance) };
  const one = (): unknown =>
    example !== undefined && chance.isOneOf(0.6)
      ? withStandIns(example, chance)
      : validValue(schema, document, chance);
  if (type !== LINES_TYPE) return { form: 'value', value: one(), type };
  return { form: 'lines', lines: Array.from({ length: 1 + chance.below(5) }, one) };
}

/** The same, wrong in one place. */
export function wrongBody(
  route: Route,
  document: Document,
  chance: Chance,
): { body: Body; what: string } {
  const body = validBody(route, document, chance);
  if (!body || chance.isOneOf(0.1)) return ofAnotherType(body, chance);
  if (chance.isOneOf(0.2) && body.form !== 'text') {
    const spoiled = chance.pick(SPOILED);
    return { body: { ...body, spoiled }, what: `body ${spoiled}` };
  }
  switch (body.form) {
    case 'lines': {
      const at = chance.below(body.lines.length);
      const { value, what } = mutated(body.lines[at], chance);
      return { body: { ...body, lines: body.lines.with(at, value) }, what: `line: ${what}` };
    }
    case 'parts':
      return oddParts(body.parts, chance);
    case 'value': {
      const { value, what } = mutated(body.value, chance);
      return { body: { ...body, value }, what };
    }
    case 'text':
      return { body, what: 'text' };
  }
}

/** The bytes that are sent, of a body without stand-ins. */
export function bytesOf(body: Body): { bytes: Buffer; headers: Record<string, string> } {
  switch (body.form) {
    case 'text':
      return { bytes: Buffer.from(body.text), headers: typed(body.type) };
    case 'value':
      return spoil(Buffer.from(textOf(body.value)), typed(body.type), body.spoiled);
    case 'lines': {
      const text = body.lines.map(textOf).join('\n');
      return spoil(Buffer.from(text), typed(LINES_TYPE), body.spoiled);
    }
    case 'parts': {
      const headers = typed(`${FORM_TYPE}; boundary=${BOUNDARY}`);
      return spoil(multipart(body.parts), headers, body.spoiled);
    }
  }
}

const BOUNDARY = 'fuzz-7MA4YWxkTrZu0gW';
const KINDS = ['id_card_front', 'id_card_back', 'vehicle_licence', 'evidence'];
/** The smallest picture that is one by its content. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nstartxref 0 %%EOF');

function upload(chance: Chance): Part[] {
  return [
    { name: 'kind', content: { text: chance.pick(KINDS) } },
    { name: 'file', fileName: 'a.png', content: 'picture' },
  ];
}

function oddParts(parts: Part[], chance: Chance): { body: Body; what: string } {
  const [kind, file] = parts as [Part, Part];
  const [what, odd] = chance.pick<[string, Part[]]>([
    ['no file', [kind]],
    ['no kind', [file]],
    ['file first', [file, kind]],
    ['two files', [kind, file, file]],
    ['field too many', [kind, { name: 'more', content: { text: 'x' } }, file]],
    ['field __proto__', [kind, { name: '__proto__', content: { text: 'x' } }, file]],
    ['a PDF', [kind, { ...file, content: 'pdf' }]],
    ['text for a file', [kind, { ...file, content: 'text' }]],
    ['empty file', [kind, { ...file, content: 'nothing' }]],
    ['large file', [kind, { ...file, content: 'large' }]],
    ['file name', [kind, { ...file, fileName: '../../\u0000etc/passwd".png' }]],
    [
      'kind',
      [
        { ...kind, content: { text: chance.pick(['', 'x', '\u0000', 'evidence '.repeat(500)]) } },
        file,
      ],
    ],
    ['many fields', [...Array.from({ length: 300 }, () => kind), file]],
    ['nothing', []],
  ]);
  return { body: { form: 'parts', parts: odd }, what: `parts: ${what}` };
}

function ofAnotherType(body: Body | undefined, chance: Chance): { body: Body; what: string } {
  const type = chance.pick(OTHER_TYPES);
  const text = body?.form === 'value' ? textOf(body.value) : chance.pick(['', '{}', '[', 'a=b']);
  return { body: { form: 'text', text, type }, what: `type ${type}` };
}

function textOf(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value);
}

function typed(type: string): Record<string, string> {
  return type === '' ? {} : { 'content-type': type };
}

function spoil(
  bytes: Buffer,
  headers: Record<string, string>,
  spoiled: Spoiled | undefined,
): { bytes: Buffer; headers: Record<string, string> } {
  switch (spoiled) {
    case undefined:
      return { bytes, headers };
    case 'cut':
      return { bytes: bytes.subarray(0, Math.floor(bytes.length / 2)), headers };
    case 'bytes':
      return {
        bytes: Buffer.concat([
          bytes.subarray(0, 4),
          Buffer.from([0xc3, 0x28, 0xff]),
          bytes.subarray(4),
        ]),
        headers,
      };
    case 'empty':
      return { bytes: Buffer.alloc(0), headers };
    case 'bom':
      return { bytes: Buffer.concat([Buffer.from('\ufeff'), bytes]), headers };
    case 'gzip':
      return { bytes: gzipSync(bytes), headers: { ...headers, 'content-encoding': 'gzip' } };
    case 'claimed-gzip':
      return { bytes, headers: { ...headers, 'content-encoding': 'gzip' } };
    case 'utf16':
      return { bytes: Buffer.from(bytes.toString(), 'utf16le'), headers };
    case 'padded':
      return { bytes: Buffer.concat([bytes, Buffer.alloc(70_000, ' ')]), headers };
  }
}

function multipart(parts: Part[]): Buffer {
  const pieces = parts.flatMap(({ name, fileName, content }) => {
    const file = fileName === undefined ? '' : `; filename="${fileName}"`;
    const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n`;
    return [Buffer.from(head), contentOf(content), Buffer.from('\r\n')];
  });
  return Buffer.concat([...pieces, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

function contentOf(content: Part['content']): Buffer {
  if (typeof content === 'object') return Buffer.from(content.text);
  if (content === 'picture') return PICTURE;
  if (content === 'pdf') return PDF;
  if (content === 'large') return Buffer.concat([PICTURE, Buffer.alloc(6 * 1024 * 1024)]);
  return Buffer.from(content === 'text' ? 'neither a picture nor a PDF' : '');
}
