import { PROVIDERS, refuse } from '@demerit/contracts';
import {
  Controller,
  Headers,
  HttpCode,
  Param,
  Post,
  Req,
  type RawBodyRequest,
} from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from './access';
import { ApiFieldsResponse } from './answers';
import { Services } from './services';

@ApiTags('Payments')
@Controller()
export class WebhooksController {
  constructor(private readonly services: Services) {}

  /** A payment provider's signed notification; a success says that it was stored. */
  @Post('v1/webhooks/payments/:provider')
  @HttpCode(200)
  @Public()
  @ApiBody({ schema: { type: 'object', description: 'As the provider signs it' } })
  @ApiFieldsResponse(200, { stored: { type: 'boolean' } })
  store(
    @Param('provider') name: string,
    @Headers('x-demerit-signature') signature: string | undefined,
    @Headers('x-demerit-timestamp') timestamp: string | undefined,
    @Req() request: RawBodyRequest<FastifyRequest>,
  ) {
    const provider = PROVIDERS.find((known) => known === name);
    if (!provider) throw refuse('ROUTE_NOT_FOUND');
    if (!isText(signature, 500) || !isText(timestamp, 40))
      throw refuse('WEBHOOK_SIGNATURE_INVALID');
    const body = (request.rawBody ?? Buffer.alloc(0)).toString('base64');
    return this.services.ask('webhook.store', { provider, body, signature, timestamp });
  }
}

/** What the service takes; a longer text is no signature of ours. */
function isText(text: string | undefined, longest: number): text is string {
  return text !== undefined && text.length > 0 && text.length <= longest;
}
