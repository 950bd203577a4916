import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AllowedMeasures, Binding, Difference } from '@demerit/contracts';
import {
  ApiProperty,
  ApiPropertyOptional,
  DocumentBuilder,
  SwaggerModule,
  type OpenAPIObject,
} from '@nestjs/swagger';
import { describeRoutes } from '../document/described';
import { Problem } from './problem';

const DESCRIPTION = `Penalty points of driving licences: bind cars, inquire, accept, pay, see the points.

Every route under /v1 that is not public takes \`Authorization: Bearer <access token>\`; the roles it asks for stand in its security. Refusals are
\`application/problem+json\` with a stable \`code\` and a \`nextStep\`. Any POST but log-in, webhooks and the sandbox takes an \`Idempotency-Key\`.`;

// Services say these in every language; an answer says them in its reader's (`asRead`).
ApiPropertyOptional({ type: 'string' })(Binding.prototype, 'riskNotice');
ApiProperty({ type: 'string' })(AllowedMeasures.prototype, 'legalBasis');
ApiProperty({ type: 'string' })(Difference.prototype, 'nextStep');

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'post', 'put', 'delete'] as const;

/** `GET /openapi.json` and `GET /docs`, which needs nothing from elsewhere. The document is made when it is first asked for. */
export function serveDocuments(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => documentOf(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Demerit: the HTTP interface',
    swaggerOptions: { validatorUrl: 'none' },
  });
}

function documentOf(app: NestFastifyApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Demerit')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .build();
  const document = SwaggerModule.createDocument(app, base, {
    extraModels: [Problem],
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '')}.${method}`,
  });
  describeRoutes(document);
  // Only for Prometheus. A decorator would say so in the platform, and every other service would load what makes documents for it.
  delete document.paths['/metrics'];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation) addRefusals(operation, path, method);
    }
  }
  return withWholeNumbers(document);
}

/** The interface has no fractions: fen, points, days and sizes are whole. TypeScript has one word for both. */
function withWholeNumbers(document: OpenAPIObject): OpenAPIObject {
  const text = JSON.stringify(document, (name, value: unknown) =>
    name === 'type' && value === 'number' ? 'integer' : value,
  );
  return JSON.parse(text) as OpenAPIObject;
}

/** Every route may refuse; all refusals have one form. */
function addRefusals(operation: Operation, path: string, method: string): void {
  const isRestricted = operation.security !== undefined;
  const isSigned = /^\/v1\/(auth|webhooks)\//.test(path);
  const statuses: [number, string, boolean][] = [
    [400, 'The request is not well formed', true],
    [
      401,
      'No valid access token, or a code or signature that is not valid',
      isRestricted || isSigned,
    ],
    [403, 'Not for these roles, or a rule forbids it', isRestricted],
    [404, 'No such thing, or none the caller may know of', path.includes('{')],
    [409, 'The present state does not allow it', method !== 'get'],
    [412, 'Somebody else changed the item meanwhile', takesIfMatch(operation)],
    [413, 'The body is too large', method === 'post' || method === 'put'],
    [415, 'The body is of another type', method === 'post' || method === 'put'],
    [422, 'Well formed, but a rule refuses it', method === 'post' || method === 'put'],
    [428, 'If-Match is missing', takesIfMatch(operation)],
    [429, 'Too many requests; see Retry-After', true],
    [503, 'No answer, outcome unknown; see Retry-After', true],
  ];
  for (const [status, description, applies] of statuses) {
    if (applies) operation.responses[status] ??= refusal(description);
  }
}

function takesIfMatch({ parameters = [] }: Operation): boolean {
  return parameters.some((parameter) => 'name' in parameter && parameter.name === 'If-Match');
}

function refusal(description: string) {
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description, content: { 'application/problem+json': { schema } } };
}
