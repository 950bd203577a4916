import type { Language } from '@demerit/contracts';
import type { FastifyReply } from 'fastify';

/** Decisions and receipts as pages, for screen and print. */

export type Row = [label: string, value: string];

const STYLE = `
  body { font: 16px/1.6 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
  h1 { font-size: 1.4rem; } dt { color: #555; } dd { margin: 0 0 .8rem; white-space: pre-line; }
  @media print { body { margin: 0; max-width: none; } }`;

/** JSON or the page of it, whichever the caller wants; caches keep both apart. */
export function asJsonOrPage<View>(
  reply: FastifyReply,
  wantsPage: boolean,
  view: View,
  page: (view: View) => string,
): View | string {
  void reply.header('vary', 'accept');
  if (!wantsPage) return view;
  void reply.type('text/html; charset=utf-8');
  return page(view);
}

/** A whole page; `body` is HTML. */
export function htmlPage(title: string, body: string, language: Language = 'zh-CN'): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>`;
  return `<!doctype html><html lang="${language}"><head>${head}<style>${STYLE}</style></head><body>${body}</body></html>\n`;
}

/** A page with a number and labelled values below it, a line each. */
export function printedPage(
  title: string,
  number: string,
  rows: readonly Row[],
  language: Language = 'zh-CN',
): string {
  const list = rows.map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`);
  const body = `<h1>${escaped(title)}</h1><p>${escaped(number)}</p><dl>${list.join('')}</dl>`;
  return htmlPage(`${title} ${number}`, body, language);
}

/** Whole fen as yuan, `¥200.00`. */
export function yuan(fen: number): string {
  return `¥${String(Math.trunc(fen / 100))}.${String(fen % 100).padStart(2, '0')}`;
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}
