import {
  refuse,
  type Binding,
  type BindingOf,
  type BindingReviewItem,
  type BoundByOther,
  type ListBindingReviews,
  type ListOfCaller,
  type Page,
} from '@demerit/contracts';
import { pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { bindingAnswer, boundByOther, reviewItem } from './binding.view';
import type { BindingRecord } from './bindings.rules';
import { BindingsStore } from './bindings.store';
import { PeopleStore } from '../people/people.store';

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const TIME = /^\d{1,15}$/;

const byId = ({ _id }: BindingRecord): string[] => [_id];

/** Bindings as applicant, owner and reviewer see them. */
@Injectable()
export class ReadingService {
  constructor(
    private readonly bindings: BindingsStore,
    private readonly people: PeopleStore,
  ) {}

  async list({ caller: { accountId }, page }: ListOfCaller): Promise<Page<Binding>> {
    const request = pageRequest(page, [ID]);
    return pageOf(await this.bindings.list({ accountId }, request), request, byId, bindingAnswer);
  }

  async get({ caller, bindingId }: BindingOf): Promise<Binding> {
    const binding = await this.bindings.find(bindingId);
    if (binding?.accountId !== caller.accountId) throw refuse('BINDING_NOT_FOUND');
    return bindingAnswer(binding);
  }

  async boundByOthers({ caller, page }: ListOfCaller): Promise<Page<BoundByOther>> {
    const request = pageRequest(page, [ID]);
    const ownerPersonKey = await this.people.personKeyOf(caller.accountId);
    if (ownerPersonKey === undefined) return { items: [], nextCursor: null };
    const rows = await this.bindings.list({ ownerPersonKey, relation: 'other' }, request);
    return pageOf(rows, request, byId, boundByOther);
  }

  async queue({
    status = 'pending_review',
    page,
  }: ListBindingReviews): Promise<Page<BindingReviewItem>> {
    const request = pageRequest(page, [TIME, ID]);
    const sortKey = (row: BindingRecord): string[] => [String(row.requestedAt.getTime()), row._id];
    return pageOf(await this.bindings.queue(status, request), request, sortKey, reviewItem);
  }

  async review({ bindingId }: BindingOf): Promise<BindingReviewItem> {
    const binding = await this.bindings.find(bindingId);
    if (binding?.relation !== 'other') throw refuse('BINDING_NOT_FOUND');
    return reviewItem(binding);
  }
}
