import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AllowedMeasures, AuditEntry, Binding, Difference } from '@demerit/contracts';
import {
  ApiProperty,
  ApiPropertyOptional,
  DocumentBuilder,
  SwaggerModule,
  type OpenAPIObject,
} from '@nestjs/swagger';
import { Problem } from '../responses/problem';
import { completed } from './completed';
import { addExamples } from './examples';

const DESCRIPTION = `Penalty points of driving licences: bind cars, inquire, accept, pay, see the points.

Every route under /v1 that is not public takes \`Authorization: Bearer <access token>\`; the roles it asks for stand in its security. Refusals are
\`application/problem+json\` with a stable \`code\` and a \`nextStep\`. Any POST but log-in and webhooks takes an \`Idempotency-Key\`; of the sandbox only its clock does.
An access token counts for 15 minutes, or until its session ends or the roles of the account change; the refresh token of its session gets the next one. \`§3\` in a description is the chapter of the rule book,
\`docs/rules.md\` of the source.

**A car that a company owns.** A registrar enters it with the \`organisationCode\` as owner (\`PUT /v1/registry/vehicles\`). Somebody with an account asks to act
for the organisation with its papers (\`POST /v1/me/organisations\`), and a reviewer approves (\`/v1/review/organisations\`). This delegate finds the car
(\`GET /v1/me/vehicles\`) and shares it (\`POST /v1/vehicles/{vehicleId}/share-codes\`). The driver binds it with the code (\`POST /v1/bindings\`), a reviewer
approves (\`/v1/review/bindings\`), and from then on the driver handles what they did with it (\`POST /v1/violations/{violationId}/acceptances\`).

**At the desk.** Find the licence (\`GET /v1/desk/licences\`), or admit who has no account (\`POST /v1/desk/persons\`); find the violation by its notice
(\`GET /v1/desk/violations\`); say what accepting would cost (\`GET /v1/window/handling-options\`) and accept (\`POST /v1/window/acceptances\`).`;

/** In the order in which the document lists them. */
const TAGS: Readonly<Record<string, string>> = {
  Identity: 'Log-in, who the caller is, real name, licence, documents, notifications',
  Organisations: 'Acting for a company that owns vehicles',
  Vehicles: 'Binding and sharing vehicles, and who uses the caller’s own',
  Violations: 'Reading, accepting and disputing violations; their decisions',
  Payments: 'Orders, paying them, receipts',
  Points: 'The caller’s points, entries, studies and sanction cases',
  Desk: 'What an officer does for people who come to a desk, and finds for them',
  Staff:
    'What waits for reviewers and officers, cases of point trading, the registers, audit and roles',
  Operations: 'Health, the policy, the first page',
  Sandbox: 'For trying things out; there only with `SANDBOX=true`, and nobody logs in for it',
};

// Services say these in every language; an answer says them in its reader's (`asRead`).
ApiPropertyOptional({ type: 'string' })(Binding.prototype, 'riskNotice');
ApiProperty({ type: 'string' })(AllowedMeasures.prototype, 'legalBasis');
ApiPropertyOptional({ type: 'string' })(AuditEntry.prototype, 'reason');
ApiProperty({ type: 'string' })(Difference.prototype, 'nextStep');

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
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Demerit')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer');
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    extraModels: [Problem],
    // Each route says where it stands.
    autoTagControllers: false,
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '')}.${method}`,
  });
  // Only for Prometheus.
  delete document.paths['/metrics'];
  const whole = completed(document);
  addExamples(whole);
  return whole;
}
