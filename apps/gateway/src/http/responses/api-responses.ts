import type { Page } from '@demerit/contracts';
import { applyDecorators } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiResponse,
  getSchemaPath,
  type ApiResponseSchemaHost,
} from '@nestjs/swagger';

/** OpenAPI's, which the library does not name at its front door. */
export type SchemaObject = Exclude<ApiResponseSchemaHost['schema'], { $ref: string }>;

type Answering<Answer> = (
  target: object,
  name: string,
  method: TypedPropertyDescriptor<(...args: never[]) => Promise<Answer>>,
) => void;

type ListOrder =
  | 'Newest first'
  | 'The newest violation first'
  | 'Longest waiting first'
  | 'Due first'
  | 'By code'
  | 'In the order of their ids';

/** Says in the API document that a route answers a list of these, and in which order; a method that answers another list does not compile. */
export function ApiPageResponse<Item extends object>(
  item: new () => Item,
  order?: ListOrder,
): Answering<Page<Item>> {
  return applyDecorators(
    ApiExtraModels(item),
    ApiResponse({
      status: 200,
      description: `${order ?? 'Newest first'}, a page at a time`,
      schema: {
        type: 'object',
        required: ['items', 'nextCursor'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: getSchemaPath(item) },
            description: 'The items of this page',
          },
          nextCursor: {
            type: 'string',
            nullable: true,
            description: 'For `?cursor=`; null on the last page',
          },
        },
      },
    }),
  );
}

/** What may be printed: JSON or a page, by `Accept`. */
export function ApiPrintableResponse(view: new () => object): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(view),
    ApiResponse({
      status: 200,
      description: 'By `Accept`: JSON, or a page for screen and print',
      content: {
        'application/json': { schema: { $ref: getSchemaPath(view) } },
        'text/html': { schema: { type: 'string' } },
      },
    }),
  );
}

/** A short answer that no class stands for: its fields, all of them always there. */
export function ApiFieldsResponse(
  status: number,
  description: string,
  fields: Record<string, SchemaObject>,
): MethodDecorator {
  const schema: SchemaObject = {
    type: 'object',
    required: Object.keys(fields),
    properties: fields,
  };
  return ApiResponse({ status, description, schema });
}

/** A field that is a text, with what it says. */
export function text(description: string): SchemaObject {
  return { type: 'string', description };
}
