import { namesOf, auditedChange } from './changes.rules';

describe('What an audit row says of a change', () => {
  it('§1.audit.change: is both sides alone where they show it', () => {
    const before = { class: 'C1', holder: { idNumberMasked: '330***1234' } };
    const after = { class: 'C1', holder: { idNumberMasked: '330***5678' } };
    expect(auditedChange(before, after, ['holder.idNumber'])).toEqual({ before, after });
  });

  it('§1.audit.change: names what looks the same masked, and what one side or none can show', () => {
    const before = { owner: { phoneMasked: '138****0000' } };
    const after = { owner: { phoneMasked: '138****0000' }, engineNumberMasked: '4G***3' };
    const changed = ['owner.phone', 'engineNumber', 'owner.licenceNumber', 'holder.fileNumber'];
    expect(auditedChange(before, after, changed)).toEqual({ before, after: { ...after, changed } });
    expect(auditedChange(after, before, ['engineNumber']).after).toMatchObject({
      changed: ['engineNumber'],
    });
  });

  it('§1.audit.change: is nothing but what is there now of a first entry', () => {
    const first = auditedChange(undefined, { class: 'C1' }, ['holder.idNumber']);
    expect(first).toStrictEqual({ after: { class: 'C1' } });
  });

  it('§1.audit.change: counts the fields that changed', () => {
    expect(namesOf({ vin: true, engineNumber: false })).toEqual(['vin']);
  });
});
