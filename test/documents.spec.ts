import { deflateSync } from 'node:zlib';
import type { DocumentInfo, DocumentKind } from '@demerit/contracts';
import sharp from 'sharp';
import {
  audited,
  bind,
  newCar,
  newCitizen,
  newDrivers,
  newKey,
  newViolation,
  newViolationOf,
  ok,
  refused,
  registerViolation,
  staff,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

const ONE_PAGE = `%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [] /Count 0 >>
endobj
trailer
<< /Root 1 0 R >>
startxref
9
%%EOF
`;

function picture(side: number) {
  const create = { width: side, height: side, channels: 3 as const, background: 'blue' };
  return sharp({ create, limitInputPixels: false });
}

function send(
  { api }: Pick<Citizen, 'api'>,
  content: Buffer,
  {
    kind = 'evidence',
    name = 'file.png',
    key,
  }: { kind?: string; name?: string; key?: string } = {},
) {
  const form = new FormData();
  form.set('kind', kind);
  form.set('file', new Blob([new Uint8Array(content)], { type: 'image/png' }), name);
  const options = key === undefined ? {} : { idempotencyKey: key };
  return api.post<DocumentInfo>('/v1/me/documents', form, options);
}

async function bytesOf(citizen: Citizen, documentId: string) {
  const { api } = citizen;
  return ok(api.get<string>(`/v1/documents/${documentId}`));
}

let owner: Citizen;

beforeAll(async () => {
  owner = await newCitizen();
});

describe('an upload', () => {
  it('§1.document.kinds: given JPEG, PNG and PDF, then each is taken by its content, whatever it is called', async () => {
    const jpeg = await picture(20).jpeg().toBuffer();
    const png = await picture(20).png().toBuffer();
    const sent = [jpeg, png, Buffer.from(ONE_PAGE)];
    const types = ['image/jpeg', 'image/png', 'application/pdf'];
    for (const [index, content] of sent.entries())
      expect(await ok(send(owner, content, { name: 'x.exe' }))).toMatchObject({
        kind: 'evidence',
        mediaType: types[index],
      });
  });

  it('given a picture that says where and with what it was taken, then what is kept does not', async () => {
    const sent = await picture(20)
      .jpeg()
      .withExif({ IFD0: { Copyright: 'Zhang San, at home' } })
      .toBuffer();
    expect(sent.includes('Zhang San')).toBe(true);
    const { documentId } = await ok(send(owner, sent));
    expect(await bytesOf(owner, documentId)).not.toContain('Zhang San');
  });

  it('§1.document.size: given more than 5 MiB, then 413, whatever it is', async () => {
    await refused(send(owner, Buffer.alloc(5 * 1024 * 1024 + 1)), 413, 'PAYLOAD_TOO_LARGE');
  });

  it('given nothing, then 400', async () => {
    await refused(send(owner, Buffer.alloc(0)), 400, 'VALIDATION_FAILED');
  });

  it('§1.document.kinds: given a page of HTML, a polyglot, a bomb or half a file, then 415', async () => {
    const png = await picture(300).png().toBuffer();
    const bomb = await picture(6_000).png({ compressionLevel: 9 }).toBuffer();
    const script = '3 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\ntrailer';
    const packed = deflateSync(Buffer.from('4 0 << /S /Launch /F (cmd.exe) >>'));
    const packedScript = Buffer.concat([
      Buffer.from('3 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n'),
      packed,
      Buffer.from('\nendstream\nendobj\ntrailer'),
    ]);
    const bad: [string, Buffer][] = [
      ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
      ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
      ['GIF', Buffer.from('GIF89a\u0001\u0000\u0001\u0000')],
      ['PDF behind HTML', Buffer.from(`<html></html>${ONE_PAGE}`)],
      ['PDF with an archive behind it', Buffer.from(`${ONE_PAGE}PK\u0003\u0004`)],
      ['PDF with a script', Buffer.from(ONE_PAGE.replace('trailer', script))],
      [
        'PDF with a program packed in',
        Buffer.from(
          ONE_PAGE.replace('trailer', () => packedScript.toString('latin1')),
          'latin1',
        ),
      ],
      ['half a PDF', Buffer.from(ONE_PAGE.slice(0, 60))],
      ['half a PNG', png.subarray(0, png.length - 40)],
      ['a head alone', png.subarray(0, 16)],
      ['few bytes, many pixels', bomb],
    ];
    const responses = await Promise.all(
      bad.map(async ([what, content]) => [what, (await send(owner, content)).status]),
    );
    expect(responses).toEqual(bad.map(([what]) => [what, 415]));
  });

  it('given a kind nobody knows, then 400', async () => {
    const png = await picture(4).png().toBuffer();
    await refused(send(owner, png, { kind: 'selfie' }), 400, 'VALIDATION_FAILED');
  });

  it('repeated under one key, then one document; another file under it, then 422', async () => {
    const [first, second] = [await picture(4).png().toBuffer(), await picture(5).png().toBuffer()];
    const key = newKey();
    const { documentId } = await ok(send(owner, first, { key }));
    expect((await ok(send(owner, first, { key }))).documentId).toBe(documentId);
    await refused(send(owner, second, { key }), 422, 'IDEMPOTENCY_KEY_REUSED');
  });
});

describe('a document', () => {
  const read = async (role: 'reviewer' | 'officer' | 'registrar', documentId: string) =>
    (await (await staff(role)).get(`/v1/documents/${documentId}`)).status;

  it.each([
    ['id_card_front', [200, 404, 404]],
    ['id_card_back', [200, 404, 404]],
    ['vehicle_licence', [200, 404, 404]],
    ['evidence', [404, 200, 404]],
  ] satisfies [DocumentKind, number[]][])(
    '§1.document.readers: of kind %s is read by its owner and the staff whose work it is, and by nobody else',
    async (kind, expected) => {
      const documentId = await owner.upload(kind);
      expect(await bytesOf(owner, documentId)).toContain('PNG');
      const { headers } = await owner.api.get(`/v1/documents/${documentId}`);
      expect(headers.get('content-disposition')).toBe(`attachment; filename="${documentId}"`);
      const seen = [
        await read('reviewer', documentId),
        await read('officer', documentId),
        await read('registrar', documentId),
      ];
      expect(seen).toEqual(expected);
      const stranger = await newCitizen();
      const path = `/v1/documents/${documentId}`;
      await refused(stranger.api.get(path), 404, 'DOCUMENT_NOT_FOUND');
    },
  );

  it('§1.document.audited: given that staff read it, then that is written down', async () => {
    const documentId = await owner.upload('evidence');
    await bytesOf(owner, documentId);
    expect(await read('officer', documentId)).toBe(200);
    expect(await audited(documentId)).toMatchObject([
      { act: 'document.read', subject: documentId },
    ]);
  });
});

describe('evidence', () => {
  const statusFor = async ({ api }: Citizen, documentId: string) =>
    (await api.get(`/v1/documents/${documentId}`)).status;

  it('§3.inquiry.evidence: of a violation is read by whoever sees the violation, and by nobody else', async () => {
    const [holder, driver, stranger] = (await newDrivers(3)) as [Citizen, Citizen, Citizen];
    const registrar = await staff('registrar');
    const png = await picture(8).png().toBuffer();
    const [shown, other] = [
      await ok(send({ api: registrar }, png)),
      await ok(send({ api: registrar }, png)),
    ];
    const car = await newCar(holder);
    const evidenced = ({ documentId }: DocumentInfo) =>
      registerViolation(registrar, { ...newViolationOf(car), evidence: [documentId] });
    const [violationId] = [await evidenced(shown), await evidenced(other)];
    const seen = async (citizen: Citizen) => [
      await statusFor(citizen, shown.documentId),
      await statusFor(citizen, other.documentId),
    ];
    expect(await seen(holder)).toEqual([200, 200]);
    expect(await bytesOf(holder, shown.documentId)).toContain('PNG');
    expect(await seen(driver)).toEqual([404, 404]);

    const { bindingId } = await bind(driver, car, holder);
    expect(await seen(driver)).toEqual([200, 200]);
    await ok(driver.accept(violationId));
    await ok(holder.api.delete(`/v1/vehicles/bound-by-others/${bindingId}`));
    expect(await seen(driver)).toEqual([200, 404]);
    const path = `/v1/documents/${shown.documentId}`;
    await refused(stranger.api.get(path), 404, 'DOCUMENT_NOT_FOUND');
  });

  it('§1.document.readers: that a dispute names stays with its author and the officers, also where others see the violation', async () => {
    const [holder, driver] = (await newDrivers(2)) as [Citizen, Citizen];
    const car = await newCar(holder);
    await bind(driver, car, holder);
    const violationId = await newViolation(car);
    const documentId = await driver.upload('evidence');
    const body = { ground: 'other', statement: '证据见附件', documentIds: [documentId] };
    await ok(driver.api.post(`/v1/violations/${violationId}/disputes`, body));
    expect(await statusFor(driver, documentId)).toBe(200);
    expect(await statusFor(holder, documentId)).toBe(404);
    expect((await (await staff('officer')).get(`/v1/documents/${documentId}`)).status).toBe(200);
  });
});
