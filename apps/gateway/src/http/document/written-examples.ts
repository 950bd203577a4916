/** By type of body. */
type Texts = Readonly<Record<string, unknown>>;

/** What no flow can leave as JSON, and why; closed: every other body and answer has been recorded. */
interface Written {
  why: 'files' | 'a page' | 'a stream';
  request?: Texts;
  answer?: Texts;
}

const PAGE = { 'text/html': '<!doctype html><html lang="en">…</html>' };

const EVENTS = `id: 7
event: points.recorded
data: {"accountId":"acc_000001","points":3}

: still here
id: 7

`;

export const WRITTEN: Readonly<Record<string, Written>> = {
  'POST /v1/me/documents': {
    why: 'files',
    request: { 'multipart/form-data': { kind: 'id_card_front', file: '(the bytes)' } },
  },
  'GET /v1/documents/{documentId}': {
    why: 'files',
    answer: { 'image/jpeg': '(bytes)', 'image/png': '(bytes)', 'application/pdf': '(bytes)' },
  },
  'GET /v1/me/events': { why: 'a stream', answer: { 'text/event-stream': EVENTS } },
  'GET /': { why: 'a page', answer: PAGE },
  'GET /v1/decisions/{decisionNumber}': { why: 'a page', answer: PAGE },
  'GET /v1/checks/decisions/{decisionNumber}': { why: 'a page', answer: PAGE },
  'GET /v1/orders/{orderId}/receipt': { why: 'a page', answer: PAGE },
  'GET /v1/receipts/{receiptNumber}': { why: 'a page', answer: PAGE },
};
