import type { Role } from '@demerit/contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { Roles } from './access';
import { TakesKey } from './idempotency-key';

/**
 * A step that staff takes on something they have read: it names the state it was decided on, and may be repeated with its key.
 * `@HttpCode` stays with the route, because the API document takes the status from the source text there.
 */
export function StaffDecision(role: Role): MethodDecorator {
  return applyDecorators(
    Roles(role),
    ApiHeader({
      name: 'If-Match',
      required: true,
      description:
        'The etag of the item as it was read, verbatim: from its body, or the header `ETag`',
    }),
    TakesKey(),
  );
}
