import './environment';
import type { Role } from '@demerit/contracts';
import { followRequests, validationPipe } from '@demerit/platform';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { GatewayModule } from '../src/gateway.module';
import { GatewayConfig } from '../src/http/gateway.config';
import { BODY_LIMIT_BYTES, prepareHttp } from '../src/http/prepare-http';
import { Denials } from '../src/http/logins/denials';
import { Keys } from '../src/http/logins/keys';
import { clientErrorHandler } from '../src/http/responses/client-errors';
import { frameworkErrors } from '../src/http/responses/problems.filter';

/** What an access token says, where it differs from a citizen's good one. */
export interface Claims {
  roles?: unknown;
  issuer?: string;
  audience?: string;
  endsInS?: number;
  kid?: string;
  key?: CryptoKey;
}

export interface Sent {
  as?: string;
  /** Texts and bytes are sent as they are. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** The whole gateway with no broker and no service behind it: what it decides by itself. */
export class TrialGateway {
  private constructor(
    readonly app: NestFastifyApplication,
    /** Every route there is, `GET /v1/me/sessions/{sessionId}`, in the API document or not. */
    readonly routes: readonly string[],
    private readonly signer: CryptoKey,
    private readonly jwk: object,
  ) {}

  /** `config`: what differs from the sandbox's own. */
  static async start(config: Partial<GatewayConfig> = {}): Promise<TrialGateway> {
    const adapter = new FastifyAdapter({
      bodyLimit: BODY_LIMIT_BYTES,
      http: { connectionsCheckingInterval: 100, requireHostHeader: false },
      frameworkErrors,
      clientErrorHandler,
    });
    const options = { rawBody: true, logger: false as const };
    const app = await NestFactory.create<NestFastifyApplication>(GatewayModule, adapter, options);
    Object.assign(app.get(GatewayConfig), config);
    const routes: string[] = [];
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onRoute', ({ method, url }) => {
        for (const one of [method].flat())
          if (one !== 'HEAD' && one !== 'OPTIONS')
            routes.push(`${one} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
      });
    app.useGlobalPipes(validationPipe());
    followRequests(app);
    await prepareHttp(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    return new TrialGateway(app, routes, privateKey, await exportJWK(publicKey));
  }

  /** As when identity has answered: with its keys, and that nothing is denied. */
  learnKeys(): void {
    this.app.get(Keys).take({ keys: [{ kty: 'EC', ...this.jwk, kid: 'k1', alg: 'ES256' }] });
    this.app.get(Denials).complete();
  }

  token(claims: Claims = {}): Promise<string> {
    const { roles = ['citizen'], issuer = 'demerit', audience = 'demerit' } = claims;
    const endsAtS = Math.floor(Date.now() / 1000) + (claims.endsInS ?? 900);
    return new SignJWT({ roles, sid: 'ses_1' })
      .setProtectedHeader({ alg: 'ES256', kid: claims.kid ?? 'k1' })
      .setSubject('acc_1')
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(endsAtS)
      .sign(claims.key ?? this.signer);
  }

  withRoles(...roles: Role[]): Promise<string> {
    return this.token({ roles });
  }

  async call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, sent: Sent = {}) {
    const { as, body, headers = {} } = sent;
    const hasBody = body !== undefined;
    const answer = await this.app.inject({
      method,
      url,
      headers: {
        ...(as !== undefined && { authorization: `Bearer ${as}` }),
        ...(hasBody && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(hasBody && {
        payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      }),
    });
    const isJson = String(answer.headers['content-type']).includes('json');
    const json = isJson ? answer.json<Record<string, unknown>>() : {};
    return {
      status: answer.statusCode,
      code: json['code'],
      json,
      headers: answer.headers,
      text: answer.body,
    };
  }
}
