import { Policy, policyVariable, PROVIDERS, SMS_PROVIDERS } from '@demerit/contracts';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { JSONWebKeySet } from 'jose';
import { GatewayConfig } from '../http/gateway.config';
import { Public } from '../http/requests/access';
import { Keys } from '../http/logins/keys';
import { htmlPage } from '../http/responses/html-page';

const LINKS: [path: string, what: string][] = [
  ['/docs', 'The HTTP interface, to read and to try'],
  ['/openapi.json', 'The same for programs (OpenAPI 3.1)'],
  ['/health/ready', 'Whether everything is up'],
  ['/metrics', 'What the gateway counts, for Prometheus'],
  ['/v1/policy', 'The limits and terms of this installation'],
  ['/v1/violation-catalogue', 'Violations with points and fines'],
  ['/.well-known/jwks.json', 'The keys of access tokens'],
];

@ApiTags('Operations')
@Controller()
export class OperationsController {
  constructor(
    private readonly policy: Policy,
    private readonly keys: Keys,
    private readonly config: GatewayConfig,
  ) {}

  /** A short page with links. */
  @Get()
  @Public()
  @Header('content-type', 'text/html; charset=utf-8')
  @ApiProduces('text/html')
  @ApiResponse({ status: 200, description: 'A page', schema: { type: 'string' } })
  index(): string {
    const items = LINKS.map(([path, what]) => `<li><a href="${path}">${path}</a>: ${what}</li>`);
    const notice = this.config.sandbox ? '<p>This is a sandbox: nothing here is real.</p>' : '';
    const intro = '<h1>Demerit</h1><p>Penalty points of driving licences.</p>';
    return htmlPage('Demerit', `${intro}${notice}<ul>${items.join('')}</ul>`);
  }

  /** The numbers this authority has set, by the names of their variables, and through whom it is paid and sends messages. */
  @Get('v1/policy')
  @Public()
  @ApiResponse({
    status: 200,
    description: 'By name, for example LICENCES_PER_VEHICLE',
    schema: {
      type: 'object',
      required: ['paymentProviders', 'smsProviders'],
      properties: {
        paymentProviders: {
          type: 'array',
          items: { type: 'string', enum: [...PROVIDERS] },
          description: 'Through whom a citizen can pay, for `provider` of a payment; empty: nobody',
        },
        smsProviders: {
          type: 'array',
          items: { type: 'string', enum: [...SMS_PROVIDERS] },
          description:
            'Through whom text messages leave; empty: none leaves, so that nobody can log in',
        },
      },
      additionalProperties: {
        anyOf: [{ type: 'integer' }, { type: 'boolean' }, { type: 'string' }],
      },
    },
  })
  policies(): Record<string, unknown> {
    const named = Object.entries(this.policy).map(([field, value]: [string, unknown]) => [
      policyVariable(field),
      value,
    ]);
    const { sandbox } = this.config;
    return {
      ...(Object.fromEntries(named) as Record<string, unknown>),
      paymentProviders: sandbox ? PROVIDERS : [],
      smsProviders: sandbox ? SMS_PROVIDERS : [],
    };
  }

  /** The public keys by which anyone can check an access token. */
  @Get('.well-known/jwks.json')
  @Public()
  @ApiResponse({
    status: 200,
    description: 'A JSON Web Key Set (RFC 7517)',
    schema: {
      type: 'object',
      required: ['keys'],
      properties: {
        keys: {
          type: 'array',
          items: { type: 'object' },
          description: 'Public keys, each by its `kid`',
        },
      },
    },
  })
  jwks(): Promise<JSONWebKeySet> {
    return this.keys.jwks();
  }
}
