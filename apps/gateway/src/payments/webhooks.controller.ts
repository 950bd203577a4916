import { NOTICE_HEADERS, PROVIDERS, refuse, type Provider } from '@demerit/contracts';
import {
  applyDecorators,
  Controller,
  HttpCode,
  Param,
  Post,
  Req,
  type RawBodyRequest,
} from '@nestjs/common';
import { ApiBody, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { Public } from '../http/requests/access';
import { ApiFieldsResponse } from '../http/responses/api-responses';
import { Services } from '../http/services';

const LONGEST_PROOF = 1_000;

@ApiTags('Payments')
@Controller()
export class WebhooksController {
  constructor(private readonly services: Services) {}

  /** A payment provider's signed notification; a success says that it was stored. */
  @Post('v1/webhooks/payments/:provider')
  @HttpCode(200)
  @Public()
  @SignedBy('sandbox')
  @ApiBody({ schema: { type: 'object', description: 'As the provider signs it' } })
  @ApiFieldsResponse(200, 'It is stored, and applied once', {
    stored: { type: 'boolean', description: 'Always true' },
  })
  store(@Param('provider') name: string, @Req() request: RawBodyRequest<FastifyRequest>) {
    const provider = PROVIDERS.find((one) => one === name);
    if (!provider) throw refuse('ROUTE_NOT_FOUND');
    const headers = proofOf(provider, request.headers);
    const body = (request.rawBody ?? Buffer.alloc(0)).toString('base64');
    return this.services.askPatiently('webhook.store', { provider, body, headers });
  }
}

/** Says in the API document with which headers a provider signs. */
function SignedBy(provider: Provider): MethodDecorator {
  const headers = NOTICE_HEADERS[provider].map((name) =>
    ApiHeader({ name, required: false, description: 'How the provider signs body and time' }),
  );
  return applyDecorators(...headers);
}

/** The headers that the provider signs with, all of them; a text longer than any of them is no proof. */
function proofOf(provider: Provider, headers: IncomingHttpHeaders): Record<string, string> {
  const proof = NOTICE_HEADERS[provider].map((name) => [name, headers[name]] as const);
  if (!proof.every(([, text]) => isProof(text))) throw refuse('WEBHOOK_SIGNATURE_INVALID');
  return Object.fromEntries(proof) as Record<string, string>;
}

function isProof(text: string | string[] | undefined): boolean {
  return typeof text === 'string' && text.length > 0 && text.length <= LONGEST_PROOF;
}
