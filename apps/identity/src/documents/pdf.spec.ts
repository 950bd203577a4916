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
  it('given pages alone, then it is taken', async () => {
    expect(await isPlainPdf(pdf())).toBe(true);
    expect(await isPlainPdf(pdf(stream('/Filter /FlateDecode', packed('BT (hello) Tj ET'))))).toBe(
      true,
    );
    const scan = stream('/Subtype /Image /Filter /DCTDecode', Buffer.from([0xff, 0xd8, 0x2f]));
    expect(await isPlainPdf(pdf(scan))).toBe(true);
  });

  it.each([
    ['is encrypted', '4 0 obj\n<< /Encrypt 5 0 R >>\nendobj\n'],
    ['runs a script', '4 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n'],
    ['hides the name of a script', '4 0 obj\n<< /S /J#61vaScr#69pt /JS (1) >>\nendobj\n'],
    ['starts a program', '4 0 obj\n<</S/Launch/F(cmd.exe)>>\nendobj\n'],
    ['carries a file', '4 0 obj\n<< /Type /EmbeddedFile >>\nendobj\n'],
  ])('given that it %s, then not', async (_what, object) => {
    expect(await isPlainPdf(pdf(object))).toBe(false);
  });

  it('given a script in a packed object, then not', async () => {
    const objects = packed('4 0 << /S /JavaScript /JS (1) >>');
    const dictionary = '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode';
    expect(await isPlainPdf(pdf(stream(dictionary, objects)))).toBe(false);
  });

  it('given objects packed in a way nobody looks into, then not', async () => {
    const dictionary = '/Type /ObjStm /N 1 /First 4 /Filter /ASCIIHexDecode';
    expect(await isPlainPdf(pdf(stream(dictionary, Buffer.from('34203020'))))).toBe(false);
  });

  it('given few bytes that unpack to very many, then not', async () => {
    const bomb = stream('/Filter /FlateDecode', deflateSync(Buffer.alloc(70 * 1024 * 1024)));
    expect(bomb.length).toBeLessThan(200_000);
    expect(await isPlainPdf(pdf(bomb))).toBe(false);
  });

  it('given that it is something else too, or cut short, then not', async () => {
    const whole = pdf();
    const page = '%<html><script>alert(1)</script>\n';
    expect(await isPlainPdf(Buffer.concat([Buffer.from('GIF89a'), whole]))).toBe(false);
    expect(await isPlainPdf(Buffer.concat([whole, Buffer.from('PK\u0003\u0004')]))).toBe(false);
    expect(await isPlainPdf(Buffer.from(whole.toString().replace('\n', `\n${page}`)))).toBe(false);
    expect(await isPlainPdf(whole.subarray(0, -10))).toBe(false);
    expect(await isPlainPdf(Buffer.from('%PDF-1.7\n'))).toBe(false);
  });
});
