import { plainToInstance, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
  validateSync,
} from 'class-validator';
import { formMessage } from '@demerit/contracts';
import { fieldErrors } from './validation';

class Wheel {
  @IsInt() inches: number;
}
class Car {
  @IsString() maker: string;
  @IsInt() seats: number;
  @IsBoolean() sold: boolean;
  @IsArray() keys: string[];
  @IsObject() engine: object;
  @IsIn(['red', 'blue']) colour: string;
  @IsIn([1, 2], { each: true }) axles: number[];
  @IsObject({ each: true }) owners: object[];
  @Equals('CNY') currency: string;
  @Min(3) doors: number;
  @Max(30) age: number;
  @Length(2, 4) nickname: string;
  @MaxLength(3) badge: string;
  @Matches(/^[A-Z]\d$/) plate: string;
  @Matches(/^[A-Z]\d$/, { message: '$property is no series' }) series: string;
  @Matches(/^\d{2}$/, { message: formMessage('form.digits', { count: '2' }) }) number: string;
  @ArrayMaxSize(2) @ArrayUnique() stickers: string[];
  @ValidateNested() @Type(() => Wheel) spare: Wheel;
  @ValidateNested({ each: true }) @Type(() => Wheel) wheels: Wheel[];
}
class Lorry extends Car {
  @IsInt() load: number;
}

function saidOf(form: new () => object, field: string, value: unknown): string[] {
  const errors = validateSync(plainToInstance(form, { [field]: value }), {
    whitelist: true,
    forbidNonWhitelisted: true,
  });
  const ofField = errors.filter(({ property }) => property === field);
  return fieldErrors(ofField).map((error) => `${error.field}: ${error.message.en}`);
}

describe('what a form says of a field', () => {
  it.each<[string, unknown, ...string[]]>([
    ['maker', 7, 'maker: maker must be a string'],
    ['seats', '4', 'seats: seats must be an integer number'],
    ['sold', 'no', 'sold: sold must be a boolean value'],
    ['keys', {}, 'keys: keys must be an array'],
    ['engine', [], 'engine: engine must be an object'],
    ['colour', 'green', 'colour: colour must be one of the following values: red, blue'],
    ['axles', [3], 'axles: each value in axles must be one of the following values: 1, 2'],
    ['owners', ['me'], 'owners: each value in owners must be an object'],
    ['currency', 'EUR', 'currency: currency must be equal to CNY'],
    ['doors', 2, 'doors: doors must not be less than 3'],
    ['age', 31, 'age: age must not be greater than 30'],
    ['nickname', 'x', 'nickname: nickname must be longer than or equal to 2 characters'],
    ['nickname', undefined, 'nickname: nickname is missing'],
    ['stickers', undefined, 'stickers: stickers is missing'],
    ['spare', undefined],
    ['nickname', '12345', 'nickname: nickname must be shorter than or equal to 4 characters'],
    [
      'nickname',
      12,
      'nickname: nickname must be longer than or equal to 2 and shorter than or equal to 4 characters',
    ],
    ['badge', '1234', 'badge: badge must be shorter than or equal to 3 characters'],
    ['plate', 'x', 'plate: plate must match /^[A-Z]\\d$/ regular expression'],
    ['series', 'x', 'series: series is no series'],
    ['number', 'x', 'number: number must be 2 digits'],
    [
      'stickers',
      ['a', 'a', 'b'],
      "stickers: All stickers's elements must be unique",
      'stickers: stickers must contain no more than 2 elements',
    ],
    ['spare', 5, 'spare: nested property spare must be either object or array'],
    [
      'wheels',
      [{ inches: 17 }, 5],
      'wheels[1]: each value in nested property wheels must be either object or array',
    ],
    ['horn', 'loud', 'horn: property horn should not exist'],
  ])('§7.words.forms: %s, where it is %j', (field, value, ...said) => {
    expect(saidOf(Car, field, value)).toEqual(said);
    expect(saidOf(Lorry, field, value)).toEqual(said);
  });

  it('§7.words.forms: is said in every language, by the decorator’s own words too', () => {
    const errors = validateSync(plainToInstance(Car, { seats: '4', number: 'x' }));
    const named = errors.filter(({ property }) => ['seats', 'number', 'maker'].includes(property));
    expect(fieldErrors(named).map(({ message }) => message['zh-CN'])).toEqual([
      '缺少 maker',
      'seats 必须是整数',
      'number 必须是 2 位数字',
    ]);
  });
});
