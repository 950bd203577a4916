import * as contracts from '@demerit/contracts';
import { Exclude, Expose, plainToInstance, Transform, Type } from 'class-transformer';
import { IsInt, IsString, registerDecorator, ValidateNested, validateSync } from 'class-validator';
import fc, { type Arbitrary } from 'fast-check';
import { certainly } from './certainty';
import { declaredBy } from './declared';
import { planOf, type Form } from './plans';

const STRICT = { whitelist: true, forbidNonWhitelisted: true } as const;

/** What both libraries make of a value; undefined where they find anything wrong. */
function byLibraries(form: Form, value: object): object | undefined {
  const instance = plainToInstance(form, value);
  return validateSync(instance, STRICT).length === 0 ? instance : undefined;
}

const FORMS = Object.entries(contracts).flatMap(([name, value]): [string, Form][] =>
  typeof value === 'function' && declaredBy(value).size > 0 ? [[name, value as Form]] : [],
);

const TEXTS = [
  ...['acc_1', 'vio_2-x', '13812345678', '2024-02-29', '2024-02-29T08:00:00+08:00', '330106'],
  ...['京A12345', '欧阳 小红', 'x', '', ' ', '3301021980', '33010219800101123X', '123456', 'zh-CN'],
  ...[
    'It was another car.',
    '330100123456',
    'LSVAU2A37N2183294',
    '12',
    '1.5',
    'A1',
    'x'.repeat(201),
    'approve',
    '001',
    'C1',
  ],
];
const NUMBERS = [0, 1, 3, 12, -1, 1.5, 200, 20_000, 1e9];
const SINGLES = fc.constantFrom<unknown>(...TEXTS, ...NUMBERS, true, false, null);

/** Mostly right values of a field, since what is right is what matters here. */
function ofField(form: Form, name: string, depth: number): Arbitrary<unknown> {
  const rules = declaredBy(form).get(name) ?? [];
  const nested = contracts.nestedClassOf(form, name);
  const isList = rules.some((rule) => rule.each || rule.name === 'isArray');
  const likely = rules.map(likelyFor).filter((one) => one !== undefined);
  const one =
    nested && depth > 0
      ? ofForm(nested, depth - 1)
      : fc.oneof(SINGLES, ...likely.map((arbitrary) => ({ arbitrary, weight: 20 })));
  const list = fc.array(one, { maxLength: 3 });
  return fc.oneof(
    { weight: 40, arbitrary: isList ? list : one },
    { weight: 1, arbitrary: SINGLES },
    { weight: 1, arbitrary: isList ? one : list },
  );
}

type Rule = NonNullable<ReturnType<ReturnType<typeof declaredBy>['get']>>[number];

const LIKELY: Readonly<Record<string, readonly unknown[]>> = {
  isBoolean: [true, false],
  isInt: [1, 3, 12],
  isDay: ['2024-02-29'],
  isInstant: ['2024-02-29T08:00:00+08:00'],
  isInstantOrDay: ['2024-02-29', '2024-02-29T08:00:00+08:00'],
};

function likelyFor({ name = '', constraints }: Rule): Arbitrary<unknown> | undefined {
  const [first] = (constraints as unknown[] | undefined) ?? [];
  const likely = LIKELY[name];
  if (likely) return fc.constantFrom(...likely);
  if (name === 'isIn') return fc.constantFrom(...(first as unknown[]));
  if (name === 'equals' || name === 'min' || name === 'max') return fc.constant(first);
  if (name === 'isLength') return fc.constant('x'.repeat(Number(first)));
  if (name !== 'matches') return undefined;
  const fitting = TEXTS.filter((text) => (first as RegExp).test(text));
  return fitting.length === 0 ? undefined : fc.constantFrom(...fitting);
}

function ofForm(form: Form, depth = 2): Arbitrary<object> {
  const fields = [...declaredBy(form).keys()].map((name): [string, Arbitrary<unknown>] => [
    name,
    ofField(form, name, depth),
  ]);
  const optional = fields.map(([name]) => name).filter((name) => isOptional(form, name));
  const isRequired = ([name]: [string, unknown]): boolean => !optional.includes(name);
  const requiredKeys = fields.filter(isRequired).map(([name]) => name);
  return fc.record(Object.fromEntries(fields), { requiredKeys });
}

function isOptional(form: Form, name: string): boolean {
  return (declaredBy(form).get(name) ?? []).some(({ type }) => type === 'conditionalValidation');
}

