/** For how many days identity keeps what it keeps for a time only, from when it was made or decided on. docs/operations/retention.md. */
export const KEPT_DAYS = {
  /** A year of points, and the one before. */
  notifications: 730,
  rejectedIdentities: 180,
  rejectedOrganisations: 180,
  /** Before it is first asked whether anything still names one: no upload is deleted younger than that but those that nothing ever named. */
  documents: 180,
};

/** A document that something names is asked about again after this. */
export const LOOK_AGAIN_DAYS = 7;
/** What nothing names is deleted after this if then still nothing does: whatever was about to name it has done so. */
export const LOOK_TWICE_DAYS = 1;
