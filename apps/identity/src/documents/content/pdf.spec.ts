import { deflateSync } from 'node:zlib';
import { isPlainPdf } from './pdf';

const CATALOG = '1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n';
const PAGES = '2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n';
const TRAILER = 'trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n';

function pdf(...parts: (string | Buffer)[]): Buffer {
  const all = ['%PDF-1.7\n', CATALOG, PAGES, ...parts, TRAILER];
  return Buffer.concat(all.map((part) => Buffer.from(part)));
}

function stream(dictionary: string, content: Buffer): Buffer {
  const head = `3 0 obj\n<< ${dictionary} /Length ${String(content.length)} >>\nstream\n`;
  return Buffer.concat([Buffer.from(head), content, Buffer.from('\nendstream\nendobj\n')]);
}

const packed = (text: string): Buffer => deflateSync(Buffer.from(text));

describe('a PDF', () => {
  it('given pages alone, then it is taken', () => {
    expect(isPlainPdf(pdf())).toBe(true);
    const page = stream('/Filter /FlateDecode', packed('BT (hello) Tj ET'));
    expect(isPlainPdf(pdf(page))).toBe(true);
    const scan = stream('/Subtype /Image /Filter /DCTDecode', Buffer.from([0xff, 0xd8, 0x2f]));
    expect(isPlainPdf(pdf(scan))).toBe(true);
  });

  it.each([
    ['is encrypted', '4 0 obj\n<< /Encrypt 5 0 R >>\nendobj\n'],
    ['runs a script', '4 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n'],
    ['hides the name of a script', '4 0 obj\n<< /S /J#61vaScr#69pt /JS (1) >>\nendobj\n'],
    ['hides all of it', '4 0 obj\n<< /#4c#61#75#6e#63#68 (cmd.exe) >>\nendobj\n'],
    ['starts a program', '4 0 obj\n<</S/Launch/F(cmd.exe)>>\nendobj\n'],
    ['carries a file', '4 0 obj\n<< /Type /EmbeddedFile >>\nendobj\n'],
    ['hides it in large letters', '4 0 obj\n<< /#4A#61vaScript /JS (1) >>\nendobj\n'],
  ])('given that it %s, then not', (_what, object) => {
    expect(isPlainPdf(pdf(object))).toBe(false);
  });

  it.each([
    '/JavaScripts',
    '/JavaScrip',
    '/J#6',
    '/J#6gvaScript',
    '/J#61',
    '/XFA#',
    '/launch',
    '//',
  ])('given a name that is nearly forbidden, %s, then it is taken', (name) => {
    expect(isPlainPdf(pdf(`4 0 obj\n<< ${name} 1 >>\nendobj\n`))).toBe(true);
  });

  it('given a script in a packed object, then not', () => {
    const objects = packed('4 0 << /S /JavaScript /JS (1) >>');
    const dictionary = '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode';
    expect(isPlainPdf(pdf(stream(dictionary, objects)))).toBe(false);
  });

  it('given objects packed in a way nobody looks into, then not', () => {
    const dictionary = '/Type /ObjStm /N 1 /First 4 /Filter /ASCIIHexDecode';
    expect(isPlainPdf(pdf(stream(dictionary, Buffer.from('34203020'))))).toBe(false);
  });

  const ACTION = packed('4 0 << /S /JavaScript /JS (1) >>');
  const OBJECTS = '/Type /ObjStm /N 1 /First 4';
  const said = (dictionary: string, keyword: string): string =>
    `3 0 obj\n<< ${dictionary} /Length ${String(ACTION.length)} >>${keyword}`;
  const hidden = (dictionary: string, keyword = '\nstream\n'): Buffer =>
    pdf(said(dictionary, keyword), ACTION, '\nendstream\nendobj\n');

  it.each([
    ['before a lone end of line', hidden(`${OBJECTS} /Filter /FlateDecode`, '\nstream\r')],
    ['before a blank', hidden(`${OBJECTS} /Filter /FlateDecode`, '\nstream \n')],
    ['before both ends of line', hidden(`${OBJECTS} /Filter /FlateDecode`, '\nstream\r\n')],
    ['behind a comment', hidden(`${OBJECTS} /Filter /FlateDecode`, '% obj\nstream\n')],
    ['before a comment', hidden(`${OBJECTS} /Filter /FlateDecode`, '\nstream%\n')],
    ['as a picture', hidden('/Subtype /Image /N 1 /First 4 /Filter /FlateDecode')],
    ['as what its name is not', hidden('/N 1 /Fir#73t 4 /Subtype /Image /Filter /Fl#61teDecode')],
    ['by a short name', hidden(`${OBJECTS} /F /Fl`)],
    ['by a filter elsewhere', hidden(`${OBJECTS} /Filter 9 0 R`)],
    ['packed twice', hidden(`${OBJECTS} /Filter [/FlateDecode /FlateDecode]`)],
    ['by what is foretold', hidden(`${OBJECTS} /Filter /FlateDecode /DecodeParms 9 0 R`)],
    ['behind an object within a text', hidden(`${OBJECTS} /Filter /FlateDecode /X (1 0 obj)`)],
    ['behind a bracket in a text', hidden(`${OBJECTS} /X (\\) >>) /Filter /FlateDecode`)],
    ['behind texts in a text', hidden(`${OBJECTS} /X (() >> stream) /Filter /FlateDecode`)],
    ['behind an end within a list', hidden(`${OBJECTS} /X [ >> 1 ] /Filter /FlateDecode`)],
    ['behind a list that ends twice', hidden(`${OBJECTS} /X 1 ] /Filter /FlateDecode`)],
    ['behind half an end', hidden(`${OBJECTS} /X 1 > /Filter /FlateDecode`)],
    ['behind signs', hidden(`${OBJECTS} /X <3e3e> /Filter /FlateDecode`)],
    ['behind a dictionary', hidden(`${OBJECTS} /X << /Y [1] >> /Filter /FlateDecode`)],
    ['behind a comment in it', hidden(`${OBJECTS} % >>\n/Filter /FlateDecode`)],
    ['without blanks', hidden('/Type/ObjStm/N 1/First 4/Filter/FlateDecode', 'stream\n')],
  ])('§1.document.plain: given a script packed %s, then not', (_how, file) => {
    expect(isPlainPdf(file)).toBe(false);
  });

  it('given the word stream in a text, or an object with a number alone, then it is taken', () => {
    const text = stream('/N 1', Buffer.from('BT (down the stream obj) Tj ET'));
    expect(isPlainPdf(pdf(text, '5 0 obj 7 endobj\n'))).toBe(true);
    expect(isPlainPdf(pdf(stream(OBJECTS, Buffer.from('4 0 << /S /GoTo >>'))))).toBe(true);
    const old = stream('/Filter [/ASCII85Decode /FlateDecode]', Buffer.from('GasJ~>'));
    expect(isPlainPdf(pdf(old))).toBe(true);
  });

  const MIB = 1024 * 1024;
  const inflating = (bytes: number): Buffer =>
    stream('/Filter /FlateDecode', deflateSync(Buffer.alloc(bytes), { level: 1 }));

  it('§1.document.plain: given 64 MiB in streams of 16, then it is taken; with a byte more in one or in all, not', () => {
    const quarter = inflating(16 * MIB);
    const whole = [quarter, quarter, quarter, quarter];
    expect(isPlainPdf(pdf(...whole))).toBe(true);
    expect(isPlainPdf(pdf(...whole, inflating(1)))).toBe(false);
    expect(isPlainPdf(pdf(inflating(16 * MIB + 1)))).toBe(false);
  });

  it('given 10 000 streams, then it is taken; with one more, not', () => {
    const one = stream('/X 1', Buffer.from('x'));
    const many = Buffer.concat(Array.from({ length: 10_000 }, () => one));
    expect(isPlainPdf(pdf(many))).toBe(true);
    expect(isPlainPdf(pdf(many, one))).toBe(false);
  });

  it('given streams within streams, then not, since each is to be unpacked once', () => {
    // A block that is stored as it is, and holds the next stream.
    const stored = (inner: Buffer): Buffer =>
      stream('/Filter /FlateDecode', deflateSync(inner, { level: 0 }));
    const inner = stored(Buffer.alloc(MIB));
    expect(isPlainPdf(pdf(inner))).toBe(true);
    expect(isPlainPdf(pdf(stored(inner)))).toBe(false);
  });

  it('given dictionaries that would be read again and again, then not', () => {
    const text = 'x'.repeat(100_000);
    const nested = (depth: number): string =>
      depth === 0 ? `(${text})` : `1 0 obj << /X ${nested(depth - 1)} >>`;
    expect([1, 2, 3].map((depth) => isPlainPdf(pdf(nested(depth))))).toEqual([true, true, false]);
  });

  /** How long the processor works on it, whatever else it does. */
  const msOf = (file: Buffer): number => {
    const since = process.cpuUsage();
    isPlainPdf(file);
    return process.cpuUsage(since).user / 1_000;
  };

  it.each([
    ['beginnings of streams', 'stream\n', 7],
    ['beginnings of objects', 'obj<<', 5],
    ['objects behind one comment', 'obj%', 4],
    ['texts in texts', '(', 1],
    ['lists in lists', 'obj[[[[', 7],
    ['names', '/J', 2],
    ['ends', 'startxref 0 ', 12],
  ])('§1.document.plain: given 2 MB of %s, then it is soon looked through', (_what, part, size) => {
    const file = pdf(part.repeat(2_000_000 / size));
    expect(msOf(file)).toBeLessThan(1_500);
  });

  it('§1.document.plain: given many distinct names, then it is soon looked through', () => {
    const names = Array.from({ length: 300_000 }, (_, n) => `/J${n.toString(36)}`).join('');
    expect(msOf(pdf(`9 0 obj << ${names} >> endobj\n`))).toBeLessThan(1_500);
  });

  it('given few bytes that unpack to very many, then not', () => {
    const bomb = stream('/Filter /FlateDecode', deflateSync(Buffer.alloc(70 * 1024 * 1024)));
    expect(bomb.length).toBeLessThan(200_000);
    expect(isPlainPdf(pdf(bomb))).toBe(false);
  });

  it('given that it is something else too, or cut short, then not', () => {
    const whole = pdf();
    const page = '%<html><script>alert(1)</script>\n';
    expect(isPlainPdf(Buffer.concat([Buffer.from('GIF89a'), whole]))).toBe(false);
    expect(isPlainPdf(Buffer.concat([whole, Buffer.from('PK\u0003\u0004')]))).toBe(false);
    expect(isPlainPdf(Buffer.from(whole.toString().replace('\n', `\n${page}`)))).toBe(false);
    expect(isPlainPdf(whole.subarray(0, -10))).toBe(false);
    expect(isPlainPdf(Buffer.from('%PDF-1.7\n'))).toBe(false);
  });
});
