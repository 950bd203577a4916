import { aBinding, NOON } from '../../test/given-bindings';
import { applicantSeen, bindingView } from './binding.view';
import { freeze, move } from './bindings.rules';
import type { BindingDocument } from './bindings.types';

describe('A binding as its applicant sees it', () => {
  it('§2.consent.until: says until when consent may be given, while that is awaited and the hours run', () => {
    const pending = aBinding();
    expect(bindingView(pending).consentUntil).toBe('2026-03-05T12:00:00.000+08:00');
    const granted = move(pending, 'pending_review', NOON) as BindingDocument;
    for (const other of [freeze(pending, 'person', NOON), granted])
      expect(bindingView(other)).not.toHaveProperty('consentUntil');
  });
});

describe('Whoever asks, as the owner is shown them', () => {
  it('§2.consent.applicant: has a masked name and the last four digits of the phone', () => {
    expect(applicantSeen({ name: '张小明', phone: '13812341234' })).toEqual({
      nameMasked: '张**',
      phoneLast4: '1234',
    });
  });

  it('§2.consent.applicant: has no phone where there is none, and no name that nobody verified', () => {
    expect(applicantSeen({ name: '张小明', phone: '' }).phoneLast4).toBeNull();
    expect(applicantSeen(undefined)).toEqual({ nameMasked: null, phoneLast4: null });
  });
});
