import type { SanctionCase } from '@demerit/contracts';
import type { OwnThings } from './things';

/** What a member of staff tries with what is theirs. */

/** What a member of staff sends; the body is as good as another one's that is taken. */
export type Sent = [method: string, path: string, body: object];
export type Kind =
  | 'person'
  | 'licence'
  | 'owned'
  | 'delegated'
  | 'bound'
  | 'handling'
  | 'order'
  | 'dispute'
  | 'case';
type Vehicle = 'owned' | 'delegated' | 'bound';
export type Tries = Record<string, Partial<Record<Kind, Sent[]>>>;

const VEHICLES: Vehicle[] = ['owned', 'delegated', 'bound'];
export const REASON = { reason: 'As the papers show' };
export const REJECTED = { decision: 'reject', ...REASON };

export function ofVehicles(
  things: OwnThings,
  ...sents: ((of: OwnThings[Vehicle]) => Sent)[]
): Partial<Record<Kind, Sent[]>> {
  return Object.fromEntries(
    VEHICLES.map((vehicle) => [vehicle, sents.map((sent) => sent(things[vehicle]))]),
  );
}

export const post = (path: string, body: object): Sent => ['POST', `/v1${path}`, body];
export const put = (register: string, body: object): Sent => [
  'PUT',
  `/v1/registry/${register}`,
  body,
];

/** Of sanction cases against them, and of those that name decisions about what is theirs. */
export function triesOfCases(own: OwnThings): Tries {
  const { licenceId } = own;
  const ofCase = ({ caseId }: SanctionCase, to: string, body: object) =>
    post(`/sanction-cases/${caseId}/${to}`, body);
  const step = (to: string, body: object) => ({
    case: [ofCase(own.sanctionCase, to, body)],
    handling: [ofCase(own.caseOfOrganiser, to, body)],
    ...ofVehicles(own, ({ cases }) => ofCase(cases.named, to, body)),
  });
  const named = ({ decision: { decisionNumber } }: OwnThings['handling']) => ({
    decisionNumbers: [decisionNumber],
  });
  const sold = { role: 'seller', gainFen: 1, statement: 'Sold points', documentIds: [] };
  return {
    'POST /v1/sanction-cases': {
      licence: [post('/sanction-cases', { ...sold, licenceId, ...named(own.handling) })],
      handling: [
        post('/sanction-cases', {
          ...{ ...sold, role: 'organiser', licenceId: own.otherLicenceId },
          ...named(own.handling),
        }),
      ],
      ...ofVehicles(own, ({ cases: { open }, handling }) =>
        post('/sanction-cases', { ...sold, licenceId: open.licenceId, ...named(handling) }),
      ),
    },
    'POST /v1/sanction-cases/{caseId}/notice': {
      ...step('notice', {}),
      // What it names already, and what it would name from now on.
      ...ofVehicles(
        own,
        ({ cases }) => ofCase(cases.named, 'notice', { decisionNumbers: [] }),
        ({ cases, handling }) => ofCase(cases.open, 'notice', named(handling)),
      ),
    },
    'POST /v1/sanction-cases/{caseId}/decision': step('decision', REASON),
    'POST /v1/sanction-cases/{caseId}/enforcement': step('enforcement', {}),
    'POST /v1/sanction-cases/{caseId}/revocation': step('revocation', REASON),
  };
}
