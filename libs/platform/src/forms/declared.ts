import { getMetadataStorage } from 'class-validator';

type Metadata = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']
>[number];

const declared = new WeakMap<object, ReadonlyMap<string, readonly Metadata[]>>();

/** What a class says of its fields, by field. Looked up once, since class-validator gathers it anew each time. */
export function declaredBy(type: object): ReadonlyMap<string, readonly Metadata[]> {
  const earlier = declared.get(type);
  if (earlier) return earlier;
  const all = getMetadataStorage().getTargetValidationMetadatas(type as never, '', false, false);
  const fields = Map.groupBy(all, ({ propertyName }) => propertyName);
  declared.set(type, fields);
  return fields;
}
