import { ArrayMaxSize, IsArray, Matches } from 'class-validator';
import type { Concerned } from '../every-service/own-case.rules';

/** The ledger asks of the decisions that a sanction case names on which licences they were made, and whom they are about: those it has, and those that a notice names anew. */
export class GetDecisionsNamed {
  @IsArray()
  @ArrayMaxSize(100)
  @Matches(/^[0-9A-Z-]{1,64}$/, { each: true })
  decisionNumbers: string[];
}

export interface DecisionNamed {
  licenceId: string;
  /** Its driver, and whose the vehicle was and who used it then and since: nobody decides about themselves. */
  concerned: Concerned[];
}
