import { IsOptional, Nested, NestedList } from '@demerit/contracts';
import { ArrayMaxSize, IsArray, IsInt, IsObject, IsString } from 'class-validator';
import { excessIn } from './excess';
import { wellFormed, validationPipe } from './validation';

class Wheel {
  @IsInt() inches: number;
}
class Car {
  @IsString() maker: string;
  @IsArray() @ArrayMaxSize(2) @IsString({ each: true }) keys: string[];
  @IsArray() @ArrayMaxSize(2) @IsObject({ each: true }) parts: object[];
  @IsArray() @IsString({ each: true }) notes: string[];
  @IsObject() about: object;
  @IsOptional() anything: unknown;
  @Nested(() => Wheel) spare: Wheel;
  @NestedList(() => Wheel, 4) wheels: Wheel[];
}

function times<Value>(count: number, value: Value): Value[] {
  return Array.from({ length: count }, () => value);
}

function fields(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 1]));
}

function named(value: object): string[] {
  return excessIn(Car, value).map(({ message }) => message.en);
}

describe('far more than a form takes', () => {
  it('§10.forms.excess: given ten unknown fields, then they are left to the form’s check; given eleven, then ten are named and nothing else is looked at', () => {
    expect(named(fields(10))).toEqual([]);
    const eleven = named({ maker: 7, ...fields(11) });
    expect(eleven).toHaveLength(10);
    expect(eleven[9]).toBe('property k9 should not exist');
    expect(wellFormed(Car, { maker: 7, ...fields(5_600) })).toHaveLength(10);
  });

  it.each<[object, object, string]>([
    [{ spare: fields(10) }, { spare: fields(11) }, 'property k0 should not exist'],
    [{ wheels: [fields(10)] }, { wheels: [fields(11)] }, 'property k0 should not exist'],
    [
      { wheels: times(14, {}) },
      { wheels: times(15, {}) },
      'wheels must contain no more than 4 elements',
    ],
    [{ spare: times(10, {}) }, { spare: times(11, {}) }, 'spare must be shorter'],
    [{ wheels: [7, null] }, { wheels: [{}, []] }, 'each value in wheels must be an object'],
    [{ spare: [null, 7] }, { spare: [[]] }, 'spare must be an object'],
    [{ maker: times(10, 1) }, { maker: times(11, 1) }, 'maker must be shorter'],
    [{ maker: fields(10) }, { maker: fields(11) }, 'maker must be shorter'],
    [
      { maker: [times(4, 1), times(4, 1)] },
      { maker: [times(4, 1), times(5, 1)] },
      'maker must be shorter',
    ],
    [
      { keys: times(12, 'k') },
      { keys: times(13, 'k') },
      'keys must contain no more than 2 elements',
    ],
    [
      { keys: [times(11, 1)] },
      { keys: [times(12, 1)] },
      'keys must contain no more than 2 elements',
    ],
    [
      { parts: times(12, fields(99)) },
      { parts: times(13, {}) },
      'parts must contain no more than 2 elements',
    ],
    [{ colour: times(10, 1) }, { colour: times(11, 1) }, 'property colour should not exist'],
  ])(
    '§10.forms.excess: given %j, then the form’s check says what is wrong; given %j, then: %s',
    (little, much, said) => {
      expect(named(little)).toEqual([]);
      expect(named(much)[0]).toBe(said);
    },
  );

  it('is nothing that a form leaves open', () => {
    const open = { about: fields(5_000), anything: times(5_000, 1), notes: times(5_000, 'n') };
    expect(named(open)).toEqual([]);
    class Nothing {}
    expect(excessIn(Nothing, fields(5_000))).toEqual([]);
  });

  it('§10.forms.excess: given that much is wrong, then twenty are named', () => {
    const wheels = times(14, { inches: 'x', a: 1, b: 1 });
    expect(wellFormed(Car, { wheels })).toHaveLength(20);
  });

  it.each(['maker', 'spare'])(
    '§10.forms.excess: given a name of 60 kB in or beside %s, then it is cut',
    (field) => {
      const long = { ['x'.repeat(60_000)]: 1 };
      const value = field === 'spare' ? { spare: long } : long;
      expect(JSON.stringify(wellFormed(Car, value)).length).toBeLessThan(2_500);
      const name = `${'x'.repeat(64)}…`;
      expect(wellFormed(Car, value)).toContainEqual(
        expect.objectContaining({ field: field === 'spare' ? `spare.${name}` : name }),
      );
      const much = Object.fromEntries(times(11, '').map((_, n) => [`${n}${'x'.repeat(5_000)}`, 1]));
      expect(JSON.stringify(wellFormed(Car, much)).length).toBeLessThan(3_500);
    },
  );

  it.each([5_600, 1])(
    '§10.forms.excess: given a body with %d of them, then it is refused',
    async (count) => {
      const transform: Promise<unknown> = validationPipe().transform(fields(count), {
        type: 'body',
        metatype: Car,
      });
      await expect(transform).rejects.toThrow('Bad Request');
    },
  );
});
