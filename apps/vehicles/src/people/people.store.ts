import type { Delegation, Person, Requests, Self } from '@demerit/contracts';
import {
  closed,
  collection,
  findById,
  MessagingClient,
  put,
  t,
  type Static,
} from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';

/** Which verified person an account is; never changes once it is so. */
const personDocument = closed({ _id: t.String(), personKey: t.String() });
type PersonDocument = Static<typeof personDocument>;

export const PEOPLE = collection('people', personDocument);

@Injectable()
export class PeopleStore {
  constructor(
    @InjectModel(PEOPLE.name) private readonly people: Model<PersonDocument>,
    private readonly client: MessagingClient<Requests>,
  ) {}

  /** Undefined for an account that is not verified; identity is asked before that is said. */
  async personKeyOf(accountId: string): Promise<string | undefined> {
    const person = await findById(this.people, accountId);
    if (person) return person.personKey;
    const { personKey } = await this.ask(accountId);
    return personKey ?? undefined;
  }

  /** What identity says of the person now. */
  async ask(accountId: string): Promise<Person> {
    return this.client.ask('person.get', { accountId });
  }

  /** By what a member of staff is known, so that they decide nothing of their own. */
  async selfOf(accountId: string): Promise<Self> {
    return this.client.ask('person.self', { accountId });
  }

  /** For which organisations somebody acts now. Identity alone knows: an approval counts at once, and so does its end. */
  async delegationsOf(accountId: string): Promise<Delegation[]> {
    return (await this.client.ask('person.delegations', { accountId })).delegations;
  }

  /** Whether somebody is the owner, or acts for the organisation that is. */
  async actsAs(ownerKey: string, accountId: string): Promise<boolean> {
    if ((await this.personKeyOf(accountId)) === ownerKey) return true;
    const delegations = await this.delegationsOf(accountId);
    return delegations.some((one) => one.ownerKey === ownerKey);
  }

  /** Under which keys the register has what is somebody's own, and of organisations for which they act. */
  async ownerKeysOf(accountId: string): Promise<{ keys: string[]; delegations: Delegation[] }> {
    const [personKey, delegations] = await Promise.all([
      this.personKeyOf(accountId),
      this.delegationsOf(accountId),
    ]);
    const own = personKey === undefined ? [] : [personKey];
    return { keys: [...own, ...delegations.map(({ ownerKey }) => ownerKey)], delegations };
  }

  async put(person: PersonDocument, session: ClientSession): Promise<void> {
    const before = await findById(this.people, person._id, session);
    if (before?.personKey === person.personKey) return;
    await put(this.people, person, before && { personKey: before.personKey }, session);
  }

  async remove(accountId: string): Promise<void> {
    await this.people.deleteOne({ _id: accountId });
  }
}
