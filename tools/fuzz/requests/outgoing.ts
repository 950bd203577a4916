/** A request as it is sent. */
export interface Outgoing {
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  bytes: Buffer;
}
