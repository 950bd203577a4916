import {
  closed,
  collection,
  field,
  findById,
  isDuplicateKey,
  t,
  type Static,
} from '@demerit/messaging';
import { Database } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { LicencesStore } from '../account/licences.store';
import { CyclesStore } from './cycles.store';
import type { Subject } from './limits.types';
import { VehiclesStore } from './vehicles.store';

const ID = 'cycles-within';

const migrationDocument = closed({
  _id: t.Literal(ID),
  /** Real clock. From then on no earlier version can write here. */
  contractedAt: field.instant,
  /** Licences of which nothing was stored then but cycles. */
  onlyCycles: t.Array(t.String()),
});
type MigrationDocument = Static<typeof migrationDocument>;

export const MIGRATIONS = collection('migrations', migrationDocument);

/** Whether new licences and vehicles have their cycles within: from the first start of an empty database on, and of another one once it is contracted. docs/decisions/0019. */
@Injectable()
export class ShapeStore {
  /** Once there, it stays. */
  private contracted: MigrationDocument | undefined;

  constructor(
    @InjectModel(MIGRATIONS.name) private readonly migrations: Model<MigrationDocument>,
    private readonly licences: LicencesStore,
    private readonly vehicles: VehiclesStore,
    private readonly cycles: CyclesStore,
    database: Database,
  ) {
    database.beforeFirstMessage(() => this.contractEmpty());
  }

  /** A licence or vehicle that is not stored yet, in the shape in which it is to be. */
  async begin<T extends Subject>(unused: T, session?: ClientSession): Promise<T> {
    this.contracted ??= (await this.find(session)) ?? undefined;
    const isBeside = this.contracted?.onlyCycles.includes(unused._id) ?? true;
    return isBeside ? unused : { ...unused, cycles: [] };
  }

  async find(session?: ClientSession): Promise<MigrationDocument | null> {
    return findById(this.migrations, ID, session);
  }

  /** For good; nothing where it is so already. */
  async contract(onlyCycles: readonly string[]): Promise<void> {
    const contracted = { contractedAt: new Date().toISOString(), onlyCycles: [...onlyCycles] };
    const options = { upsert: true };
    try {
      await this.migrations.updateOne({ _id: ID }, { $setOnInsert: contracted }, options);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  private async contractEmpty(): Promise<void> {
    const stores = [this.licences, this.vehicles, this.cycles];
    if (await this.find()) return;
    for (const store of stores) if (!(await store.isEmpty())) return;
    await this.contract([]);
  }
}
