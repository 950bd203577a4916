/** The cases of a person that are in force, in the order in which they came to be. One document a person, so that two cases cannot both be the first. */
export interface OffenderDocument {
  /** The personKey. */
  _id: string;
  /** `on`: Shanghai day. */
  inForce: { caseId: string; on: string }[];
  version: number;
}
