import { ImportAnswer } from '@demerit/contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiConsumes, ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { NDJSON } from '../http/requests/lines';
import { text, type SchemaObject } from '../http/responses/api-responses';

/** What a single object is answered with. */
const IDS = {
  vehicleId: 'The vehicle',
  licenceId: 'The licence',
  violationId: 'The violation',
  certificate: 'Number of the certificate',
};

/** A registry's route: one object and its id, or lines of them (imports.controller.ts) and what became of them. */
export function TakesLines(id: keyof typeof IDS): MethodDecorator {
  const properties = { [id]: text(IDS[id]) };
  const single: SchemaObject = { type: 'object', required: [id], properties };
  return applyDecorators(
    ApiConsumes('application/json', NDJSON),
    ApiExtraModels(ImportAnswer),
    ApiResponse({
      status: 200,
      description: 'The id of the one object, or what became of the lines',
      schema: { oneOf: [single, { $ref: getSchemaPath(ImportAnswer) }] },
    }),
  );
}
