import { Command } from '../fields/commands';
import { IsId, IsIdList } from '../fields/ids';
import { IsText } from '../fields/names';
import { Nested } from '../fields/nested';

/** What the person concerned has to say to their case. rules.md §5. */

// ---- bodies over HTTP ----------------------------------------------------------------------------------

export class SanctionAnswerBody {
  /** Their side of it, in their own words. */
  @IsText(1, 2000) statement: string;
  /** Evidence, uploaded before; may be none. */
  @IsIdList() documentIds: string[];
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class AnswerSanctionCase extends Command {
  @IsId() caseId: string;
  @Nested(() => SanctionAnswerBody) body: SanctionAnswerBody;
}

// ---- answers -------------------------------------------------------------------------------------------

export class SanctionAnswer {
  /** When it was given. */
  at: string;
  /** The person’s side of it, in their own words. */
  statement: string;
  /** Their evidence; officers read it at `/v1/documents/{documentId}`. */
  documentIds: string[];
}
