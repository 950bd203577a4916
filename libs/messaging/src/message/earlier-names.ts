/** Name of a field as an earlier version published it → its name now. */
export type EarlierNames = Readonly<Record<string, string>>;

/**
 * Parses the text of an event, wherever in it a field has an earlier name, under its name now: what waits in a queue or an outbox while the version
 * changes is not lost. An event that has none, as all soon have, costs no more than the look.
 */
export function parseEvent(text: string, earlier: EarlierNames): unknown {
  const isEarlier = Object.keys(earlier).some((name) => text.includes(`"${name}"`));
  return isEarlier
    ? JSON.parse(text, (_name, value: unknown) => underPresentNames(value, earlier))
    : JSON.parse(text);
}

function underPresentNames(value: unknown, earlier: EarlierNames): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [earlier[name] ?? name, inner]),
  );
}
