import {
  refuse,
  type Binding,
  type BindingOf,
  type BoundByOther,
  type ListOfCaller,
  type Page,
  type Requests,
} from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { applicantSeen, bindingView, boundByOtherView } from './binding.view';
import type { BindingDocument } from './bindings.types';
import { BindingsStore } from './bindings.store';
import { PeopleStore } from '../people/people.store';

const ID = /^[A-Za-z0-9_-]{1,64}$/;

const byId = ({ _id }: BindingDocument): string[] => [_id];

/** Bindings as applicant and owner see them. */
@Injectable()
export class ReadingService {
  constructor(
    private readonly bindings: BindingsStore,
    private readonly people: PeopleStore,
    private readonly client: MessagingClient<Requests>,
  ) {}

  async list({ caller: { accountId }, page }: ListOfCaller): Promise<Page<Binding>> {
    const request = pageRequest(page, [ID]);
    return pageOf(await this.bindings.list({ accountId }, request), request, byId, bindingView);
  }

  async get({ caller, bindingId }: BindingOf): Promise<Binding> {
    const binding = await this.bindings.find(bindingId);
    if (binding?.accountId !== caller.accountId) throw refuse('BINDING_NOT_FOUND');
    return bindingView(binding);
  }

  async boundByOthers({ caller, page }: ListOfCaller): Promise<Page<BoundByOther>> {
    const request = pageRequest(page, [ID]);
    const { keys } = await this.people.ownerKeysOf(caller.accountId);
    if (keys.length === 0) return { items: [], nextCursor: null };
    const ofOwners = { ownerKey: { $in: keys }, relation: 'other' } as const;
    const rows = await this.bindings.list(ofOwners, request);
    const accountIds = [...new Set(rows.map(({ accountId }) => accountId))];
    const asked = { accountIds, personKeys: [] };
    const { byAccount } = await this.client.ask('person.identities', asked);
    return pageOf(rows, request, byId, (row) =>
      boundByOtherView(row, applicantSeen(byAccount[row.accountId])),
    );
  }
}
