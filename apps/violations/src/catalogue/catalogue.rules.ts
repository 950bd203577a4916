import {
  shanghaiDay,
  type CatalogueEntry,
  type CatalogueFine,
  type Language,
  type Wording,
} from '@demerit/contracts';

/** A kind of violation: what it is, its points, and its fine by jurisdiction and date. rules.md §3. */
export interface CatalogueItem {
  code: string;
  description: Wording;
  /** Articles that make it a violation, set its penalty and its points. */
  basis: Wording;
  points: number;
  procedure: 'summary' | 'ordinary';
  fines: CatalogueFine[];
}

/** The jurisdictions whose fine may apply, nearest first: city → province → national. */
export function jurisdictionsFrom(jurisdiction: string): string[] {
  const digits = jurisdiction.slice('CN-'.length);
  const lengths = [6, 4, 2].filter((length) => length <= digits.length);
  return [...lengths.map((length) => `CN-${digits.slice(0, length)}`), 'CN'];
}

/** The fine that the nearest jurisdiction had set for a Shanghai day; undefined when none had. rules.md §3. */
export function fineOn(
  item: Pick<CatalogueItem, 'fines'>,
  jurisdiction: string,
  day: string,
): CatalogueFine | undefined {
  for (const nearest of jurisdictionsFrom(jurisdiction)) {
    const inForce = item.fines
      .filter((fine) => fine.jurisdiction === nearest && fine.from <= day)
      .sort((one, other) => other.from.localeCompare(one.from));
    if (inForce[0] !== undefined) return inForce[0];
  }
  return undefined;
}

/** Whose fine a violation has: kept since it was registered, or found again for one that is older than that. */
export function whoseFine(
  {
    jurisdiction,
    fineJurisdiction,
    occurredAt,
  }: { jurisdiction: string; fineJurisdiction?: string | undefined; occurredAt: Date },
  item: Pick<CatalogueItem, 'fines'> | undefined,
): string {
  if (fineJurisdiction !== undefined) return fineJurisdiction;
  const fine = item && fineOn(item, jurisdiction, shanghaiDay(occurredAt));
  return fine?.jurisdiction ?? jurisdiction;
}

export function catalogueEntryIn(item: CatalogueItem, language: Language): CatalogueEntry {
  return { ...item, description: item.description[language], basis: item.basis[language] };
}
