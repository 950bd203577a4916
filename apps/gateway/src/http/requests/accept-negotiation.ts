import type { Language } from '@demerit/contracts';

/** One entry of `Accept` or `Accept-Language`. */
interface Wish {
  name: string;
  weight: number;
}

/** The offer that a header of weighted wishes likes best; the first one when the header is absent, likes none, or likes several alike. */
export function negotiated<Offer extends string>(
  header: string | undefined,
  offers: readonly [Offer, ...Offer[]],
): Offer {
  if (header === undefined) return offers[0];
  const wishes = header.split(',').map(readWish);
  const rank = (offer: Offer) => weightOf(offer.toLowerCase(), wishes);
  return offers.reduce((best, offer) => (rank(offer) > rank(best) ? offer : best), offers[0]);
}

/** The language of a caller who sends this `Accept-Language`; `zh`, `zh-Hans` and whatever else begins so is Chinese. */
export function languageOf(header: string | undefined): Language {
  if (header === undefined) return 'en';
  const tags = header.replaceAll(/\b(zh|en)-[\w-]+/gi, '$1');
  return negotiated(tags, ['en', 'zh']) === 'zh' ? 'zh-CN' : 'en';
}

function readWish(text: string): Wish {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = Number(parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1);
  return { name, weight: weight >= 0 && weight <= 1 ? weight : 0 };
}

/** By the most exact wish that covers the offer: itself, `text/*`, then anything. */
function weightOf(offer: string, wishes: Wish[]): number {
  const [kind = ''] = offer.split('/');
  for (const name of [offer, `${kind}/*`, '*/*', '*']) {
    const wish = wishes.find((one) => one.name === name);
    if (wish) return wish.weight;
  }
  return 0;
}
