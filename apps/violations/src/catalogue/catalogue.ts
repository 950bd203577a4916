import type { CatalogueEntry, ListCatalogue, Page, Wording } from '@demerit/contracts';
import { pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import entries from './catalogue.json';
import { catalogueEntryIn, whoseFine, type CatalogueItem } from './catalogue.rules';
import names from './jurisdictions.json';

const ITEMS: readonly CatalogueItem[] = (entries as CatalogueItem[]).toSorted((one, other) =>
  one.code < other.code ? -1 : 1,
);

/** The kinds of violations there are, by code; a data file that ships with the service. */
@Injectable()
export class Catalogue {
  private readonly byCode = new Map(ITEMS.map((item) => [item.code, item]));

  find(code: string): CatalogueItem | undefined {
    return this.byCode.get(code);
  }

  /** Of a violation that was registered, hence was in the catalogue; a code dropped since describes itself. */
  descriptionOf(code: string): Wording {
    return this.byCode.get(code)?.description ?? { en: code, 'zh-CN': code };
  }

  basisOf(code: string): Wording {
    return this.byCode.get(code)?.basis ?? { en: code, 'zh-CN': code };
  }

  /** A jurisdiction in words; its code where the data file has none for it. */
  nameOf(jurisdiction: string): Wording {
    const inWords: Record<string, Wording> = names;
    return inWords[jurisdiction] ?? { en: jurisdiction, 'zh-CN': jurisdiction };
  }

  /** What a decision says of a violation. */
  textsOf(violation: { code: string } & Parameters<typeof whoseFine>[0]) {
    const { code } = violation;
    return {
      description: this.descriptionOf(code),
      basis: this.basisOf(code),
      jurisdiction: this.nameOf(whoseFine(violation, this.find(code))),
    };
  }

  list({ page, language = 'en' }: ListCatalogue): Page<CatalogueEntry> {
    const request = pageRequest(page, [/^[0-9A-Z]{4,10}$/]);
    const [after = ''] = request.after ?? [];
    const rows = ITEMS.filter(({ code }) => code > after).slice(0, request.rows);
    return pageOf(
      rows,
      request,
      ({ code }) => [code],
      (item) => catalogueEntryIn(item, language),
    );
  }
}
