import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AccountQuery, LicenceQuery, WalkInBody } from '../identity/desk';
import { IdentityVerificationBody } from '../identity/identity';
import { LicenceBody, RegistryLicence } from '../identity/licences';
import { RegistryCertificate } from '../ledger/education';
import { OpeningBalance } from '../ledger/opening';
import { RegistryOwner } from '../vehicles/register';
import { BindingBody } from '../vehicles/vehicles';

/** The field as it is read, and whether it is taken. */
function read(type: new () => object, field: string, value: unknown): unknown {
  const body = plainToInstance(type, { [field]: value }) as Record<string, unknown>;
  const isWrong = validateSync(body).some(({ property }) => property === field);
  return isWrong ? '400' : body[field];
}

const name = (text: unknown) => read(IdentityVerificationBody, 'name', text);

describe('a person’s name', () => {
  it.each([
    ['张三', '张三'],
    ['  欧阳　娜娜 ', '欧阳 娜娜'],
    ['阿卜杜拉·买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉.买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉•买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉‧买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉・买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉．买买提', '阿卜杜拉·买买提'],
    ["Jose\u0301  O’Neill-d'Arc", "José O’Neill-d'Arc"],
    ['བསྟན་འཛིན'.replace('་', ' '), 'བསྟན འཛིན'],
    ['𠮷野', '𠮷野'],
  ])('§1.verify.name: %j is read as %j', (text, read) => {
    expect(name(text)).toBe(read);
  });

  it.each([
    ['one character', '张'],
    ['fifty-one', '张'.repeat(51)],
    ['a direction sign', '张\u202e三'],
    ['a zero-width space', '张\u200b三'],
    ['a zero-width joiner', '张\u200d三'],
    ['a mark that is not seen', '张\u034f三'],
    ['a letter that is not seen', '张\u3164三'],
    ['a control character', '张\u0007三'],
    ['a line break', '张\n三'],
    ['a byte order mark', '\ufeff张三'],
    ['a digit', '张3'],
    ['markup', '<b>张三</b>'],
    ['a full stop at the end', '张三.'],
    ['signs alone', '--'],
    ['nothing', ''],
    ['a number', 33],
    ['null', null],
  ])('§1.verify.name: with %s it is 400', (_what, text) => {
    expect(name(text)).toBe('400');
  });

  it('§1.verify.name: has fifty characters, however many bytes each has', () => {
    expect(name('𠮷'.repeat(50))).toBe('𠮷'.repeat(50));
  });
});

describe('a number of papers', () => {
  it.each<[new () => object, string]>([
    [IdentityVerificationBody, 'idNumber'],
    [RegistryLicence, 'idNumber'],
    [RegistryLicence, 'licenceNumber'],
    [LicenceBody, 'licenceNumber'],
    [RegistryCertificate, 'licenceNumber'],
    [RegistryOwner, 'idNumber'],
    [RegistryOwner, 'licenceNumber'],
    [BindingBody, 'ownerLicenceNumber'],
    [OpeningBalance, 'licenceNumber'],
    [WalkInBody, 'idNumber'],
    [WalkInBody, 'licenceNumber'],
    [AccountQuery, 'idNumber'],
    [LicenceQuery, 'idNumber'],
    [LicenceQuery, 'licenceNumber'],
  ])('§1.verify.x: in %p as %s: x and X are the same', (type, field) => {
    expect(read(type, field, '11010519491231002x')).toBe('11010519491231002X');
    expect(read(type, field, '11010519491231002X')).toBe('11010519491231002X');
    expect(read(type, field, 'ſ1010519491231002x')).toBe('400');
  });
});