describe('what is certainly well formed', () => {
  it('are forms of the contract, all of them', () => {
    expect(FORMS.length).toBeGreaterThan(200);
    const without = FORMS.filter(([, form]) => planOf(form) === undefined).map(([name]) => name);
    expect(without).toEqual([]);
  });

  const taken = new Set<string>();

  it.each(FORMS)('%s: is what the libraries take, made as they make it', (name, form) => {
    fc.assert(
      fc.property(ofForm(form), (value) => {
        const theirs = byLibraries(form, value);
        const ours = certainly(form, structuredClone(value));
        if (ours) expect(ours).toStrictEqual(theirs);
        else if (theirs) expect(hasObjectOfNoClass(form, value)).toBe(true);
        if (ours) taken.add(name);
      }),
    );
  });

  it('is found of nearly all forms here, so that what is compared is mostly right', () => {
    expect(taken.size).toBeGreaterThan(0.9 * FORMS.length);
  });
});

function hasObjectOfNoClass(form: Form, value: object): boolean {
  return Object.entries(value).some(([name, inner]: [string, unknown]) => {
    const nested = contracts.nestedClassOf(form, name);
    const inside = [inner].flat().filter((one) => typeof one === 'object' && one !== null);
    return inside.some((one) => !nested || hasObjectOfNoClass(nested, one));
  });
}

function IsLater(): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      target: target.constructor,
      propertyName: String(propertyName),
      validator: { validate: () => Promise.resolve(true) },
    });
}

class Plain {
  @IsString() name: string;
}

describe('what is left to the libraries', () => {
  class Nothing {}
  class Renamed {
    @IsString() @Expose({ name: 'called' }) name: string;
  }
  class Excluded {
    @IsString() @Exclude() name: string;
  }
  class InGroups {
    @IsString({ groups: ['some'] }) name: string;
  }
  class Sometimes {
    @IsString({ validateIf: () => false }) name: string;
  }
  class WithContext {
    @IsString({ context: {} }) name: string;
  }
  class ReadInGroups {
    @IsString()
    @Transform(({ value }: { value: unknown }) => value, { groups: ['some'] })
    name: string;
  }
  class OfTypes {
    @ValidateNested()
    @Type(() => Plain, { discriminator: { property: 'kind', subTypes: [] } })
    name: Plain;
  }
  class Untyped {
    @ValidateNested() name: Plain;
  }
  class Many {
    @ValidateNested({ each: true }) @Type(() => Plain) name: Set<Plain>;
  }
  class More {
    @IsString() name: string;
    more = 1;
  }
  class Method {
    @IsString() name(): void {}
  }

  it.each<[string, Form]>(
    Object.entries({
      ...{ Nothing, Renamed, Excluded, InGroups, Sometimes, WithContext, ReadInGroups },
      ...{ OfTypes, Untyped, Many, More, Method },
    }),
  )('is a form with more than fields and rules: %s', (_name, form) => {
    expect(planOf(form)).toBeUndefined();
    expect(certainly(form, { name: 'x' })).toBeUndefined();
  });

  it('is what is wrong, unknown, or not known at once', () => {
    class Later {
      @IsLater() name: string;
    }
    class Inner {
      @contracts.Nested(() => Plain) one: Plain;
      @contracts.NestedList(() => Plain, 2) many: Plain[];
      @contracts.IsOptional() @Type(() => Number) @IsInt() count?: number;
    }
    const right = { one: { name: 'a' }, many: [{ name: 'b' }], count: '2' };
    expect(certainly(Inner, right)).toStrictEqual(byLibraries(Inner, right));
    expect(certainly(Inner, right)).toMatchObject({ one: expect.any(Plain) as Plain, count: 2 });
    for (const wrong of [
      { ...right, more: 1 },
      { ...right, one: [{ name: 'a' }] },
      { ...right, one: { name: 1 } },
      { ...right, one: { name: 'a', more: 1 } },
      { ...right, many: [{ name: 'b' }, 'c'] },
      { ...right, many: [[{ name: 'b' }]] },
      { ...right, many: [{ name: 'b' }, { name: 'c' }, { name: 'd' }] },
      { ...right, count: ['2'] },
      { many: [] },
      JSON.parse('{"one":{"name":"a"},"many":[],"__proto__":{}}') as object,
      JSON.parse('{"one":{"name":"a","constructor":1},"many":[]}') as object,
    ])
      expect(certainly(Inner, wrong)).toBeUndefined();
    expect(certainly(Later, { name: 'a' })).toBeUndefined();
  });
});
