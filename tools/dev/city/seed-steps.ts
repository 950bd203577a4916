import type { Api } from '../client/api';
import type { Citizen } from '../client/citizen';
import type { SeededAccount, Step } from './data/data';
import { eventually } from '../client/eventually';
import { actFor, bind, bindByCode } from './seed-bindings';
import { acceptAndPay, beRefused, noOtherWay } from './seed-acceptances';
import { decideVerification } from './staff';

/** The citizens by name. */
export type Cast = Map<string, Citizen>;

export interface SeedingOffice {
  reviewer: Api;
  officer: Api;
}

/** What an account came to show. */
export interface Shown {
  account: SeededAccount;
  outcome: Outcome;
  /** What it was to show and does not under the policy in force, one line each. */
  leftOut: string[];
}
type Outcome = NonNullable<SeededAccount['expects']>;

const MAKES_OWNERS: Step['step'][] = ['verify', 'claim-licence', 'act-for'];
const SETTLED_WITHIN_MS = 30_000;

/**
 * Plays the steps of all accounts at once, each account's in order; first what makes people verified and delegates, because
 * others need them as owners. A step that was done earlier is skipped, so that seeding can go on after a crash. `isUsual`: the policy is the one for
 * which the data was made, so that everything must come out as it says; under any other one, what that does not allow is left out.
 */
export async function playSteps(
  accounts: SeededAccount[],
  cast: Cast,
  office: SeedingOffice,
  isUsual: boolean,
): Promise<Shown[]> {
  const isFirst = ({ step }: Step): boolean => MAKES_OWNERS.includes(step);
  const stage = (account: SeededAccount) => new Stage(account, cast, office);
  const stages = accounts.map(stage);
  for (const round of [isFirst, (step: Step) => !isFirst(step)])
    await Promise.all(stages.map((one) => one.play(round)));
  return Promise.all(stages.map((one) => (isUsual ? one.mustShowAll() : one.showWhatMayBe())));
}

/** One account and what it has played so far. */
class Stage {
  private readonly citizen: Citizen;
  private readonly leftOut: string[] = [];
  private points = 0;
  private isSuspended = false;

  constructor(
    private readonly account: SeededAccount,
    private readonly cast: Cast,
    private readonly office: SeedingOffice,
  ) {
    this.citizen = member(cast, account.name);
  }

  async play(isPlayed: (step: Step) => boolean): Promise<void> {
    for (const step of this.account.steps.filter(isPlayed)) await this.step(step);
  }

  /** @throws Error when something was left out, or the account does not come to stand as the data says. */
  async mustShowAll(): Promise<Shown> {
    const { account, leftOut } = this;
    const { name, expects } = account;
    if (leftOut.length > 0) throw new Error(`${name}: ${leftOut.join('; ')}`);
    if (expects) {
      const wanted = { ...expects, open: [...expects.open].sort() };
      await this.standsAt(wanted, (outcome) => outcome);
    }
    return { account, outcome: await outcomeOf(this.citizen), leftOut };
  }

  /** @throws Error when what was played does not take effect. */
  async showWhatMayBe(): Promise<Shown> {
    const { account, points: recorded, leftOut } = this;
    const pointService = this.isSuspended ? 'suspended' : 'active';
    await this.standsAt({ recorded, pointService }, (outcome) => ({
      recorded: outcome.recorded,
      pointService: outcome.pointService,
    }));
    for (const noticeNumber of account.expects?.open ?? []) {
      const why = await noOtherWay(noticeNumber, this.citizen);
      if (why !== undefined) leftOut.push(`${noticeNumber} cannot be accepted (${why})`);
    }
    return { account, outcome: await outcomeOf(this.citizen), leftOut };
  }

  private async step(step: Step): Promise<void> {
    const { citizen, office } = this;
    switch (step.step) {
      case 'verify':
        return verify(citizen, office.reviewer);
      case 'claim-licence':
        if ((await citizen.me()).licence === null) await citizen.claimLicence();
        return;
      case 'act-for':
        return actFor(step.company, citizen, office.reviewer);
      case 'bind':
        return bind(step.plateNumber, citizen, member(this.cast, step.owner), office.reviewer);
      case 'bind-by-code':
        return bindByCode(
          step.plateNumber,
          citizen,
          member(this.cast, step.owner),
          office.reviewer,
        );
      case 'accept': {
        const played = await acceptAndPay(step.noticeNumber, citizen, office.officer);
        if (typeof played === 'number') this.points += played;
        else this.leftOut.push(`${step.noticeNumber} is not accepted (${played})`);
        return;
      }
      case 'refused': {
        const why = await beRefused(step.noticeNumber, step.code, citizen, office.officer);
        this.isSuspended = why === undefined;
        if (why !== undefined) this.leftOut.push(`no suspension (${why})`);
      }
    }
  }

  /** Points are recorded when the payment's news has travelled; the account is as announced only then. */
  private async standsAt<Part>(wanted: Part, part: (outcome: Outcome) => Part): Promise<void> {
    const text = JSON.stringify(wanted);
    await eventually(
      async () => {
        const found = JSON.stringify(part(await outcomeOf(this.citizen)));
        if (found !== text)
          throw new Error(`${this.account.name} should stand at ${text} but stands at ${found}`);
        return true;
      },
      { withinMs: SETTLED_WITHIN_MS },
    );
  }
}

function member(cast: Cast, name: string): Citizen {
  const citizen = cast.get(name);
  if (!citizen) throw new Error(`accounts.json has nobody called ${name}`);
  return citizen;
}

async function verify(citizen: Citizen, reviewer: Api): Promise<void> {
  const { status } = (await citizen.me()).identity;
  if (status === 'verified') return;
  if (status !== 'submitted') await citizen.submitIdentity();
  await decideVerification(reviewer, citizen.accountId);
}

async function outcomeOf(citizen: Citizen): Promise<Outcome> {
  const [points, me, violations] = await Promise.all([
    citizen.points(),
    citizen.me(),
    citizen.violations(),
  ]);
  return {
    recorded: points.recorded,
    vehiclesUsed: points.vehiclesUsed.length,
    pointService: me.pointService.status,
    open: violations
      .filter(({ status }) => status === 'published')
      .map(({ noticeNumber }) => noticeNumber)
      .sort(),
  };
}
