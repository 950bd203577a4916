import type { OpenAPIObject } from '@nestjs/swagger';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** An operation and where it stands. */
export interface Place {
  method: (typeof METHODS)[number];
  path: string;
  operation: Operation;
}

/** All operations of a document. */
export function operationsOf({ paths }: OpenAPIObject): Place[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method, path, operation }] : [];
    }),
  );
}
