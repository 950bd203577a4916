import { batchesOf, type LineBatch } from './import-lines';

/** The same bytes in pieces of this size. */
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size)
    yield Promise.resolve(bytes.subarray(from, from + size));
}

async function batches(content: string | Buffer, size = 7): Promise<LineBatch[]> {
  const all: LineBatch[] = [];
  for await (const batch of batchesOf(inPieces(Buffer.from(content), size))) all.push(batch);
  return all;
}

async function only(content: string | Buffer, size?: number): Promise<LineBatch> {
  const [batch, ...more] = await batches(content, size);
  expect(more).toEqual([]);
  return batch!;
}

describe('the lines of an import', () => {
  it.each([1, 2, 7, 1_000])(
    'given bytes in pieces of %d, then each line is an object',
    async (size) => {
      const { until, rows, lines, rejected } = await only(
        '{"plate":"浙A8K2M6"}\r\n{"b":[1]}\n',
        size,
      );
      expect(until).toBe(2);
      expect(rows).toEqual([{ plate: '浙A8K2M6' }, { b: [1] }]);
      expect({ lines, rejected }).toEqual({ lines: [1, 2], rejected: [] });
    },
  );

  it('given no line end at the end, then the last line counts too', async () => {
    expect(await only('{"a":1}\n{"b":2}')).toMatchObject({ rows: [{ a: 1 }, { b: 2 }] });
  });

  it('given blank lines, then they are passed over and counted', async () => {
    expect(await only('\n  \r\n{"a":1}\n\n\n{"b":2}\n\n')).toMatchObject({
      lines: [3, 6],
      rejected: [],
    });
  });

  it('given nothing at all, then there is one empty batch', async () => {
    expect(await only('')).toEqual({ until: 0, rows: [], lines: [], rejected: [] });
  });

  it.each([
    ['is no JSON', '{"a":'],
    ['is a list', '[{"a":1}]'],
    ['is a number', '7'],
    ['is null', 'null'],
  ])('given a line that %s, then it alone is refused', async (_what, line) => {
    expect(await only(`{"a":1}\n${line}\n{"b":2}\n`)).toEqual({
      until: 3,
      rows: [{ a: 1 }, { b: 2 }],
      lines: [1, 3],
      rejected: [{ line: 2, code: 'VALIDATION_FAILED' }],
    });
  });

  it.each([
    ['a null in it', '{"a":null}', 'a'],
    ['half a character in it', '{"a":{"b":"\\ud800"}}', 'a.b'],
    ['a field __proto__', '{"a":1,"__proto__":{"b":2}}', '__proto__'],
    ['a field constructor deep in it', '{"a":{"constructor":1}}', 'a.constructor'],
    ['a field hasOwnProperty', '{"hasOwnProperty":1}', 'hasOwnProperty'],
    ['too much depth', '{"a":'.repeat(9) + '1' + '}'.repeat(9), 'a.a.a.a.a.a.a.a'],
  ])(
    '§10.forms.lines: given a line with %s, then it alone is refused, and its field named',
    async (_what, line, field) => {
      expect(await only(`{"a":1}\n${line}\n{"b":2}\n`)).toEqual({
        until: 3,
        rows: [{ a: 1 }, { b: 2 }],
        lines: [1, 3],
        rejected: [{ line: 2, code: 'VALIDATION_FAILED', field }],
      });
    },
  );

  it('given bytes that are no UTF-8, then their line alone is refused', async () => {
    const broken = Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]);
    const bytes = Buffer.concat([Buffer.from('{"a":1}\n'), broken, Buffer.from('\n{"b":2}\n')]);
    expect(await only(bytes, 3)).toMatchObject({
      lines: [1, 3],
      rejected: [{ line: 2, code: 'VALIDATION_FAILED' }],
    });
  });

  it('given a line of a megabyte, then it is refused as too large and those beside it are read', async () => {
    const long = JSON.stringify({ place: 'x'.repeat(1_048_576) });
    expect(await only(`{"a":1}\n${long}\n{"b":2}\n`, 16_384)).toEqual({
      until: 3,
      rows: [{ a: 1 }, { b: 2 }],
      lines: [1, 3],
      rejected: [{ line: 2, code: 'PAYLOAD_TOO_LARGE' }],
    });
  });

  it('§10.forms.import: given a line that does not end, then the import ends after eight MiB of it', async () => {
    async function* line(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"a":1}\n');
      for (;;) yield Promise.resolve(Buffer.alloc(65_536, 'x'));
    }
    const read = batchesOf(line()).next();
    await expect(read).rejects.toMatchObject({ refusal: { code: 'PAYLOAD_TOO_LARGE' } });
  });

  it('given a line of just the limit, then it is read', async () => {
    const line = `{"a":"${'x'.repeat(65_528)}"}`;
    expect(Buffer.byteLength(line)).toBe(65_536);
    expect(await only(`${line}\n`, 10_000)).toMatchObject({ lines: [1] });
    expect(await only(`${line} \n`, 10_000)).toMatchObject({ lines: [], rejected: [{ line: 1 }] });
  });

  it('given many lines, then no batch holds more than five hundred, and long ones fewer', async () => {
    const many = await batches('{"a":1}\n'.repeat(1_201), 4_096);
    expect(many.map(({ rows }) => rows.length)).toEqual([500, 500, 201]);
    expect(many.flatMap(({ lines }) => lines)).toEqual(
      Array.from({ length: 1_201 }, (_, n) => n + 1),
    );
    const long = await batches(`{"a":"${'x'.repeat(50_000)}"}\n`.repeat(12), 65_536);
    expect(long.map(({ rows }) => rows.length)).toEqual([6, 6, 0]);
  });

  it('given lines that are all wrong, then their refusals come in batches too', async () => {
    const wrong = await batches('x\n'.repeat(1_100), 4_096);
    expect(wrong.map(({ rejected }) => rejected.length)).toEqual([500, 500, 100]);
  });

  it('given lines that are all blank, then they come in batches too, so that others have their turn', async () => {
    const blank = await batches('\n'.repeat(1_100), 4_096);
    expect(blank.map(({ until }) => until)).toEqual([500, 1_000, 1_100]);
  });
});
