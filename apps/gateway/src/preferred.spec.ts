import { preferred } from './preferred';

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
    expect(preferred(header, FORMS)).toBe(form);
  });
});
