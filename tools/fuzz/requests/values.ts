import fc from 'fast-check';
import type { Chance } from './chance';
import { resolved, type Document, type Schema } from './document';
import { standInFor } from './stand-ins';

/** A list without an end of its own has this many items at most. */
const MOST_ITEMS = 3;
/** A number without bounds of its own lies below this. */
const MOST = 1_000;
const OPTIONAL_SHARE = 0.7;
const TRIES = 8;
const LOOKING_AHEAD = /\(\?[=!](?:[^()]|\([^()]*\))*\)/g;

/** A value that the schema allows; ids and numbers that must exist are stand-ins (`stand-ins.ts`), by the names of their fields. */
export function validValue(schema: Schema, document: Document, chance: Chance): unknown {
  return valueOf('', schema, document, chance);
}

function valueOf(field: string, schema: Schema, document: Document, chance: Chance): unknown {
  const meant = resolved(schema, document);
  const parts = meant.oneOf ?? meant.anyOf;
  if (parts) return valueOf(field, chance.pick(parts), document, chance);
  if (meant.enum) return chance.pick(meant.enum);
  const type = chance.pick([meant.type ?? 'object'].flat());
  const standIn = type === 'string' ? standInFor(field, chance) : undefined;
  return standIn ?? plainValue(type, meant, { field, document, chance });
}

interface At {
  field: string;
  document: Document;
  chance: Chance;
}

function plainValue(type: string, schema: Schema, at: At): unknown {
  const { field, document, chance } = at;
  switch (type) {
    case 'object':
      return objectOf(schema, at);
    case 'array': {
      const least = schema.minItems ?? 0;
      const most = Math.max(least, Math.min(schema.maxItems ?? MOST_ITEMS, MOST_ITEMS));
      const count = least + chance.below(most - least + 1);
      const items = schema.items ?? {};
      return [
        ...new Set(Array.from({ length: count }, () => valueOf(field, items, document, chance))),
      ];
    }
    case 'integer':
    case 'number': {
      const least = schema.minimum ?? 0;
      return least + chance.below(Math.min(schema.maximum ?? MOST, least + MOST) - least + 1);
    }
    case 'boolean':
      return chance.isOneOf(0.5);
    case 'null':
      return null;
    default:
      return textOf(schema, chance);
  }
}

function objectOf({ properties = {}, required = [] }: Schema, at: At): Record<string, unknown> {
  const kept = Object.entries(properties).filter(
    ([name]) => required.includes(name) || at.chance.isOneOf(OPTIONAL_SHARE),
  );
  return Object.fromEntries(
    kept.map(([name, inner]) => [name, valueOf(name, inner, at.document, at.chance)]),
  );
}

function textOf(
  { format, pattern, minLength = 1, maxLength = 20 }: Schema,
  chance: Chance,
): string {
  if (format === 'date') return `{{day:${String(-chance.below(400))}}}`;
  if (format === 'date-time') return `{{instant:${String(-chance.below(400))}}}`;
  if (pattern !== undefined) return matching(pattern, chance);
  const most = Math.max(minLength, Math.min(maxLength, minLength + 20));
  return chance.of(fc.string({ minLength, maxLength: most, unit: 'grapheme' }));
}

/** Of what a pattern looks ahead at, which fast-check does not make, some of several texts are right. */
function matching(pattern: string, chance: Chance): string {
  const made = fc.stringMatching(new RegExp(pattern.replace(LOOKING_AHEAD, '')));
  const texts = Array.from({ length: TRIES }, () => chance.of(made));
  return texts.find((text) => new RegExp(pattern).test(text)) ?? texts[0] ?? '';
}
