import { languageOf, negotiated } from './accept-negotiation';

const FORMS = ['application/json', 'text/html'] as const;
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';

describe('what a caller likes best', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    ['text/html', 'text/html'],
    ['TEXT/HTML', 'text/html'],
    ['text/*', 'text/html'],
    [BROWSER, 'text/html'],
    ['text/html;q=0.5, application/json', 'application/json'],
    ['text/html, application/json', 'application/json'],
    ['application/json;q=0.8, text/html;q=0.9', 'text/html'],
    ['text/html;q=0, */*', 'application/json'],
    ['application/pdf', 'application/json'],
    ['text/html;q=nonsense', 'application/json'],
  ])('by %j is %s', (header, form) => {
    expect(negotiated(header, FORMS)).toBe(form);
  });
});

describe('the language of a caller', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['zh-CN', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zh-Hans-CN', 'zh-CN'],
    ['ZH-cn,en;q=0.5', 'zh-CN'],
    ['zh-CN,zh;q=0.9,en-US;q=0.8,en;q=0.7', 'zh-CN'],
    ['en-GB,zh;q=0.9', 'en'],
    ['fr', 'en'],
    ['*', 'en'],
  ])('that sends %j is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
