import type { CycleDocument } from './limits.types';

/** Cycles of many licences and vehicles while a batch changes them. Two ids may be of one cycle: it took the other one's place. */
export class CycleBook {
  private readonly cycles = new Map<string, CycleDocument>();
  private readonly idsAsked = new Map<string, string>();
  private readonly changedIds = new Set<string>();

  enter(idAsked: string, cycle: CycleDocument): void {
    this.idsAsked.set(idAsked, cycle._id);
    if (!this.cycles.has(cycle._id)) this.cycles.set(cycle._id, cycle);
  }

  change(idAsked: string, by: (cycle: CycleDocument) => CycleDocument): void {
    const id = this.idsAsked.get(idAsked);
    const cycle = id === undefined ? undefined : this.cycles.get(id);
    if (!cycle) throw new Error(`nobody read the cycle ${idAsked}`);
    this.cycles.set(cycle._id, by(cycle));
    this.changedIds.add(cycle._id);
  }

  changedBySubject(): Map<string, CycleDocument[]> {
    return Map.groupBy(this.changed(), ({ subjectId }) => subjectId);
  }

  changed(): CycleDocument[] {
    return [...this.cycles.values()].filter(({ _id }) => this.changedIds.has(_id));
  }
}
