import { Type } from 'class-transformer';
import { IsInt, IsString, Max, ValidateNested } from 'class-validator';
import { BadRequestException, type ArgumentMetadata } from '@nestjs/common';
import { validationPipe } from './validation';

class Wheel {
  @IsInt() @Max(30) inches: number;
}
class Car {
  @IsString() plateNumber: string;
  @ValidateNested() @Type(() => Wheel) spare: Wheel;
  @ValidateNested({ each: true }) @Type(() => Wheel) wheels: Wheel[];
}

const body: ArgumentMetadata = { type: 'body', metatype: Car };

async function errorsOf(value: unknown): Promise<unknown> {
  try {
    await validationPipe().transform(value, body);
  } catch (error) {
    if (error instanceof BadRequestException) return error.getResponse();
    throw error;
  }
  return undefined;
}

describe('the check of a body', () => {
  const good = { plateNumber: '浙A8K2M6', spare: { inches: 16 }, wheels: [{ inches: 17 }] };

  it('gives an instance of its class', async () => {
    const car: unknown = await validationPipe().transform(good, body);
    expect(car).toBeInstanceOf(Car);
    expect(car).toEqual(good);
  });

  it('names every wrong field by its path', async () => {
    const wrong = {
      plateNumber: 7,
      spare: { inches: 31 },
      wheels: [{ inches: 17 }, { inches: '17' }],
    };
    const { errors, message } = (await errorsOf(wrong)) as {
      errors: { field: string }[];
      message: string[];
    };
    expect([...new Set(errors.map(({ field }) => field))]).toEqual([
      'plateNumber',
      'spare.inches',
      'wheels[1].inches',
    ]);
    expect(message).toHaveLength(errors.length);
  });

  it('§7.words.missing: says of a field that is missing that, once', async () => {
    expect(await errorsOf({ ...good, spare: {} })).toMatchObject({
      errors: [{ field: 'spare.inches', message: { en: 'inches is missing' } }],
    });
    expect(await errorsOf({ ...good, spare: { inches: null } })).toMatchObject({
      errors: [{ message: /./ }, { message: /./ }].map(() => ({ field: 'spare.inches' })),
    });
  });

  it('refuses fields it does not know, and takes no number for text', async () => {
    expect(await errorsOf({ ...good, colour: 'red' })).toMatchObject({
      errors: [{ field: 'colour', message: { en: 'property colour should not exist' } }],
    });
  });
});
